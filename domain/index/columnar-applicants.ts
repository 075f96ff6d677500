import { commuteMinutes } from "../geo/districts.ts";
import { type ApplicantFacts, kindBit, type OpeningFacts } from "../matching/facts.ts";
import { COMMUTE_DEFAULT_MINUTES, isSameDistrict } from "../matching/obstacles.ts";
import { type ScoringRules, score } from "../matching/score.ts";
import { type ApplicantIndex, BestMatches, type MatchLimits, type MatchResult } from "./match-index.ts";
import { Column, Slots } from "./slots.ts";

/** A mask that accepts everything: what is unknown rules nothing out. */
const ANY_MASK = -1;

/**
 * Applicants by the district they set out from. An opening reads only the districts from which it can be reached, drops rows by columns
 * of whole numbers (a necessary condition of each obstacle), and scores what is left exactly. Columns hold what can only rule out; the
 * verdict is always the score's.
 */
export class ColumnarApplicants implements ApplicantIndex {
  readonly #slots = new Slots<ApplicantFacts>();
  /** Slots by district of departure; "" for those who can be sent anywhere because nothing is known. */
  readonly #byDistrict = new Map<string, Set<number>>();
  readonly #commuteMax = new Column();
  readonly #kinds = new Column();
  readonly #shifts = new Column();
  readonly #employmentTypes = new Column();
  readonly #hoursMin = new Column();
  readonly #hoursMax = new Column();
  /** The query that last looked at a slot: somebody who wants several districts is met once. */
  readonly #seenBy = new Column();
  #query = 0;

  get size(): number {
    return this.#slots.size;
  }

  get(applicantId: string): ApplicantFacts | undefined {
    return this.#slots.get(applicantId);
  }

  values(): Iterable<ApplicantFacts> {
    return this.#slots.values();
  }

  upsert(facts: ApplicantFacts): void {
    this.remove(facts.applicantId);
    const slot = this.#slots.put(facts.applicantId, facts);
    this.#commuteMax.set(
      slot,
      facts.commuteMinutesMax ?? (facts.wantedDistricts === undefined ? COMMUTE_DEFAULT_MINUTES : 0),
    );
    this.#kinds.set(slot, facts.wantedKinds ?? ANY_MASK);
    this.#shifts.set(slot, facts.wantedShifts ?? ANY_MASK);
    this.#employmentTypes.set(slot, facts.wantedEmploymentTypes ?? ANY_MASK);
    this.#hoursMin.set(slot, facts.hoursMin ?? 0);
    this.#hoursMax.set(slot, facts.hoursMax ?? 0x7fff_ffff);
    this.#seenBy.set(slot, 0);
    for (const district of departures(facts)) {
      const slots = this.#byDistrict.get(district) ?? new Set();
      slots.add(slot);
      this.#byDistrict.set(district, slots);
    }
  }

  remove(applicantId: string): void {
    const facts = this.#slots.get(applicantId);
    const slot = this.#slots.remove(applicantId);
    if (facts === undefined || slot === undefined) return;
    for (const district of departures(facts)) this.#byDistrict.get(district)?.delete(slot);
  }

  match(opening: OpeningFacts, rules: ScoringRules, limits: MatchLimits): MatchResult<ApplicantFacts> {
    const best = new BestMatches<ApplicantFacts>(limits, ({ applicantId }) => applicantId);
    this.#query++;
    for (const [district, slots] of this.#byDistrict) {
      const minutes = minutesFrom(district, opening);
      if (minutes === undefined) continue;
      for (const slot of slots) {
        if (minutes > this.#commuteMax.at(slot) || this.#seenBy.at(slot) === this.#query) continue;
        this.#seenBy.set(slot, this.#query);
        if (!this.#mayMatch(slot, opening)) continue;
        const facts = this.#slots.at(slot);
        if (facts === undefined) continue;
        const verdict = score(opening, facts, rules);
        if (typeof verdict === "object") best.offer({ facts, ...verdict });
      }
    }
    return best.result();
  }

  #mayMatch(slot: number, opening: OpeningFacts): boolean {
    if ((this.#kinds.at(slot) & kindBit(opening.kind)) === 0) return false;
    if (opening.shifts !== undefined && (this.#shifts.at(slot) & opening.shifts) === 0) return false;
    if (opening.employmentType !== undefined) {
      if ((this.#employmentTypes.at(slot) & (1 << opening.employmentType)) === 0) return false;
    }
    if (opening.hours === undefined) return true;
    return opening.hours >= this.#hoursMin.at(slot) && opening.hours <= this.#hoursMax.at(slot);
  }
}

function departures(facts: ApplicantFacts): readonly string[] {
  return facts.wantedDistricts ?? [facts.residence ?? ""];
}

/** Minutes from a district of departure; 0 where place rules nothing out; undefined where the opening is out of anybody's reach. */
function minutesFrom(district: string, opening: OpeningFacts): number | undefined {
  if (opening.online || opening.district === undefined || district === "") return 0;
  return isSameDistrict(district, opening.district) ? 0 : commuteMinutes(district, opening.district);
}
