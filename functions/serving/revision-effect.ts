import { materialChanges, type Terms, toTerms } from "../../domain/delivery/terms.ts";
import type { ShardState } from "../../domain/index/shard-state.ts";
import type { OpeningFacts } from "../../domain/matching/facts.ts";
import { type Opening, opening as openingSchema } from "../../domain/model/opening.ts";
import { inReads } from "../runtime/in-groups.ts";
import type { Actor } from "./actor.ts";
import { ownOpening } from "./kept.ts";
import type { OpeningDraft } from "./openings.ts";
import { rulesToday } from "./reach.ts";
import { found, NOT_FOUND, type Served } from "./served.ts";
import type { Serving } from "./serving.ts";

/** What putting a draft in the place of an opening would mean for those who were told of it, and for everybody else. */
export interface RevisionEffect {
  /** People whom it suits as it stands. */
  readonly before: number;
  /** Told, and it suits them no more: they will hear that. */
  readonly noLonger: number;
  /** Told, and something that is worth telling again is different: they will hear what. */
  readonly changed: number;
  /** Told, and nothing that matters to them is different: they hear nothing. */
  readonly untouched: number;
  /** People whom only the draft suits. */
  readonly newly: number;
}

/** Compares an own opening with a draft of it, in the replica and without writing anything. People beyond the longest list that is kept are not looked at. */
export async function revisionEffect(
  serving: Serving,
  actor: Actor,
  openingId: string,
  draft: OpeningDraft,
): Promise<Served<RevisionEffect>> {
  const kept = await ownOpening(serving, actor, openingId);
  const parsed = openingSchema.safeParse({ ...draft, openingId, revision: 1, employerId: actor.subject });
  if (kept === undefined || !parsed.success) return NOT_FOUND;
  const { toFacts } = await rulesToday(serving, kept.opening.programmeId);
  const was = kept.isClosed ? undefined : toFacts(kept.opening).facts;
  const will = toFacts(parsed.data).facts;
  const [before, after] = [new Map<string, number>(), new Map<string, number>()];
  for (const state of await serving.replica.states()) {
    for (const [id, score] of was === undefined ? [] : scoresOf(was, state, serving)) before.set(id, score);
    for (const [id, score] of scoresOf(will, state, serving)) after.set(id, score);
  }
  const told = await toldAmong(serving, openingId, [...before.keys()]);
  const terms = { was: toTerms(was ?? will), will: toTerms(will) };
  const fates = told.map((id) => fateOf(before.get(id) ?? 0, after.get(id), terms));
  const count = (fate: (typeof fates)[number]) => fates.filter((one) => one === fate).length;
  return found({
    before: before.size,
    noLonger: count("no-longer"),
    changed: count("changed"),
    untouched: count("untouched"),
    newly: [...after.keys()].filter((id) => !before.has(id)).length,
  });
}

/** Whom an opening suits, with their scores. */
function scoresOf(
  opening: OpeningFacts,
  state: ShardState,
  { matching }: Serving,
): readonly (readonly [string, number])[] {
  const { matches } = state.applicants.match(opening, { ...matching, today: state.day }, matching.perOpening);
  return matches.map(({ facts, score }) => [facts.applicantId, score]);
}

async function toldAmong(
  { ports }: Serving,
  openingId: Opening["openingId"],
  ids: readonly string[],
): Promise<string[]> {
  const told: string[] = [];
  for (const some of inReads(ids)) {
    const pairs = some.map((applicantId) => ({ applicantId, openingId }));
    told.push(...(await ports.recommendations.get(pairs)).map(({ applicantId }) => applicantId));
  }
  return told;
}

function fateOf(
  before: number,
  after: number | undefined,
  terms: { readonly was: Terms; readonly will: Terms },
): "no-longer" | "changed" | "untouched" {
  if (after === undefined) return "no-longer";
  const changes = materialChanges({ terms: terms.was, score: before }, { terms: terms.will, score: after });
  return changes.length > 0 ? "changed" : "untouched";
}
