import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { allEvents, payloadSchema } from "../events/catalog.ts";
import type { BreakingChange } from "../events/contracts/breaking-changes.ts";
import { findBroken, type ReleasedEvent, release, releaseFileName } from "../events/contracts/released.ts";
import type { EventDefinition } from "../events/envelope.ts";

const folder = fileURLToPath(new URL("../events/contracts/released", import.meta.url));

/** How an event stands to what was promised of it. */
export interface ContractState {
  readonly name: string;
  /** False when nothing was promised yet, or when something is new since. */
  readonly isReleased: boolean;
  readonly broken: readonly BreakingChange[];
}

/** Everything that was promised, by file name. */
export function readReleased(): ReadonlyMap<string, ReleasedEvent> {
  const files = readdirSync(folder).filter((name) => name.endsWith(".json"));
  return new Map(files.map((name) => [name, JSON.parse(readFileSync(join(folder, name), "utf8")) as ReleasedEvent]));
}

export function contractStates(): readonly ContractState[] {
  const released = readReleased();
  return allEvents.map((event) => {
    const before = released.get(releaseFileName(event));
    const present = detailSchema(event);
    return {
      name: event.name,
      isReleased: before !== undefined && toText(release(event, present, before)) === toText(before),
      broken: before === undefined ? [] : findBroken(event, present, before),
    };
  });
}

/** Writes down what is promised from now on. The caller has seen that nothing is broken. */
export function writeReleased(): void {
  const released = readReleased();
  for (const event of allEvents) {
    const file = releaseFileName(event);
    writeFileSync(join(folder, file), toText(release(event, detailSchema(event), released.get(file))));
  }
}

function detailSchema(event: EventDefinition): Record<string, unknown> {
  return payloadSchema(event.detail, "draft-4");
}

function toText(value: ReleasedEvent): string {
  return `${JSON.stringify(value, undefined, 1)}\n`;
}
