import type { ShardState } from "../../domain/index/shard-state.ts";
import { explain } from "../../domain/matching/explain.ts";
import type { ApplicantFacts } from "../../domain/matching/facts.ts";
import { toReasons } from "../../domain/matching/reasons.ts";
import { isQuestion, type Language, renderReasons } from "../../domain/matching/render.ts";
import type { ScoringRules } from "../../domain/matching/score.ts";
import { dayInSeoul } from "../../domain/model/calendar.ts";
import type { Actor } from "./actor.ts";
import { type DueFollowUp, dueFollowUps } from "./follow-ups.ts";
import { isOwnCenter, readOpenings } from "./kept.ts";
import { found, NOT_FOUND, type Served } from "./served.ts";
import type { Serving } from "./serving.ts";

/** Somebody whom a center had better call, and why. */
export type Call =
  /** A hire that is to be asked about. */
  | { readonly why: "follow-up"; readonly applicantId: string; readonly followUp: DueFollowUp }
  /** Nothing that is open suits them. */
  | { readonly why: "unmatched"; readonly applicantId: string }
  /** What suits them best has a must that nothing is known of. */
  | {
      readonly why: "unverified";
      readonly applicantId: string;
      readonly openingId: string;
      readonly title: string;
      readonly score: number;
      readonly questions: Readonly<Record<Language, readonly string[]>>;
    };

export interface CallList {
  readonly calls: readonly Call[];
  /** People of the center in all, and the id after which to go on looking; undefined when all have been looked at. */
  readonly people: number;
  readonly next: string | undefined;
}

/** People looked at in one answer: matching each takes a fraction of a millisecond. */
const LOOKED_AT_MAX = 200;

/** Who needs a call: first the follow-ups that are due, then, a stretch of people at a time in order of id, whom nothing suits or a question keeps. */
export async function callList(
  serving: Serving,
  actor: Actor,
  center: string,
  after?: string,
): Promise<Served<CallList>> {
  if (!isOwnCenter(serving, actor, center)) return NOT_FOUND;
  const { ports, centers } = serving;
  const through = dayInSeoul(ports.clock.now());
  const due = after === undefined ? await dueFollowUps(ports, centers, through) : [];
  const followUps = due
    .filter((one) => one.center === center)
    .map((followUp): Call => ({ why: "follow-up", applicantId: followUp.followUp.applicantId, followUp }));
  const states = await serving.replica.states();
  const people = states
    .flatMap((state) => peopleOf(state, new Set(centers[center])).map((person) => ({ state, person })))
    .toSorted((a, b) => (a.person.applicantId < b.person.applicantId ? -1 : 1));
  const from = after === undefined ? 0 : people.findIndex(({ person }) => person.applicantId > after);
  const some = from < 0 ? [] : people.slice(from, from + LOOKED_AT_MAX);
  const calls = await toCalls(serving, some);
  const isEnd = from < 0 || from + LOOKED_AT_MAX >= people.length;
  const next = isEnd ? undefined : some.at(-1)?.person.applicantId;
  return found({ calls: [...followUps, ...calls], people: people.length, next });
}

/** People of some districts who have agreed to be shown to their center. */
function peopleOf({ applicants }: ShardState, districts: ReadonlySet<string>): ApplicantFacts[] {
  const people: ApplicantFacts[] = [];
  for (const person of applicants.values()) {
    const district = person.residence ?? person.wantedDistricts?.[0];
    if (person.consent.center && district !== undefined && districts.has(district)) people.push(person);
  }
  return people;
}

async function toCalls(
  serving: Serving,
  people: readonly { readonly state: ShardState; readonly person: ApplicantFacts }[],
): Promise<readonly Call[]> {
  const { matching } = serving;
  const best = people.map(({ state, person }) => {
    const rules: ScoringRules = { ...matching, today: state.day };
    const [first] = state.openings.match(person, rules, { ...matching.perApplicant, listMax: 1 }).matches;
    const account = first && explain(first.facts, person, rules);
    return { person, first, account };
  });
  const asked = best.filter(({ account }) => (account?.unverified.length ?? 0) > 0);
  const openings = await readOpenings(
    serving,
    asked.flatMap(({ first }) => first?.facts.openingId ?? []),
  );
  return best.flatMap(({ person, first, account }): Call[] => {
    const { applicantId } = person;
    if (first === undefined || account === undefined) return [{ why: "unmatched", applicantId }];
    const opening = openings.get(first.facts.openingId)?.opening;
    if (opening === undefined) return [];
    const reasons = toReasons(account, first.facts, person, matching.taxonomy).filter(isQuestion);
    if (reasons.length === 0) return [];
    const inWords = (language: Language) => renderReasons(reasons, opening, language, matching.taxonomy);
    const { openingId, title } = opening;
    const questions = { ko: inWords("ko"), en: inWords("en") };
    return [{ why: "unverified", applicantId, openingId, title, score: first.score, questions }];
  });
}
