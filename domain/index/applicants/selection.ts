import type { ApplicantFacts } from "../../matching/facts.ts";
import { type Admits, compareCodeUnits, type Match, type MatchLimits, type MatchResult } from "../match-index.ts";
import type { Findings } from "./work.ts";

const SCORES = 10_001;

/** Findings by score, of the query at hand. */
const counts = new Uint32Array(SCORES);

/** How findings become matches. */
export interface Reading {
  idOf(address: number): string;
  compareIds(a: number, b: number): number;
  read(address: number): ApplicantFacts;
  readonly admits: Admits | undefined;
  /** Matches that were found another way, whatever their score. */
  readonly others: Iterable<Match<ApplicantFacts>>;
}

/** The best of what was found, equal scores by id; profiles are read for those alone that may be listed. */
export function bestOf(findings: Findings, limits: MatchLimits, reading: Reading): MatchResult<ApplicantFacts> {
  const { admits } = reading;
  const isIn = admits && Uint8Array.from({ length: findings.count }, (_, place) => admitted(findings, place, reading));
  const others = [...reading.others].filter(
    ({ score, facts }) => score >= limits.thresholdBp && admits?.(facts.applicantId) !== false,
  );
  const overThreshold = others.length + (isIn === undefined ? findings.count : isIn.reduce((sum, one) => sum + one, 0));
  const { cut, above } = cutOf(findings, isIn, others, limits, overThreshold);
  const matches = others.filter(({ score }) => score >= cut);
  const ties: number[] = [];
  for (let place = 0; place < findings.count; place++) {
    if (isIn?.[place] === 0) continue;
    const score = findings.scores[place] as number;
    if (score > cut) matches.push(matchAt(findings, place, reading));
    else if (score === cut) keepFirst(ties, limits.listMax - above, place, findings, reading);
  }
  for (const place of ties) matches.push(matchAt(findings, place, reading));
  matches.sort((a, b) => b.score - a.score || compareCodeUnits(a.facts.applicantId, b.facts.applicantId));
  return { matches: matches.slice(0, limits.listMax), overThreshold };
}

/** The score above which everybody is listed, and how many they are; of those with that score itself, as many as there is room for. */
function cutOf(
  findings: Findings,
  isIn: Uint8Array | undefined,
  others: readonly Match<ApplicantFacts>[],
  { thresholdBp, listMax }: MatchLimits,
  overThreshold: number,
): { cut: number; above: number } {
  if (overThreshold <= listMax) return { cut: -1, above: overThreshold };
  counts.fill(0);
  for (const { score } of others) counts[score] = (counts[score] as number) + 1;
  for (let place = 0; place < findings.count; place++) {
    if (isIn?.[place] === 0) continue;
    const score = findings.scores[place] as number;
    counts[score] = (counts[score] as number) + 1;
  }
  let cut = SCORES - 1;
  let above = 0;
  while (above + (counts[cut] as number) < listMax && cut > thresholdBp) above += counts[cut--] as number;
  return { cut, above };
}

function matchAt(findings: Findings, place: number, { read }: Reading): Match<ApplicantFacts> {
  return {
    facts: read(findings.addresses[place] as number),
    score: findings.scores[place] as number,
    fitsOpening: findings.fitsOpening[place] as number,
    fitsApplicant: findings.fitsApplicant[place] as number,
  };
}

/** Puts a finding among the first by id, of which there are so many at most. Thousands may tie where an opening asks for little. */
function keepFirst(first: number[], most: number, place: number, { addresses }: Findings, reading: Reading): void {
  const address = addresses[place] as number;
  const isBehind = (other: number | undefined): boolean =>
    other !== undefined && reading.compareIds(addresses[other] as number, address) > 0;
  if (first.length >= most) {
    if (!isBehind(first[first.length - 1])) return;
    first.pop();
  }
  let at = first.length;
  while (at > 0 && isBehind(first[at - 1])) at--;
  first.splice(at, 0, place);
}

function admitted(findings: Findings, place: number, { admits, idOf }: Reading): number {
  return admits?.(idOf(findings.addresses[place] as number)) === false ? 0 : 1;
}
