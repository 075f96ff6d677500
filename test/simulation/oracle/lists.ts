import type { ApplicantFacts, OpeningFacts } from "../../../domain/matching/facts.ts";
import { type ListedMatch, packMatchList, unpackMatchList } from "../../../domain/matching/match-list.ts";
import { hasAgeSpan } from "../../../domain/matching/obstacles.ts";
import type { Violation } from "../history.ts";
import { tinyConfiguration } from "../tiny-world.ts";
import { type KeptList, matchOf, type Rest, type ShardAtRest } from "./rest.ts";

/**
 * Guarantee 3: the match lists equal a plain recomputation from the kept entities, byte for byte. A pair stands in the list of whichever of the two
 * came later, so the order is read off the log; an entry of somebody who was revised or has left since isn't looked at.
 */
export function checkLists(rest: Rest): Violation[] {
  const known = new Set(rest.shards.map(({ shard }) => shard));
  const foreign = new Set(rest.lists.flatMap(({ shard }) => (known.has(shard) ? [] : shard)));
  return [
    ...[...foreign].map(
      (shard): Violation => ({ guarantee: 3, text: `there are lists of ${shard}, which is no more` }),
    ),
    ...rest.shards.flatMap((shard) => new ShardLists(rest, shard).check()),
  ];
}

class ShardLists {
  readonly #shard: ShardAtRest;
  readonly #lists = new Map<string, KeptList>();
  readonly #applicants: ReadonlyMap<string, ApplicantFacts>;
  readonly #openings: ReadonlyMap<string, OpeningFacts>;

  constructor(rest: Rest, shard: ShardAtRest) {
    this.#shard = shard;
    for (const list of rest.lists) if (list.shard === shard.shard) this.#lists.set(list.subject, list);
    this.#applicants = new Map(rest.applicantsOf(shard.shard).map((facts) => [facts.applicantId, facts]));
    this.#openings = new Map(rest.liveOpenings(shard).map((facts) => [facts.openingId, facts]));
  }

  check(): Violation[] {
    return [
      ...[...this.#lists.values()].flatMap((list) => this.#checkList(list)),
      ...[...this.#openings.values()].flatMap((opening) =>
        [...this.#applicants.values()].flatMap((applicant) => this.#checkPair(opening, applicant)),
      ),
    ];
  }

  #say(text: string): Violation[] {
    return [{ guarantee: 3, text: `${this.#shard.shard} ${text}` }];
  }

  #seqOf(subject: string): number {
    return this.#shard.lastWords.get(subject)?.seq ?? Number.POSITIVE_INFINITY;
  }

  #checkList(list: KeptList): Violation[] {
    const { subject, packed, asOfSeq } = list;
    const [sort = "", id = ""] = subject.split("#");
    const isOfOpening = sort === "opening";
    const facts = isOfOpening ? this.#openings.get(id) : this.#applicants.get(id);
    if (facts === undefined) return this.#say(`has a list of ${subject}, which is no longer there`);
    if (asOfSeq < this.#seqOf(subject)) return this.#say(`has a list of ${subject} from before its last revision`);
    const kept = unpackMatchList(packed);
    const others = isOfOpening ? this.#applicants : this.#openings;
    const counts = (other: string) => others.has(other) && this.#counts(isOfOpening, id, other, asOfSeq);
    const expected = [...others.keys()].filter(counts).flatMap((other) => {
      const [openingId, applicantId] = isOfOpening ? [id, other] : [other, id];
      return this.#entryOf(openingId, applicantId, isOfOpening) ?? [];
    });
    const actual = kept.matches.filter((match) => counts(match.id));
    const overThreshold = kept.overThreshold - kept.matches.length + actual.length;
    const asKept = packMatchList({ ...kept, overThreshold, matches: actual });
    return Buffer.compare(asKept, pack(facts.revision, expected.sort(bestFirst))) === 0
      ? []
      : this.#say(`list of ${subject} is ${show(actual)}, computed anew it is ${show(expected)}`);
  }

  /** Whether an entry must be in a list as it is now: the other side came before, and the day hasn't changed what holds of the pair. */
  #counts(isOfOpening: boolean, id: string, other: string, asOfSeq: number): boolean {
    const [openingId, applicantId] = isOfOpening ? [id, other] : [other, id];
    const opening = this.#openings.get(openingId);
    if (opening === undefined || this.#seqOf(`${isOfOpening ? "applicant" : "opening"}#${other}`) >= asOfSeq)
      return false;
    if (this.#changedWithTheDay(opening, applicantId)) return false;
    // Matched again when its first day began: until then nobody's list had it.
    const openedAt = this.#lists.get(`opening#${openingId}`)?.asOfSeq ?? 0;
    return isOfOpening || opening.validFromDay === undefined || openedAt < asOfSeq;
  }

  /** A birthday between the list and now: the pair stands in one of the two lists, and which one depends on the day. */
  #changedWithTheDay(opening: OpeningFacts, applicantId: string): boolean {
    return hasAgeSpan(opening) && this.#applicants.get(applicantId)?.birthDay !== undefined;
  }

  #entryOf(openingId: string, applicantId: string, isOfOpening: boolean): ListedMatch | undefined {
    const opening = this.#openings.get(openingId);
    const applicant = this.#applicants.get(applicantId);
    if (opening === undefined || applicant === undefined) return undefined;
    const match = matchOf(opening, applicant, this.#shard.today);
    if (match === undefined) return undefined;
    const other = isOfOpening
      ? { id: applicantId, revision: applicant.revision }
      : { id: openingId, revision: opening.revision };
    return { ...other, ...match };
  }

  /** Every pair that matches now is in one of its two lists, as it is now. */
  #checkPair(opening: OpeningFacts, applicant: ApplicantFacts): Violation[] {
    const { openingId } = opening;
    const { applicantId } = applicant;
    const expected = this.#entryOf(openingId, applicantId, true);
    if (expected === undefined) return [];
    const isListed = [
      { subject: `opening#${openingId}`, other: applicantId, revision: applicant.revision },
      { subject: `applicant#${applicantId}`, other: openingId, revision: opening.revision },
    ].some(({ subject, other, revision }) => {
      const list = this.#lists.get(subject);
      if (list === undefined || list.asOfSeq < this.#seqOf(subject)) return false;
      return unpackMatchList(list.packed).matches.some(
        (match) => match.id === other && match.revision === revision && match.score === expected.score,
      );
    });
    return isListed ? [] : this.#say(`lists ${openingId} and ${applicantId} nowhere, though they match`);
  }
}

function bestFirst(a: ListedMatch, b: ListedMatch): number {
  return b.score - a.score || (a.id < b.id ? -1 : 1);
}

/** The bytes of a list that is made now. */
function pack(subjectRevision: number, matches: readonly ListedMatch[]): Uint8Array {
  const { taxonomy, weights, perOpening } = tinyConfiguration;
  return packMatchList({
    subjectRevision,
    overThreshold: matches.length,
    taxonomyVersion: taxonomy.version,
    weightsVersion: weights.version,
    thresholdBp: perOpening.thresholdBp,
    matches,
  });
}

function show(matches: readonly ListedMatch[]): string {
  return `[${matches.map(({ id, revision, score }) => `${id}@${revision}=${score}`).join(" ")}]`;
}
