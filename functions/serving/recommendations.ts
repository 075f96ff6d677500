import type { RecommendationEvidence } from "../../domain/delivery/evidence.ts";
import { EMPTY_MAILBOX } from "../../domain/delivery/mailbox.ts";
import { type ReviewStanding, renderStanding, reviewOf, standingOf } from "../../domain/delivery/review.ts";
import type { ShardState } from "../../domain/index/shard-state.ts";
import { explain } from "../../domain/matching/explain.ts";
import { toApplicantFacts } from "../../domain/matching/facts.ts";
import { firstDayObstacle } from "../../domain/matching/obstacles.ts";
import type { Reason } from "../../domain/matching/reason.ts";
import { toReasons } from "../../domain/matching/reasons.ts";
import { type Language, type RenderedMessage, renderMessage, SENTENCES_MAX } from "../../domain/matching/render.ts";
import type { ScoringRules } from "../../domain/matching/score.ts";
import type { Opening } from "../../domain/model/opening.ts";
import type { Outcome, Stage } from "../../domain/outcomes/life-cycle.ts";
import { standingBridges } from "../notifying/standing-bridges.ts";
import type { Recommendation } from "../ports.ts";
import { mailboxesOf } from "../runtime/documents.ts";
import type { Actor } from "./actor.ts";
import { type KeptOpening, readOpenings, visiblePerson } from "./kept.ts";
import { found, NOT_FOUND, type Page, type Served } from "./served.ts";
import type { Serving } from "./serving.ts";

/** An opening that somebody was told of, or could be. */
export interface RecommendedOpening {
  readonly openingId: string;
  readonly opening: Opening;
  readonly isClosed: boolean;
  /** All its places are taken by now: it is told anew when there is one again. */
  readonly isFull: boolean;
  /** Basis points; with a course, those with the course completed. */
  readonly score: number;
  readonly fitsOpening: number;
  readonly fitsApplicant: number;
  /** Epoch milliseconds; undefined for what suits them and they weren't told of. */
  readonly toldAt: number | undefined;
  /** Where it stands; `told` until anything has become of it. */
  readonly stage: Stage;
  readonly history: readonly Outcome[];
  /** The course that would bring it within reach; undefined for what suits them as they are. */
  readonly courseOpeningId: string | undefined;
  /** Openings that the course was found to bring within reach, this one among them. */
  readonly unlocks: number | undefined;
  /** Why, as codes: a page tells questions apart from statements. */
  readonly reasons: readonly Reason[];
  /** What a counsellor has said of it. */
  readonly review: ReviewStanding;
  /** At most five sentences: why, after what a counsellor has said. */
  readonly words: Readonly<Record<Language, RenderedMessage>>;
}

/** Recommendations on a page: as many as one read takes of their openings. */
const TOLD_PER_PAGE = 50;

/** What could suit somebody beside: more than this many, nobody reads. */
const COULD_SUIT_MAX = 20;

/** What somebody was told, newest first, a page at a time; `after` is the opening that the page before ended with. */
export async function recommendationsOf(
  serving: Serving,
  actor: Actor,
  applicantId: string,
  after?: string,
): Promise<Served<Page<RecommendedOpening>>> {
  if ((await visiblePerson(serving, actor, applicantId)) === undefined) return NOT_FOUND;
  const told = await toldOf(serving, applicantId);
  const from = after === undefined ? 0 : told.findIndex(({ openingId }) => openingId === after) + 1;
  const some = told.slice(from, from + TOLD_PER_PAGE);
  const openings = await readOpenings(
    serving,
    some.map(({ openingId }) => openingId),
  );
  const state = await serving.replica.stateOf(applicantId);
  const reviewed = await standingsOf(serving, applicantId);
  const items = some.flatMap((one) => {
    const kept = openings.get(one.openingId);
    if (kept === undefined) return [];
    return [toRecommended(serving, one, kept, isFullIn(state, one.openingId), reviewed(one.openingId))];
  });
  const isEnd = from + TOLD_PER_PAGE >= told.length;
  return found({ items, next: isEnd ? undefined : some.at(-1)?.openingId });
}

/** Everything that somebody was told, newest first, and what was told with a course as long as that stands. */
async function toldOf({ ports }: Serving, applicantId: string): Promise<readonly Recommendation[]> {
  const recommended = await ports.recommendations.list(applicantId);
  const told = [...recommended, ...(await standingBridges(ports, applicantId, recommended))];
  return told.toSorted((a, b) => b.toldAt - a.toldAt || b.score - a.score || (a.openingId < b.openingId ? -1 : 1));
}

/** What counsellors have said of openings for somebody. */
async function standingsOf({ ports }: Serving, applicantId: string): Promise<(openingId: string) => ReviewStanding> {
  const mailbox = (await mailboxesOf(ports.mailboxes).read([applicantId])).get(applicantId)?.document ?? EMPTY_MAILBOX;
  return (openingId) => standingOf(reviewOf(mailbox, openingId));
}

/** As the shard has it, whose rules and places are those that matching goes by. */
function isFullIn(state: ShardState, openingId: string): boolean {
  const opening = state.openings.get(openingId);
  return opening !== undefined && firstDayObstacle(opening, state.day) === "opening-full";
}

function toRecommended(
  { matching }: Serving,
  one: Recommendation,
  kept: KeptOpening,
  isFull: boolean,
  review: ReviewStanding,
): RecommendedOpening {
  const { reasons, bridge } = JSON.parse(one.evidence) as RecommendationEvidence;
  const history = one.history ?? [];
  return {
    openingId: one.openingId,
    opening: kept.opening,
    isClosed: kept.isClosed,
    isFull,
    score: one.score,
    fitsOpening: one.fitsOpening,
    fitsApplicant: one.fitsApplicant,
    toldAt: one.toldAt,
    stage: history.at(-1)?.outcome ?? "told",
    history,
    courseOpeningId: bridge?.courseOpeningId,
    unlocks: bridge?.unlocks,
    reasons,
    review,
    words: inBoth(reasons, review, kept.opening, matching.taxonomy),
  };
}

function inBoth(
  reasons: readonly Reason[],
  review: ReviewStanding,
  opening: Opening,
  taxonomy: Serving["matching"]["taxonomy"],
): Record<Language, RenderedMessage> {
  const inOne = (language: Language): RenderedMessage => {
    const rendered = renderMessage(reasons, opening, language, taxonomy);
    const said = renderStanding(review, language);
    return said === undefined ? rendered : { ...rendered, lines: [said, ...rendered.lines].slice(0, SENTENCES_MAX) };
  };
  return { ko: inOne("ko"), en: inOne("en") };
}

/** What suits somebody right now and they weren't told of, best first: found in the replica, and nothing of it is kept. */
export async function couldSuit(
  serving: Serving,
  actor: Actor,
  applicantId: string,
): Promise<Served<readonly RecommendedOpening[]>> {
  const person = await visiblePerson(serving, actor, applicantId);
  if (person === undefined) return NOT_FOUND;
  const { matching, replica } = serving;
  const state = await replica.stateOf(applicantId);
  const rules: ScoringRules = { ...matching, today: state.day };
  const facts = toApplicantFacts(person.applicant, matching.taxonomy);
  const told = new Set((await toldOf(serving, applicantId)).map(({ openingId }) => openingId));
  const { matches } = state.openings.match(facts, rules, matching.perApplicant);
  const reviewed = await standingsOf(serving, applicantId);
  // What a counsellor holds back is offered nowhere.
  const isOffered = (openingId: string) => !told.has(openingId) && reviewed(openingId) !== "blocked";
  const untold = matches.filter(({ facts: { openingId } }) => isOffered(openingId)).slice(0, COULD_SUIT_MAX);
  const openings = await readOpenings(
    serving,
    untold.map((match) => match.facts.openingId),
  );
  return found(
    untold.flatMap(({ facts: opening, score, fitsOpening, fitsApplicant }) => {
      const kept = openings.get(opening.openingId);
      // Closed since the replica was read: not to be shown any more.
      if (kept === undefined || kept.isClosed) return [];
      const reasons = toReasons(explain(opening, facts, rules), opening, facts, matching.taxonomy);
      const review = reviewed(opening.openingId);
      const words = inBoth(reasons, review, kept.opening, matching.taxonomy);
      const nothingYet = {
        toldAt: undefined,
        stage: "told" as const,
        history: [],
        courseOpeningId: undefined,
        unlocks: undefined,
      };
      return [
        {
          openingId: kept.opening.openingId,
          opening: kept.opening,
          isClosed: false,
          isFull: false,
          score,
          fitsOpening,
          fitsApplicant,
          ...nothingYet,
          review,
          reasons,
          words,
        },
      ];
    }),
  );
}
