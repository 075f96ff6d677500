import type { SeededRandom } from "../../infra/world/seeded-random.ts";
import { envelopeOf, type Story, upTo } from "./happening.ts";
import { FIRST_DAY } from "./tiny-world.ts";

/** Under whose rules the cases of stories are led. */
export const CASE_PROGRAMME = "life-design-counselling";

/** Of a hundred stories, in so many a center leads the case of somebody. */
const CASES_PERCENT = 20;
const FIRST_CASE_STEP = 200_000;

/** Of a hundred stories, in so many counsellors say something of some pairs. */
const REVIEWED_PERCENT = 30;

/** Their events are numbered from here on: no story has as many others. */
const FIRST_REVIEW = 100_000;

/** Those that look after the districts of the stories. */
const REVIEWING_CENTERS = ["west", "central", "north"] as const;

const DECISIONS = [
  { decision: "hold" },
  { decision: "release" },
  { decision: "endorse" },
  { decision: "override", override: "recommend" },
  { decision: "override", override: "suppress" },
] as const;

/** Adds what counsellors say of some pairs, in order, each counted from 1 on. Only the person's own center is heard, which may change. */
export function withReviews(story: Story, chance: SeededRandom): Story {
  if (!chance.percent(REVIEWED_PERCENT)) return story;
  const happenings = [...story.happenings];
  let events = FIRST_REVIEW;
  for (const _ of upTo(chance.between(1, 2))) {
    const pair = { applicantId: `a${chance.between(1, 3)}`, openingId: `o${chance.between(1, 3)}` };
    const center = chance.pick(REVIEWING_CENTERS);
    let at = chance.between(1, happenings.length);
    for (const revision of upTo(chance.between(2, 4))) {
      const detail = {
        ...envelopeOf(events++),
        ...{ ...pair, revision, center, reason: "talk-first" },
        ...chance.pick(DECISIONS),
      };
      const body = JSON.stringify({ source: "ieum.outcomes", "detail-type": "RecommendationReviewed", detail });
      happenings.splice(at, 0, { kind: "event", body, refusedWith: undefined, isSkewed: false });
      at = chance.between(at + 1, happenings.length);
    }
  }
  return { ...story, happenings };
}

/** Adds the case of somebody from its opening to its end, in whatever order its steps arrive. */
export function withCases(story: Story, chance: SeededRandom): Story {
  if (!chance.percent(CASES_PERCENT)) return story;
  const happenings = [...story.happenings];
  const [first, second] = chance.some(REVIEWING_CENTERS, 2);
  const applicantId = `a${chance.between(1, 3)}`;
  const life = [
    { center: first, step: { kind: "opened" } },
    {
      center: first,
      step: { kind: "diagnosed", diagnosis: { of: "readiness", points: [{ area: "finances", points: 41 }] } },
    },
    ...upTo(chance.between(1, 2)).map((n) => ({ center: first, step: { kind: "consulted", counsellor: `c${n}` } })),
    { center: first, step: { kind: "handed-over", to: second } },
    { center: second, step: { kind: "closed", ending: "ended-by-party" } },
  ];
  for (const [at, step] of life.slice(0, chance.between(2, life.length)).entries()) {
    const about = { caseId: "case-1", programmeId: CASE_PROGRAMME, applicantId, revision: at + 1, on: FIRST_DAY };
    const detail = { ...envelopeOf(FIRST_CASE_STEP + at), ...about, ...step };
    const body = JSON.stringify({ source: "ieum.cases", "detail-type": "CaseRecorded", detail });
    happenings.splice(chance.between(1, happenings.length), 0, {
      kind: "event",
      body,
      refusedWith: undefined,
      isSkewed: false,
    });
  }
  return { ...story, happenings };
}

export function hasCases({ happenings }: Story): boolean {
  return happenings.some((one) => one.kind === "event" && one.body.includes('"CaseRecorded"'));
}
