import { type ApplicantFacts, kindBit, type OpeningFacts } from "../matching/facts.ts";
import { wayTo } from "../matching/obstacles.ts";
import { type ScoringRules, score } from "../matching/score.ts";
import { BestMatches, type MatchLimits, type MatchResult, type OpeningIndex } from "./match-index.ts";
import { Column, Slots } from "./slots.ts";

/**
 * Openings by district. A profile asks once per district whether it is within reach, drops openings by kind, shifts and hours, and
 * scores what is left exactly.
 */
export class ColumnarOpenings implements OpeningIndex {
  readonly #slots = new Slots<OpeningFacts>();
  /** Slots by district; "" for openings without one, online ones among them. */
  readonly #byDistrict = new Map<string, Set<number>>();
  readonly #kindBit = new Column();
  /** Hours per month, 0 when unknown. */
  readonly #hours = new Column();
  readonly #shifts = new Column();

  get size(): number {
    return this.#slots.size;
  }

  get(openingId: string): OpeningFacts | undefined {
    return this.#slots.get(openingId);
  }

  values(): Iterable<OpeningFacts> {
    return this.#slots.values();
  }

  upsert(facts: OpeningFacts): void {
    this.remove(facts.openingId);
    const slot = this.#slots.put(facts.openingId, facts);
    this.#kindBit.set(slot, kindBit(facts.kind));
    this.#hours.set(slot, facts.hours ?? 0);
    this.#shifts.set(slot, facts.shifts ?? -1);
    const slots = this.#byDistrict.get(facts.district ?? "") ?? new Set();
    slots.add(slot);
    this.#byDistrict.set(facts.district ?? "", slots);
  }

  remove(openingId: string): void {
    const facts = this.#slots.get(openingId);
    const slot = this.#slots.remove(openingId);
    if (facts !== undefined && slot !== undefined) this.#byDistrict.get(facts.district ?? "")?.delete(slot);
  }

  match(applicant: ApplicantFacts, rules: ScoringRules, limits: MatchLimits): MatchResult<OpeningFacts> {
    const best = new BestMatches<OpeningFacts>(limits, ({ openingId }) => openingId);
    const kinds = applicant.wantedKinds ?? -1;
    const shifts = applicant.wantedShifts ?? -1;
    const hoursMin = applicant.hoursMin ?? 0;
    const hoursMax = applicant.hoursMax ?? 0x7fff_ffff;
    for (const slots of this.#byDistrict.values()) {
      let isWithinReach: boolean | undefined;
      for (const slot of slots) {
        const facts = this.#slots.at(slot);
        if (facts === undefined) continue;
        isWithinReach ??= mayReach(facts, applicant);
        if (!isWithinReach) break;
        const hours = this.#hours.at(slot);
        if ((this.#kindBit.at(slot) & kinds) === 0 || (this.#shifts.at(slot) & shifts) === 0) continue;
        if (hours !== 0 && (hours < hoursMin || hours > hoursMax)) continue;
        const verdict = score(facts, applicant, rules);
        if (typeof verdict === "object") best.offer({ facts, ...verdict });
      }
    }
    return best.result();
  }
}

/** All openings of a district are as far away; those without a district rule nothing out. */
function mayReach(facts: OpeningFacts, applicant: ApplicantFacts): boolean {
  if (facts.district === undefined) return true;
  const way = wayTo(facts, applicant);
  return way === undefined || way.minutes <= way.minutesMax;
}
