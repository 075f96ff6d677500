import type { ApplicantFacts } from "../../matching/facts.ts";
import { type Admits, compareCodeUnits, type Match, type MatchLimits, type MatchResult } from "../match-index.ts";
import type { Findings } from "./work.ts";

const SCORES = 10_001;

/** How findings become matches. */
export interface Reading {
  idOf(address: number): string;
  read(address: number): ApplicantFacts;
  readonly admits: Admits | undefined;
  /** Matches that were found another way, whatever their score. */
  readonly others: Iterable<Match<ApplicantFacts>>;
}

interface Candidate {
  readonly id: string;
  readonly score: number;
  readonly match: () => Match<ApplicantFacts>;
}

/** The best of what was found, equal scores by id; profiles are read for those alone that are listed. */
export function bestOf(findings: Findings, limits: MatchLimits, reading: Reading): MatchResult<ApplicantFacts> {
  const { admits } = reading;
  const counts = new Uint32Array(SCORES);
  const isIn = admits && Uint8Array.from({ length: findings.count }, (_, place) => admitted(findings, place, reading));
  let overThreshold = 0;
  for (let place = 0; place < findings.count; place++) {
    if (isIn?.[place] === 0) continue;
    const score = findings.scores[place] as number;
    counts[score] = (counts[score] ?? 0) + 1;
    overThreshold++;
  }
  const others: Match<ApplicantFacts>[] = [];
  for (const match of reading.others) {
    if (match.score < limits.thresholdBp || admits?.(match.facts.applicantId) === false) continue;
    others.push(match);
    counts[match.score] = (counts[match.score] ?? 0) + 1;
    overThreshold++;
  }
  // Everybody from the score at which the list is full: ties at its end are settled by id.
  let cut = SCORES - 1;
  for (let listed = counts[cut] ?? 0; listed < limits.listMax && cut > 0; listed += counts[cut] ?? 0) cut--;
  const candidates: Candidate[] = others
    .filter(({ score }) => score >= cut)
    .map((match) => ({ id: match.facts.applicantId, score: match.score, match: () => match }));
  for (let place = 0; place < findings.count; place++) {
    const score = findings.scores[place] as number;
    if (score < cut || isIn?.[place] === 0) continue;
    const address = findings.addresses[place] as number;
    const [fitsOpening, fitsApplicant] = [
      findings.fitsOpening[place] as number,
      findings.fitsApplicant[place] as number,
    ];
    candidates.push({
      id: reading.idOf(address),
      score,
      match: () => ({ facts: reading.read(address), score, fitsOpening, fitsApplicant }),
    });
  }
  candidates.sort((a, b) => b.score - a.score || compareCodeUnits(a.id, b.id));
  return { matches: candidates.slice(0, limits.listMax).map(({ match }) => match()), overThreshold };
}

function admitted(findings: Findings, place: number, { admits, idOf }: Reading): number {
  return admits?.(idOf(findings.addresses[place] as number)) === false ? 0 : 1;
}
