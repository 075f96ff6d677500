import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { payloadSchema } from "../events/catalog.ts";
import type { BreakingChange } from "../events/contracts/breaking-changes.ts";
import { type Contract, contracts } from "../events/contracts/contracts.ts";
import { findBroken, type Released, release, releaseFileName } from "../events/contracts/released.ts";

const folder = fileURLToPath(new URL("../events/contracts/released", import.meta.url));

/** How an event or a message stands to what was promised of it. */
export interface ContractState {
  readonly name: string;
  /** False when nothing was promised yet, or when something is new since. */
  readonly isReleased: boolean;
  readonly broken: readonly BreakingChange[];
}

/** Everything that was promised, by file name. */
export function readReleased(): ReadonlyMap<string, Released> {
  const files = readdirSync(folder).filter((name) => name.endsWith(".json"));
  return new Map(files.map((name) => [name, JSON.parse(readFileSync(join(folder, name), "utf8")) as Released]));
}

export function contractStates(): readonly ContractState[] {
  const released = readReleased();
  return contracts.map((contract) => {
    const before = released.get(releaseFileName(contract));
    const present = presentSchema(contract);
    return {
      name: contract.name,
      isReleased: before !== undefined && toText(release(contract, present, before)) === toText(before),
      broken: before === undefined ? [] : findBroken(contract, present, before),
    };
  });
}

/** Writes down what is promised from now on. The caller has seen that nothing is broken. */
export function writeReleased(): void {
  const released = readReleased();
  for (const contract of contracts) {
    const file = releaseFileName(contract);
    writeFileSync(join(folder, file), toText(release(contract, presentSchema(contract), released.get(file))));
  }
}

function presentSchema({ schema }: Contract): Record<string, unknown> {
  return payloadSchema(schema, "draft-4");
}

function toText(value: Released): string {
  return `${JSON.stringify(value, undefined, 1)}\n`;
}
