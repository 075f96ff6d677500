import { encodeTime } from "ulid";
import type { Applicant } from "../../domain/model/applicant.ts";
import { toDayNumber } from "../../domain/model/calendar.ts";
import type { Opening } from "../../domain/model/opening.ts";
import { builtInTaxonomy } from "../../domain/taxonomy/built-in.ts";
import { deriveUlid } from "../../functions/runtime/derive-id.ts";
import { createMatchingConfiguration } from "../../functions/runtime/rules.ts";
import { stages } from "../../infra/stages.ts";
import { SeededRandom } from "../../infra/world/seeded-random.ts";
import { Counters, type Counts, Truth } from "./counters.ts";
import { aDelivery, people } from "./population.ts";
import { type Posting, postings } from "./postings.ts";
import { FortnightService } from "./virtual-functions.ts";

export interface FortnightSize {
  readonly seed: number;
  readonly people: number;
  readonly openings: number;
}

export interface FortnightReport extends Counts {
  /** Tellings that were decided against, by reason; `not-in-a-wave` are those still in line at the end. */
  readonly suppressed: Readonly<Record<string, number>>;
  /** Tellings that wait at the end for a digest, a morning or a free day. */
  readonly waiting: number;
  /** Pairs of openings that were tied as one opportunity; those of them that aren't; and those that are and weren't tied. */
  readonly twins: { readonly tied: number; readonly mistaken: number; readonly missed: number };
}

/** A Monday. */
const FIRST_DAY = "2026-11-23";
const DAYS = 14;
const TICK_MS = 15 * 60 * 1_000;
const DAY_MS = 24 * 60 * 60 * 1_000;
const SEOUL_MS = 9 * 60 * 60 * 1_000;
const TICKS_PER_DAY = DAY_MS / TICK_MS;
const TICKS = DAYS * TICKS_PER_DAY;

/** Minutes past the hour at which the waiting are woken, as the stack has it. */
const WAKE_MS = 2 * 60 * 1_000;

const startMs = toDayNumber(FIRST_DAY) * DAY_MS - SEOUL_MS;

/** Something that happens, and when. */
interface Happening {
  readonly tick: number;
  readonly happen: () => Promise<void>;
}

/** Plays the fortnight. The same seed and size give the same report. */
export async function runFortnight(size: FortnightSize): Promise<FortnightReport> {
  const fortnight = new Fortnight(size);
  await fortnight.play();
  return fortnight.report();
}

class Fortnight {
  readonly #random: SeededRandom;
  readonly #service = new FortnightService(createMatchingConfiguration(stages.prod.thresholdBp, builtInTaxonomy));
  readonly #truth = new Truth();
  readonly #counters = new Counters(this.#truth);
  readonly #byTick = new Map<number, Happening["happen"][]>();
  readonly #answers = new Map<string, number>();
  readonly #all: readonly Posting[];
  readonly #people: readonly Applicant[];
  #events = 0;
  #tick = 0;

  constructor({ seed, people: peopleCount, openings }: FortnightSize) {
    this.#random = new SeededRandom(seed);
    const today = toDayNumber(FIRST_DAY);
    this.#people = people(this.#random, peopleCount, FIRST_DAY);
    const dayOf = (number: number) => today + Math.floor(((number - 1) * DAYS) / openings);
    this.#all = postings(this.#random, openings, dayOf);
    this.#planOpenings();
    this.#planPeople();
  }

  #at(tick: number, happen: Happening["happen"]): void {
    const planned = this.#byTick.get(tick) ?? [];
    this.#byTick.set(tick, planned);
    planned.push(happen);
  }

  #body(name: string, source: string, fields: Record<string, unknown>): string {
    this.#events++;
    const eventId = deriveUlid(encodeTime(this.#service.now), `fortnight ${this.#events}`);
    const occurredAt = new Date(this.#service.now).toISOString();
    const detail = { eventId, occurredAt, correlationId: eventId, schemaVersion: 1, ...fields };
    return JSON.stringify({ source, "detail-type": name, detail });
  }

  async #post(opening: Opening): Promise<void> {
    await this.#service.intake(this.#body("JobPosted", "ieum.openings", { opening }));
    this.#truth.openings.set(opening.openingId, opening);
    this.#truth.closed.delete(opening.openingId);
  }

  async #close(openingId: string): Promise<void> {
    const opening = this.#truth.openings.get(openingId);
    if (opening === undefined || this.#truth.closed.has(openingId)) return;
    const revision = opening.revision + 1;
    await this.#service.intake(this.#body("OpeningClosed", "ieum.openings", { openingId, revision, reason: "filled" }));
    this.#truth.closed.add(openingId);
    this.#truth.openings.set(openingId, { ...opening, revision });
  }

  async #keep(applicant: Applicant): Promise<void> {
    if (this.#truth.out.has(`left ${applicant.applicantId}`)) return;
    await this.#service.intake(this.#body("ApplicantProfileUpdated", "ieum.applicants", { applicant }));
    this.#truth.applicants.set(applicant.applicantId, applicant);
  }

  async #optOut(applicantId: string): Promise<void> {
    const fields = { applicantId, revision: 1, channels: ["message"] };
    await this.#service.intake(this.#body("DeliveryOptedOut", "ieum.applicants", fields));
    this.#truth.out.add(applicantId);
  }

  async #leave(applicantId: string): Promise<void> {
    await this.#service.intake(this.#body("ApplicantWithdrawn", "ieum.applicants", { applicantId, revision: 1_000 }));
    this.#truth.out.add(applicantId).add(`left ${applicantId}`);
  }

  /** Most postings come by day, some at night; some are edited, closed, and opened again. */
  #planOpenings(): void {
    const random = this.#random;
    for (const [at, { opening, opportunity }] of this.#all.entries()) {
      const day = Math.floor((at * DAYS) / this.#all.length);
      const hour = random.percent(75) ? random.between(8, 20) : random.between(0, 23);
      const tick = day * TICKS_PER_DAY + hour * 4 + random.between(0, 3);
      this.#truth.opportunities.set(opening.openingId, opportunity);
      this.#at(tick, () => this.#post(opening));
      if (random.percent(20))
        this.#at(tick + random.between(1, 4 * TICKS_PER_DAY), () => this.#edit(opening.openingId));
      if (random.percent(25)) {
        const closing = tick + random.between(0, 6 * TICKS_PER_DAY);
        this.#at(closing, () => this.#close(opening.openingId));
        if (random.percent(15)) {
          this.#at(closing + random.between(1, 2 * TICKS_PER_DAY), () => this.#reopen(opening.openingId));
        }
      }
      // While somebody is being told of it.
      if (random.percent(4)) {
        this.#at(tick, async () => {
          this.#service.onTelling = () => this.#close(opening.openingId);
        });
      }
    }
  }

  async #edit(openingId: string): Promise<void> {
    const opening = this.#truth.openings.get(openingId);
    if (opening === undefined || this.#truth.closed.has(openingId)) return;
    const random = this.#random;
    const { baseSalary, validThrough } = opening;
    const edits: Partial<Opening>[] = [
      { description: `${opening.description} 문의는 센터로 해 주세요.` },
      { title: `${opening.title}!` },
      ...(baseSalary === undefined ? [] : [{ baseSalary: { ...baseSalary, krw: Math.ceil(baseSalary.krw * 1.08) } }]),
      ...(validThrough === undefined ? [] : [{ validThrough: `2027-01-${String(random.between(10, 28))}` }]),
    ];
    await this.#post({ ...opening, ...random.pick(edits), revision: opening.revision + 1 });
  }

  async #reopen(openingId: string): Promise<void> {
    const opening = this.#truth.openings.get(openingId);
    if (opening === undefined || !this.#truth.closed.has(openingId)) return;
    await this.#post({ ...opening, revision: opening.revision + 1 });
  }

  /** Most are there from the first morning; some come later, change what they want, pause, opt out, or leave. */
  #planPeople(): void {
    const random = this.#random;
    for (const applicant of this.#people) {
      const { applicantId } = applicant;
      const arrival = random.percent(90) ? 0 : random.between(1, TICKS - TICKS_PER_DAY);
      const later = () => random.between(arrival + 1, TICKS - 1);
      this.#at(arrival, () => this.#keep(applicant));
      if (random.percent(12)) this.#at(later(), () => this.#revise(applicantId));
      if (random.percent(2)) {
        const leaving = later();
        this.#at(leaving, () => this.#leave(applicantId));
      }
      if (!random.percent(6)) continue;
      const out = later();
      const optOut = () => this.#optOut(applicantId);
      if (random.percent(50)) this.#at(out, optOut);
      else {
        this.#at(out, async () => {
          this.#service.onTelling = optOut;
        });
      }
      // A profile that was on its way before the opt-out, and comes after it.
      this.#at(out + random.between(1, 40), () => this.#revise(applicantId));
    }
  }

  async #revise(applicantId: string): Promise<void> {
    const before = this.#truth.applicants.get(applicantId);
    if (before === undefined) return;
    const random = this.#random;
    const day = this.#service.now + random.between(1, 5) * DAY_MS + SEOUL_MS;
    const changes: Partial<Applicant>[] = [
      { education: "bachelor" },
      { preferences: { ...before.preferences, districts: [`11${random.pick(["110", "440", "680", "710"])}`] } },
      { delivery: { ...before.delivery, pausedUntil: new Date(day).toISOString().slice(0, 10) } },
      { consent: { ...before.consent, alerts: random.percent(50) } },
      { delivery: aDelivery(random) ?? {} },
    ];
    await this.#keep({ ...before, ...random.pick(changes), revision: before.revision + 1 });
  }

  async play(): Promise<void> {
    for (this.#tick = 0; this.#tick < TICKS; this.#tick++) {
      const at = startMs + this.#tick * TICK_MS;
      if (this.#tick % TICKS_PER_DAY === 0) {
        this.#service.setClock(at);
        await this.#service.beginDay();
        await this.#flow();
      }
      if (this.#tick % (TICKS_PER_DAY / 24) === 0) {
        this.#service.setClock(at + WAKE_MS);
        await this.#service.wake();
        await this.#flow();
      }
      const happenings = this.#byTick.get(this.#tick) ?? [];
      if (happenings.length === 0) continue;
      this.#service.setClock(at + this.#random.between(3, 14) * 60_000);
      for (const happen of happenings) await happen();
      await this.#flow();
    }
  }

  /** Lets everything that has come in take its way, and receives what comes out. */
  async #flow(): Promise<void> {
    await this.#service.match();
    await this.#service.notify();
    // What landed in between goes its way, too; what was to land and found nobody being told doesn't any more.
    this.#service.onTelling = undefined;
    await this.#service.match();
    await this.#service.notify();
    for (const { body } of this.#service.takeMessages()) {
      const told = this.#counters.receive(body, this.#service.now);
      if (told === undefined) continue;
      for (const openingId of told.openingIds) this.#planAnswer(told.applicantId, openingId);
    }
  }

  /** Some look at it, few apply, a few decline. */
  #planAnswer(applicantId: string, openingId: string): void {
    const random = this.#random;
    if (!random.percent(25)) return;
    const outcome = random.pick(["seen", "applied", "applied", "declined"] as const);
    this.#at(this.#tick + random.between(1, TICKS_PER_DAY), async () => {
      if (this.#truth.out.has(`left ${applicantId}`)) return;
      const key = `${applicantId} ${openingId}`;
      const revision = (this.#answers.get(key) ?? 0) + 1;
      this.#answers.set(key, revision);
      const on = new Date(this.#service.now + SEOUL_MS).toISOString().slice(0, 10);
      const reason = outcome === "declined" ? { reason: "pay" } : {};
      const fields = { applicantId, openingId, revision, outcome, on, ...reason };
      await this.#service.intake(this.#body("OutcomeRecorded", "ieum.outcomes", fields));
    });
  }

  #judgeTwins({ opportunities }: Dump): FortnightReport["twins"] {
    const pairs = new Set<string>();
    for (const [key, ids] of Object.entries(opportunities)) {
      if (!key.startsWith("twins#")) continue;
      for (const id of ids) pairs.add([key.slice("twins#".length), id].sort().join(" "));
    }
    const isOne = (pair: string) => {
      const [one, other] = pair.split(" ").map((id) => this.#truth.opportunities.get(id));
      return one === other;
    };
    const members = Map.groupBy(this.#truth.openings.keys(), (id) => this.#truth.opportunities.get(id) ?? id);
    const really = [...members.values()].reduce((sum, { length }) => sum + (length * (length - 1)) / 2, 0);
    const right = [...pairs].filter(isOne).length;
    return { tied: pairs.size, mistaken: pairs.size - right, missed: really - right };
  }

  report(): FortnightReport {
    const dump = JSON.parse(this.#service.world.dump()) as Dump;
    const suppressed: Record<string, number> = {};
    const count = (reason: string, times = 1) => {
      suppressed[reason] = (suppressed[reason] ?? 0) + times;
    };
    let waiting = 0;
    for (const { channel, state, reason = "" } of dump.deliveries) {
      if (channel !== "message") continue;
      if (state === "deferred-to-digest") waiting++;
      if (state !== "suppressed") continue;
      count(reason);
    }
    const inLine = Object.values(dump.waves).reduce((sum, { waiting: line }) => sum + line.length, 0);
    count("not-in-a-wave", inLine);
    return { ...this.#counters.counts, suppressed, waiting, twins: this.#judgeTwins(dump) };
  }
}

interface Dump {
  readonly deliveries: readonly { recommendationId: string; channel: string; state: string; reason?: string }[];
  readonly opportunities: Readonly<Record<string, readonly string[]>>;
  readonly waves: Readonly<Record<string, { waiting: readonly unknown[] }>>;
}
