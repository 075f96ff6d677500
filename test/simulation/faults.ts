import { SeededRandom } from "../../infra/world/seeded-random.ts";

/**
 * Everything that a simulation does to the service, and how often at most, per thousand opportunities. What an opportunity is stands beside
 * each kind. The rates leave a batch of ten calls about an even chance: worse weather shows no more, since then nothing ever gets through.
 */
const RATES_MAX = {
  /** A call: the function dies before the request has left. */
  "crash-before": 50,
  /** A call: the function dies when the service has done its work, before the answer is there. */
  "crash-after": 50,
  /** A call: the service has done its work, the answer is lost, and the function lives on. */
  "response-lost": 80,
  /** A call: the service refuses for the moment. */
  throttled: 110,
  /** A batch call: the service takes only some of its entries. */
  "partial-failure": 200,
  /** A call: the function freezes before its request leaves, mostly until others see its messages, and then goes on. */
  frozen: 40,
  /** A delivery by the bus: it comes twice. */
  "delivered-twice": 300,
  /** A receive from a standard queue: the message stays visible, so that two functions have it at once. */
  "received-twice": 200,
  /** A receive from a standard queue: a younger message overtakes an older one. */
  overtaken: 600,
  /** The end of a batch: what is done isn't taken off the queue and comes again. */
  "acknowledgement-lost": 150,
  /** A start: a warm function is gone, with everything it remembered. */
  "cold-start": 250,
  /** A start: the invocation is refused, which costs the messages one receive. */
  "invocation-throttled": 150,
  /** A start of a new function: its clock is wrong by up to five minutes. */
  "clock-skewed": 500,
} as const;

/** Faults that the story itself brings: each is counted when it happens. */
export const storyFaults = [
  "poison",
  "producer-clock-skewed",
  "redriven",
  "weeks-later",
  "replayed",
  "newer-version",
  "resharded",
  "left-in-flight",
  "closed-in-flight",
] as const;

export type DrawnFault = keyof typeof RATES_MAX;
export type StoryFault = (typeof storyFaults)[number];
export type FaultKind = DrawnFault | StoryFault;

export const drawnFaults = Object.keys(RATES_MAX) as readonly DrawnFault[];
export const faultKinds: readonly FaultKind[] = [...drawnFaults, ...storyFaults];

/** Of a hundred seeds, so many leave out any one kind of fault: a kind that is always there hides what the others find. */
const LEFT_OUT_PERCENT = 15;

/** The only fault of a run: one kind, at one call. */
export interface PlannedFault {
  /** Counts the calls of all functions from 1 on. */
  readonly call: number;
  readonly kind: "crash-before" | "crash-after" | "response-lost" | "frozen";
}

/** What makes a failing seed smaller: see shrink.ts. */
export interface FaultLimits {
  /** Nothing is drawn; this alone happens. */
  readonly planned?: PlannedFault | undefined;
  /** No fault is drawn after so many. */
  readonly faultsMax?: number | undefined;
  /** Kinds that are never drawn. */
  readonly without?: readonly FaultKind[] | undefined;
}

/** Draws faults at rates that each seed chooses for itself, and counts them. */
export class Faults {
  readonly counts = new Map<FaultKind, number>();
  readonly #rates = new Map<DrawnFault, number>();
  readonly #chance: SeededRandom;
  readonly #limits: FaultLimits;
  #isOn = true;
  #drawn = 0;
  #calls = 0;

  constructor(seed: number, chance: SeededRandom, limits: FaultLimits = {}) {
    const swarm = new SeededRandom(seed ^ 0x5eed);
    for (const kind of drawnFaults) {
      const rate = swarm.between(1, RATES_MAX[kind]);
      this.#rates.set(kind, swarm.percent(LEFT_OUT_PERCENT) ? 0 : rate);
    }
    this.#chance = chance;
    this.#limits = limits;
  }

  /** From now on nothing goes wrong any more. */
  cease(): void {
    this.#isOn = false;
  }

  get isOn(): boolean {
    return this.#isOn;
  }

  /** Calls that went out, or were about to. */
  get calls(): number {
    return this.#calls;
  }

  /** A function is about to make a call. */
  countCall(): void {
    this.#calls++;
  }

  /** Whether a fault of this kind happens now, where it counts most: so many times as often. */
  strikes(kind: DrawnFault, times = 1): boolean {
    if (this.#limits.planned !== undefined) return this.#isPlanned(kind, this.#limits.planned);
    if (!this.#isOn) return false;
    const rate = this.#rates.get(kind) ?? 0;
    if (rate === 0 || this.#chance.between(1, 1_000) > rate * times) return false;
    const { faultsMax = Number.POSITIVE_INFINITY, without = [] } = this.#limits;
    if (this.#drawn >= faultsMax || without.includes(kind)) return false;
    this.#drawn++;
    this.count(kind);
    return true;
  }

  #isPlanned(kind: DrawnFault, planned: PlannedFault): boolean {
    if (this.#drawn > 0 || this.#calls !== planned.call || kind !== planned.kind) return false;
    this.#drawn++;
    this.count(kind);
    return true;
  }

  count(kind: FaultKind, times = 1): void {
    this.counts.set(kind, (this.counts.get(kind) ?? 0) + times);
  }
}
