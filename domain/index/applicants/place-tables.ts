import { commuteMinutes } from "../../geo/districts.ts";
import type { OpeningFacts } from "../../matching/facts.ts";
import { isSameDistrict, livesIn } from "../../matching/obstacles.ts";
import { ageOn } from "../../model/calendar.ts";
import type { Codes } from "./codes.ts";
import { ANYWHERE, NOWHERE } from "./draft.ts";
import { ENDLESS_MINUTES } from "./query-layout.ts";

/** Minutes and residences by the index's numbers of districts, kept by the opening's district or area. */
export class PlaceTables {
  readonly #districts: Codes;
  readonly #minutes = new Map<string, Uint16Array>();
  readonly #residences = new Map<string, Uint8Array>();
  readonly #ages = new Map<string, number>();
  #known = 0;

  constructor(districts: Codes) {
    this.#districts = districts;
  }

  /** Minutes from each district of departure; all 0 where the way doesn't matter. */
  minutesTo({ online, district }: OpeningFacts): Uint16Array {
    this.#refresh();
    const to = online ? undefined : district;
    const known = this.#minutes.get(to ?? "");
    if (known !== undefined) return known;
    const minutes = new Uint16Array(this.#districts.size);
    if (to !== undefined) {
      for (const [number, from] of this.#districts.names().entries()) {
        if (!isSameDistrict(from, to)) minutes[number] = commuteMinutes(from, to) ?? ENDLESS_MINUTES;
      }
      minutes[ANYWHERE] = 0;
      minutes[NOWHERE] = ENDLESS_MINUTES;
    }
    this.#minutes.set(to ?? "", minutes);
    return minutes;
  }

  /** 1 for the districts that lie in an area. */
  residencesIn(area: string): Uint8Array {
    this.#refresh();
    const known = this.#residences.get(area);
    if (known !== undefined) return known;
    const residences = Uint8Array.from(this.#districts.names(), (name) => (livesIn(name, area) ? 1 : 0));
    this.#residences.set(area, residences);
    return residences;
  }

  /** Last day of birth of those who are at least so old on a day. */
  bornForAge(age: number, day: number): number {
    const key = `${age}@${day}`;
    const known = this.#ages.get(key);
    if (known !== undefined) return known;
    // Nobody of that age was born more than 366 days a year before, or less than 365.
    let [low, high] = [day - (age + 1) * 366, day - age * 365 + 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (ageOn(middle, day) >= age) low = middle;
      else high = middle - 1;
    }
    if (this.#ages.size > 1_000) this.#ages.clear();
    this.#ages.set(key, low);
    return low;
  }

  #refresh(): void {
    if (this.#known === this.#districts.size) return;
    this.#known = this.#districts.size;
    this.#minutes.clear();
    this.#residences.clear();
  }
}
