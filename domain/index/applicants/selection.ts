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
  counts.fill(0);
  let overThreshold = others.length;
  let top = 0;
  for (const { score } of others) {
    counts[score] = (counts[score] as number) + 1;
    if (score > top) top = score;
  }
  for (let place = 0; place < findings.count; place++) {
    if (isIn?.[place] === 0) continue;
    const score = findings.scores[place] as number;
    counts[score] = (counts[score] as number) + 1;
    if (score > top) top = score;
    overThreshold++;
  }
  // Everybody above the score at which the list is full, or at which nobody is left, and as many of those with that score as there may be room for.
  let cut = top;
  let above = 0;
  while (above + (counts[cut] as number) < limits.listMax && cut > limits.thresholdBp) above += counts[cut--] as number;
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
