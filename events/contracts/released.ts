import { eventsIn } from "../catalog.ts";
import type { EventDefinition } from "../envelope.ts";
import { type BreakingChange, type Direction, findBreakingChanges, type SchemaPart } from "./breaking-changes.ts";

/** What was promised of an event: its detail's schema (draft 4) and samples, to which more are added but none is ever changed. */
export interface ReleasedEvent {
  readonly name: string;
  readonly schemaVersion: number;
  readonly detail: SchemaPart;
  readonly samples: readonly unknown[];
}

/** `MatchesFound.v1.json`. */
export function releaseFileName({ name, sample }: EventDefinition): string {
  return `${name}.v${schemaVersionOf(sample)}.json`;
}

export function directionOf(event: EventDefinition): Direction {
  return Object.hasOwn(eventsIn, event.name) ? "in" : "out";
}

/** What no longer holds of what was promised: breaking changes of the schema, and samples that are refused now. */
export function findBroken(event: EventDefinition, present: SchemaPart, released: ReleasedEvent): BreakingChange[] {
  const refused = released.samples.flatMap((sample, index) => {
    const { error } = event.detail.safeParse(sample);
    const [issue] = error?.issues ?? [];
    if (issue === undefined) return [];
    return [{ path: `/${issue.path.join("/")}`, change: `sample ${index + 1} is refused: ${issue.message}` }];
  });
  return [...findBreakingChanges(released.detail, present, directionOf(event)), ...refused];
}

/** What is promised from now on. Samples of before stay as they are. */
export function release(event: EventDefinition, present: SchemaPart, before: ReleasedEvent | undefined): ReleasedEvent {
  const known = before?.samples ?? [];
  const isKnown = known.some((sample) => JSON.stringify(sample) === JSON.stringify(event.sample));
  return {
    name: event.name,
    schemaVersion: schemaVersionOf(event.sample),
    detail: present,
    samples: isKnown ? known : [...known, event.sample],
  };
}

function schemaVersionOf(sample: unknown): number {
  const { schemaVersion } = sample as { readonly schemaVersion: number };
  return schemaVersion;
}
