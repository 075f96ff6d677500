import { type BreakingChange, findBreakingChanges, type SchemaPart } from "./breaking-changes.ts";
import type { Contract } from "./contracts.ts";

/** What was promised of an event's detail or of a message: its schema (draft 4) and samples, to which more are added but none is ever changed. */
export interface Released {
  readonly name: string;
  readonly schemaVersion: number;
  readonly schema: SchemaPart;
  readonly samples: readonly unknown[];
}

/** `MatchesFound.v1.json`. */
export function releaseFileName(contract: Contract): string {
  return `${contract.name}.v${schemaVersionOf(contract)}.json`;
}

/** What no longer holds of what was promised: breaking changes of the schema, and samples that are refused now. */
export function findBroken(contract: Contract, present: SchemaPart, released: Released): BreakingChange[] {
  const refused = released.samples.flatMap((sample, index) => {
    const { error } = contract.schema.safeParse(sample);
    const [issue] = error?.issues ?? [];
    if (issue === undefined) return [];
    return [{ path: `/${issue.path.join("/")}`, change: `sample ${index + 1} is refused: ${issue.message}` }];
  });
  return [...findBreakingChanges(released.schema, present, contract.direction), ...refused];
}

/** What is promised from now on. Samples of before stay as they are. */
export function release(contract: Contract, present: SchemaPart, before: Released | undefined): Released {
  const known = before?.samples ?? [];
  const texts = new Set(known.map((sample) => JSON.stringify(sample)));
  return {
    name: contract.name,
    schemaVersion: schemaVersionOf(contract),
    schema: present,
    samples: [...known, ...contract.samples.filter((sample) => !texts.has(JSON.stringify(sample)))],
  };
}

function schemaVersionOf({ name, samples: [sample] }: Contract): number {
  if (sample === undefined) throw new Error(`${name} has no sample`);
  const { schemaVersion } = sample as { readonly schemaVersion: number };
  return schemaVersion;
}
