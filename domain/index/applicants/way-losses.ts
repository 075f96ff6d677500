import { FULL_BP } from "../../matching/requirements.ts";
import { creditOfCommute } from "../../matching/score.ts";
import type { LinearMemory } from "../linear-memory.ts";
import { CLASSES, WAY_ENDS } from "./row-classes.ts";
import { OUT, share } from "./shares.ts";

/** Ways of more minutes are as long as that: nobody who names a longest way accepts them. */
const MINUTES_MAX = 254;
const TABLES_BYTES = (MINUTES_MAX + 1) * CLASSES;

/** Weights differ by which components openings know: so many cover them all. Of other weights, those asked for last are kept. */
const WEIGHTS_KEPT = 32;

/** What ways of a weight lose: sixteen bytes for each number of minutes, by the class of the longest way accepted. */
export interface WayLosses {
  readonly weight: number;
  readonly address: number;
  /** 1 for minutes that have been asked for. */
  readonly made: Uint8Array;
}

/** Tables of ways in the index's memory, by weight: they are the same for every opening. */
export class WayTables {
  readonly #memory: LinearMemory;
  readonly #byWeight = new Map<number, WayLosses>();

  constructor(memory: LinearMemory) {
    this.#memory = memory;
  }

  /** What was asked for before this stays as it is: an opening has two weights. */
  of(weight: number): WayLosses {
    const losses = this.#byWeight.get(weight) ?? this.#newLosses(weight);
    this.#byWeight.delete(weight);
    this.#byWeight.set(weight, losses);
    return losses;
  }

  #newLosses(weight: number): WayLosses {
    const [oldest] = this.#byWeight.values();
    const isFull = this.#byWeight.size === WEIGHTS_KEPT;
    if (oldest !== undefined && isFull) this.#byWeight.delete(oldest.weight);
    const address = oldest !== undefined && isFull ? oldest.address : this.#memory.allocate(TABLES_BYTES);
    return { weight, address, made: new Uint8Array(MINUTES_MAX + 1) };
  }

  /** Address of what a way of so many minutes loses. */
  addressOf({ weight, address, made }: WayLosses, minutes: number): number {
    const clamped = Math.min(minutes, MINUTES_MAX);
    const first = address + clamped * CLASSES;
    if (made[clamped] === 1) return first;
    made[clamped] = 1;
    const { u8 } = this.#memory;
    for (const [number, most] of WAY_ENDS.entries()) {
      const isEndless = number === CLASSES - 1;
      const lost = clamped === 0 || isEndless ? 0 : 1 - creditOfCommute(clamped, most) / FULL_BP;
      u8[first + number] = clamped > most && !isEndless ? OUT : share(weight * lost, 1);
    }
    return first;
  }
}
