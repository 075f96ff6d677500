import type { Applicant } from "../../domain/model/applicant.ts";
import { eventOf } from "./end-of-told.ts";
import type { Happening } from "./happening.ts";
import type { Stage } from "./stage.ts";
import { tinyCodes } from "./tiny-world.ts";

/** Of a hundred people whom a function is about to ask a center after when it freezes, so many leave at that moment; the others hide from the center. */
const LEAVING_PERCENT = 40;

/** Events of those who show themselves again are numbered from here on, by the step in which they are written: no story has as many. */
const FIRST_RETURN = 300_000;

/**
 * What is left of a story, with the end of what a frozen function is asking after in front: somebody of whom a follow-up is due leaves, moves, or doesn't agree
 * any more to be shown to a center. Those who don't leave are at some time as they were, so that they are told of after all.
 */
export function withEndOfAsked(left: readonly Happening[], stage: Stage): Happening[] {
  const due = stage.world.asked().filter(({ list, dueOn }) => list === "scheduled" && dueOn <= stage.askedThrough);
  const applicantId = stage.chance.pick(due)?.applicantId ?? "";
  const { body, revision = 0 } = stage.world.kept("applicants").get(applicantId) ?? {};
  if (body === undefined) return [...left];
  if (stage.chance.percent(LEAVING_PERCENT)) {
    const leaving = { applicantId, revision: revision + 1 };
    return [eventOf("ApplicantWithdrawn", "ieum.applicants", leaving, stage), ...left];
  }
  const before = JSON.parse(body) as Applicant;
  const hidden = stage.chance.percent(50)
    ? { ...before, consent: { ...before.consent, center: false } }
    : { ...before, residence: stage.chance.pick(tinyCodes.districts) };
  const happenings = [...left];
  happenings.splice(stage.chance.between(0, left.length), 0, profileOf(before, revision + 2, stage, FIRST_RETURN));
  return [profileOf(hidden, revision + 1, stage), ...happenings];
}

function profileOf(applicant: object, revision: number, stage: Stage, first?: number): Happening {
  return eventOf("ApplicantProfileUpdated", "ieum.applicants", { applicant: { ...applicant, revision } }, stage, first);
}
