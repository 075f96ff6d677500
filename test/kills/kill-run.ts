import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deliveryKey, recommendationId } from "../../domain/delivery/recommendation.ts";
import { synthesise } from "../../infra/app.ts";
import { SeededRandom } from "../../infra/world/seeded-random.ts";
import { percentile } from "../bench/figures.ts";
import {
  aGroup,
  aLeaver,
  anOpeningFor,
  anOther,
  numberInLoad,
  OPENINGS_PER_GROUP_MAX,
  peopleOf,
} from "../bench/twin-world.ts";
import { notKept } from "../fixtures/not-kept.ts";
import { Desk, names } from "./desk.ts";
import { fillStore } from "./fill-store.ts";
import { type Folders, LivingTwin } from "./living-twin.ts";
import { Producer, toPostedEvent, toProfileEvent, toWithdrawnEvent } from "./producer.ts";

export interface KillOptions {
  readonly times: number;
  /** People who are there before the first kill, beside those whom the openings suit. */
  readonly applicants: number;
  /** Decides when each kill comes. What it meets is the machine's to decide. */
  readonly seed: number;
  readonly onLine?: (line: string) => void;
}

export interface KillReport {
  readonly kills: number;
  /** Starts that were killed beside those, most before they were ready. */
  readonly killsInStart: number;
  readonly applicants: number;
  /** Events that PutEvents has accepted; one whose answer a kill cut off was put again until it was. */
  readonly accepted: number;
  readonly putAgain: number;
  /** Accepted, and in the end not kept. */
  readonly lost: number;
  /** People whom an opening suits, and who were never told of it. */
  readonly untold: number;
  /** Tellings that came out under more than one id. */
  readonly twice: number;
  readonly deadLetters: number;
  readonly restartP50Ms: number;
  readonly restartMaxMs: number;
  readonly seconds: number;
}

/** From before the first match, which waits until the shard's log is read, to well after it. */
const LIFE_MS = { least: 50, most: 5_000 } as const;

/** From before the stores are opened to when events are taken. */
const START_MS = { least: 20, most: 1_500 } as const;

/** Of so many lives one begins with a start that is killed. */
const LIVES_UNTIL_START_KILL = 2;

/** The twin may come to rest after so many kills, so that what a start has to read doesn't grow without end. */
const LIVES_UNTIL_REST = 20;

/** People whose profiles change, in turn. */
const OTHER_PEOPLE = 50;

/** Between two calls of the producer: some ten events a second, which leave the machine time for what they cause. */
const PAUSE_MS = 150;

/** Kills a twin again and again while events flow, and looks at what is there in the end. */
export async function killAgainAndAgain(options: KillOptions): Promise<KillReport> {
  const startedMs = performance.now();
  const folder = mkdtempSync(join(tmpdir(), "ieum-kills-"));
  try {
    const folders = { assemblyDir: join(folder, "cdk.out"), dataDir: join(folder, "state") };
    synthesise(folders.assemblyDir);
    const killing = new Killing(folders, options);
    await killing.prepare();
    for (let life = 0; life < options.times; life++) await killing.live(life);
    return { ...(await killing.report()), seconds: Math.round((performance.now() - startedMs) / 1_000) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

class Killing {
  readonly #folders: Folders;
  readonly #options: KillOptions;
  readonly #chance: SeededRandom;
  readonly #producer = new Producer(names.bus);
  readonly #restartsMs: number[] = [];
  /** Ids of messages by what they tell. */
  readonly #told = new Map<string, Set<string>>();
  #changed = 0;
  #killsInStart = 0;

  constructor(folders: Folders, options: KillOptions) {
    this.#folders = folders;
    this.#options = options;
    this.#chance = new SeededRandom(options.seed);
  }

  /** The people whom the openings suit, a group for each life, and those who make a start long. */
  async prepare(): Promise<void> {
    const { times, applicants, onLine } = this.#options;
    await this.#use(async (twin, desk) => {
      await twin.idle();
      await fillStore(desk.kept, applicants);
      for (let group = 0; group < times; group++) {
        await this.#producer.put(desk.events, aGroup(group).map(toProfileEvent));
      }
      await twin.idle();
    });
    onLine?.(`${applicants} people and ${times * 5} whom the openings suit are there`);
  }

  /** A start, events, and a kill at some moment. */
  async live(life: number): Promise<void> {
    if ((life + 1) % LIVES_UNTIL_START_KILL === 0) {
      await LivingTwin.killEarly(this.#folders, this.#chance.between(START_MS.least, START_MS.most));
      this.#killsInStart++;
    }
    const lifeMs = this.#chance.between(LIFE_MS.least, LIFE_MS.most);
    await this.#use(async (twin, desk) => {
      this.#restartsMs.push(twin.readyMs);
      const flowing = this.#flow(desk, life);
      await new Promise((resolve) => setTimeout(resolve, lifeMs));
      await twin.kill();
      await flowing;
    });
    const readyMs = Math.round(this.#restartsMs.at(-1) ?? 0);
    this.#options.onLine?.(
      `${life + 1}: ready in ${readyMs} ms, killed after ${lifeMs} ms, ${this.#producer.accepted.size} events accepted`,
    );
    if ((life + 1) % LIVES_UNTIL_REST === 0) await this.#rest();
  }

  /** Puts openings and profiles, and lets people leave, until nobody answers any more. */
  async #flow({ events }: Desk, life: number): Promise<void> {
    try {
      for (let number = 0; ; number++) {
        const other = toProfileEvent(
          anOther(this.#changed % OTHER_PEOPLE, 1 + Math.floor(this.#changed / OTHER_PEOPLE)),
        );
        this.#changed++;
        const opening = toPostedEvent(anOpeningFor(life, `kill-${life}-${number}`, numberInLoad(life, number)));
        const come = toProfileEvent(aLeaver(life, number));
        const leave = number === 0 ? [] : [toWithdrawnEvent(aLeaver(life, number - 1))];
        const others = [other, come, ...leave];
        await this.#producer.put(events, number < OPENINGS_PER_GROUP_MAX ? [opening, ...others] : others);
        await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      }
    } catch (error) {
      // The kill. What wasn't answered is put again by the next life.
      if (error instanceof RangeError || error instanceof TypeError) throw error;
    }
  }

  async #rest(): Promise<number> {
    return await this.#use(async (twin, desk) => {
      // Nothing new but what the last kill has cut off.
      await this.#producer.put(desk.events, [toProfileEvent(anOther(0, 1))]);
      const counts = await twin.idle();
      await desk.takeMessages((key, messageId) => {
        this.#told.set(key, (this.#told.get(key) ?? new Set()).add(messageId));
      });
      return Object.entries(counts).reduce(
        (sum, [name, { visible }]) => sum + (name.endsWith("-dlq") ? visible : 0),
        0,
      );
    });
  }

  async report(): Promise<Omit<KillReport, "seconds">> {
    const deadLetters = await this.#rest();
    const accepted = [...this.#producer.accepted.values()];
    const lost = await this.#use(async (_, desk) => {
      const missing: string[] = [];
      for (const sort of ["applicants", "openings"] as const) {
        const own = accepted.filter((put) => put.sort === sort).toSorted((a, b) => a.revision - b.revision);
        missing.push(...(await notKept(desk.kept[sort], new Map(own.map(({ id, revision }) => [id, revision])))));
      }
      return missing;
    });
    const due = accepted.flatMap(({ sort, id }) => (sort === "openings" ? this.#keysOf(id) : []));
    const untold = due.filter((key) => !this.#told.has(key));
    const twice = [...this.#told].filter(([, ids]) => ids.size > 1).map(([key]) => key);
    for (const [what, ids] of Object.entries({ lost, untold, twice })) {
      if (ids.length > 0) this.#options.onLine?.(`${what}: ${ids.slice(0, 5).join(" ")}`);
    }
    return {
      kills: this.#options.times,
      killsInStart: this.#killsInStart,
      applicants: this.#options.applicants,
      accepted: accepted.length,
      putAgain: this.#producer.putAgain,
      lost: lost.length,
      untold: untold.length,
      twice: twice.length,
      deadLetters,
      restartP50Ms: Math.round(percentile(this.#restartsMs, 50)),
      restartMaxMs: Math.round(Math.max(...this.#restartsMs)),
    };
  }

  /** What is told of an opening, `kill-<life>-<number>`, to the group of its life. */
  #keysOf(openingId: string): string[] {
    const group = Number(openingId.split("-")[1]);
    return peopleOf(group).map((applicantId) => deliveryKey(recommendationId(applicantId, openingId), 1));
  }

  /** Starts the twin, works with it, and kills it, whatever comes. */
  async #use<T>(work: (twin: LivingTwin, desk: Desk) => Promise<T>): Promise<T> {
    const twin = await LivingTwin.start(this.#folders);
    const desk = new Desk(twin.ready);
    try {
      return await work(twin, desk);
    } finally {
      desk.close();
      await twin.kill();
    }
  }
}
