import type { AttributeValue } from "@aws-sdk/client-dynamodb";

/** An item of a table as the service speaks of it. */
export type Item = Record<string, AttributeValue>;

export function toText(value: string): AttributeValue {
  return { S: value };
}

export function toNumber(value: number): AttributeValue {
  return { N: String(value) };
}

export function toBytes(value: Uint8Array): AttributeValue {
  return { B: value };
}

export const TRUE: AttributeValue = { BOOL: true };

/** Readers throw when an attribute is missing: an item that this code didn't write is a fault, not an outcome. */
export function fromText(item: Item, name: string): string {
  return item[name]?.S ?? missing(name);
}

export function fromNumber(item: Item, name: string): number {
  return Number(item[name]?.N ?? missing(name));
}

export function fromBytes(item: Item, name: string): Uint8Array {
  return item[name]?.B ?? missing(name);
}

function missing(name: string): never {
  throw new Error(`an item has no attribute ${name} of the expected type`);
}

/**
 * Names for an expression. Every name is written as a placeholder, because DynamoDB reserves hundreds of ordinary words (`shard`, `path`, `state` …).
 */
export function namesOf(...names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [`#${name}`, name]));
}
