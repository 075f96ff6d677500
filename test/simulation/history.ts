import type { EventOut } from "../../events/catalog.ts";
import type { ApplicantMessage, ShortlistMessage } from "../../events/messages.ts";
import type { EntityState } from "../../functions/adapters/entity-state.ts";
import type { MemoryWorld } from "../../functions/adapters/memory/memory-world.ts";
import type { Sandbox } from "./sandbox.ts";

type Sort = "applicants" | "openings";

/** Something that a guarantee of the design page forbids. */
export interface Violation {
  /** Number of the guarantee in section 6 of the design page. */
  readonly guarantee: number;
  readonly text: string;
}

/** What a function does between the last read and the send, and nothing else: take back what doesn't hold, and claim what does. */
const AFTER_LAST_READ: ReadonlySet<string> = new Set([
  "deliveries.record",
  "recommendations.retract",
  "recommendations.forget",
  "queues.send",
  "bus.publish",
]);

/**
 * What has happened in a simulation, as it can't be told any more from what is there in the end; with the guarantees that hold at every step and not only
 * at rest.
 */
export class History {
  readonly violations: Violation[] = [];
  /** Every body that was ever kept, by `<sort> <id> <revision>`. */
  readonly bodies = new Map<string, string>();
  readonly messages: ApplicantMessage[] = [];
  readonly shortlists: ShortlistMessage[] = [];
  readonly events: EventOut[] = [];
  readonly #world: MemoryWorld;
  readonly #seen = new Map<string, EntityState>();
  /** By `<sort> <id>`: the step from which on nothing may be sent because of it. */
  readonly #endedAt = new Map<string, number>();

  constructor(world: MemoryWorld) {
    this.#world = world;
  }

  /** Looks at what is kept after a write; says which entities have ended by it. */
  noteKept(sort: Sort, step: number): string[] {
    const ended: string[] = [];
    for (const [id, state] of this.#world.kept(sort)) {
      const key = `${sort} ${id}`;
      const before = this.#seen.get(key);
      if (before === state) continue;
      this.#seen.set(key, state);
      this.#checkSuccession(key, before, state);
      if (state.body !== undefined) this.bodies.set(`${key} ${state.revision}`, state.body);
      if (!hasEnded(sort, state)) this.#endedAt.delete(key);
      else if (!this.#endedAt.has(key)) {
        this.#endedAt.set(key, step);
        ended.push(key);
      }
    }
    return ended;
  }

  #checkSuccession(key: string, before: EntityState | undefined, state: EntityState): void {
    if (before === undefined) return;
    const say = (text: string) => this.violations.push({ guarantee: 4, text: `${key}: ${text}` });
    if (before.isWithdrawn && !state.isWithdrawn) say("has come back after it had left");
    if (state.revision < before.revision && !state.isWithdrawn) {
      say(`revision ${state.revision} has overwritten ${before.revision}`);
    }
    if (state.revision === before.revision && !state.isWithdrawn) say(`revision ${state.revision} was kept twice`);
  }

  /** A message to a person has left. */
  noteMessage(message: ApplicantMessage, sender: Sandbox, now: number): void {
    this.messages.push(message);
    for (const key of [`applicants ${message.applicantId}`, `openings ${message.openingId}`]) {
      const since = this.#endedAt.get(key);
      if (since === undefined) continue;
      const late = sender.invocation?.made.find(
        ({ call, step }) => step > since && step < now && !AFTER_LAST_READ.has(call),
      );
      if (late === undefined) continue;
      this.violations.push({
        guarantee: 5,
        text: `${message.recommendationId} was sent though ${key} had ended in step ${since}, before ${late.call} in step ${late.step}`,
      });
    }
  }
}

/** Whether nothing may be sent because of an entity as it is kept. */
function hasEnded(sort: Sort, { body, isClosed, isWithdrawn }: EntityState): boolean {
  if (sort === "openings") return isClosed;
  return isWithdrawn || (body !== undefined && !(JSON.parse(body) as { consent: { alerts: boolean } }).consent.alerts);
}
