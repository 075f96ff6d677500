import type { SeededRandom } from "../../infra/world/seeded-random.ts";
import { envelopeOf, type Happening, type Story, strewn, upTo } from "./happening.ts";
import { tinyCodes } from "./tiny-world.ts";

/** Of a hundred stories, in so many an opening insists on a certificate, and a course leads to it. */
const COURSES_PERCENT = 15;

/** What stands for something personal is made of a person's number: theirs are nobody else's. */
const LEARNERS_FROM = 90;

/** Their events are numbered from here on: no story has as many others. */
const FIRST_OF_COURSES = 300_000;

const [DISTRICT] = tinyCodes.districts;
const [CERTIFICATE] = tinyCodes.certificates;
const [TRADE, OTHER_TRADE] = tinyCodes.occupations;

/**
 * Adds people who miss an opening by a certificate, the opening, and the course that leads there: it fills up and has seats again, and either of the two
 * closes and is posted again while somebody is told of both.
 */
export function withCourses(story: Story, chance: SeededRandom): Story {
  if (!chance.percent(COURSES_PERCENT)) return story;
  let events = FIRST_OF_COURSES;
  const eventOf = (name: string, source: string, fields: Record<string, unknown>): Happening => {
    const detail = { ...envelopeOf(events++), ...fields };
    const body = JSON.stringify({ source: `ieum.${source}`, "detail-type": name, detail });
    return { kind: "event", body, refusedWith: undefined, isSkewed: false };
  };
  const posted = (name: string, opening: Record<string, unknown>) => eventOf(name, "openings", { opening });
  const closed = (openingId: string, revision: number) =>
    eventOf("OpeningClosed", "openings", { openingId, revision, reason: "filled" });
  const lives = [
    ...upTo(chance.between(1, 2)).map((n) => lifeOfLearner(`l${LEARNERS_FROM + n}`, chance, eventOf)),
    lifeOf(
      2,
      chance,
      (revision) => posted("JobPosted", jobOf("b1", revision)),
      (revision) => closed("b1", revision),
    ),
    ...upTo(chance.between(1, 2)).map((n) => {
      const courseOf = (revision: number) =>
        posted("ProgrammeOpened", courseAs(`c${n}`, revision, chance.pick([0, 1, 5, 5])));
      return lifeOf(4, chance, courseOf, (revision) => closed(`c${n}`, revision));
    }),
  ];
  return { ...story, happenings: lives.reduce((all, life) => strewn(all, life, chance), story.happenings) };
}

function lifeOfLearner(
  applicantId: string,
  chance: SeededRandom,
  eventOf: (name: string, source: string, fields: Record<string, unknown>) => Happening,
): Happening[] {
  const profile = (revision: number) =>
    eventOf("ApplicantProfileUpdated", "applicants", {
      applicant: {
        applicantId,
        revision,
        language: "ko",
        residence: DISTRICT,
        competencies: [{ competency: "coffee", level: 5 }],
        experience: [{ occupation: TRADE, months: chance.between(12, 60) }],
        certificates: chance.percent(15) ? [CERTIFICATE] : [],
        preferences: { occupations: [TRADE] },
        consent: { alerts: chance.percent(90), employers: true, center: true },
      },
    });
  const revisions = chance.between(1, 2);
  const leaves = eventOf("ApplicantWithdrawn", "applicants", { applicantId, revision: revisions + 1 });
  return [...upTo(revisions).map(profile), ...(chance.percent(20) ? [leaves] : [])];
}

/** Revisions of an opening, now and then with its end between two of them, or after the last. */
function lifeOf(
  most: number,
  chance: SeededRandom,
  posted: (revision: number) => Happening,
  closed: (revision: number) => Happening,
): Happening[] {
  return upTo(chance.between(1, most)).map((revision) =>
    revision > 1 && chance.percent(40) ? closed(revision) : posted(revision),
  );
}

function jobOf(openingId: string, revision: number): Record<string, unknown> {
  return {
    openingId,
    revision,
    kind: "job",
    employerId: "employer-2",
    title: `자격증이 있는 분 ${openingId}`,
    occupation: { code: TRADE },
    place: { mode: "onsite", district: DISTRICT },
    requirements: [{ on: "certificate", importance: "must", certificate: CERTIFICATE }],
  };
}

/** Of another trade, so that most don't hear of it as of a match. */
function courseAs(openingId: string, revision: number, seats: number): Record<string, unknown> {
  return {
    openingId,
    revision,
    kind: "training",
    employerId: "campus-1",
    title: `자격증 과정 ${openingId}`,
    occupation: { code: OTHER_TRADE },
    place: { mode: "onsite", district: DISTRICT },
    requirements: [],
    educationalCredentialAwarded: [CERTIFICATE],
    remainingAttendeeCapacity: seats,
  };
}
