import { dayInSeoul } from "../../domain/model/calendar.ts";
import type { FollowUpMonths, FollowUpResultName } from "../../domain/outcomes/follow-up.ts";
import type { Actor } from "./actor.ts";
import { visiblePerson } from "./kept.ts";
import { NOT_FOUND, type Written } from "./served.ts";
import type { Serving } from "./serving.ts";
import { type Writing, write } from "./writing.ts";

/** Which follow-up, and what was found. */
export interface FollowUpFound {
  readonly applicantId: string;
  readonly openingId: string;
  readonly months: FollowUpMonths;
  readonly result: FollowUpResultName;
}

/** Records what a center found when it asked how a hire went: of those it looks after, and of hires that are to be asked about. */
export async function recordFollowUp(
  serving: Serving,
  actor: Actor,
  found: FollowUpFound,
  writing: Writing,
): Promise<Written> {
  const { applicantId, openingId, months, result } = found;
  const scope = `record-follow-up ${applicantId} ${openingId} ${months}`;
  return write(serving, actor, writing, { scope, body: result }, async () => {
    const person = actor.role === "center" ? await visiblePerson(serving, actor, applicantId) : undefined;
    const all = person === undefined ? [] : await serving.ports.followUps.of(applicantId);
    const followUp = all.find((one) => one.openingId === openingId && one.months === months);
    if (followUp === undefined) return NOT_FOUND;
    const on = dayInSeoul(serving.ports.clock.now());
    return {
      kind: "draft",
      name: "FollowUpRecorded",
      id: `${applicantId}~${openingId}~${months}`,
      before: followUp.results.at(-1)?.revision ?? 0,
      toDetail: (revision) => ({ applicantId, openingId, months, revision, result, on }),
    };
  });
}
