import type { AttributeValue, QueryCommandInput } from "@aws-sdk/client-dynamodb";
import type { Item } from "../../functions/adapters/aws/attributes.ts";
import { compareValues, conditionHolds, type Placeholders, updated } from "./expressions.ts";
import { bytesOfItem } from "./item-bytes.ts";
import type { Meter } from "./meter.ts";

const WRITE_UNIT_BYTES = 1_024;
const READ_UNIT_BYTES = 4_096;

/** DynamoDB's own record of an item, which storage is billed for: the developer guide's 100 bytes. */
const OVERHEAD_BYTES = 100;

/** A query gives no more at once. */
const PAGE_BYTES = 1_024 * 1_024;

interface Row {
  readonly item: Item;
  readonly bytes: number;
}

interface Partition {
  /** In the order of their sort keys. */
  readonly rows: Row[];
}

/** The key of a table, partition first, and of its one index, whose entries are its keys alone. */
export interface TableKeys {
  readonly key: readonly [string, string?];
  readonly index?: readonly [string, string];
}

export interface Written {
  readonly before: Item | undefined;
  readonly after: Item | undefined;
  /** False when the condition didn't hold, and nothing was written. */
  readonly holds: boolean;
}

/**
 * A table in memory that answers as DynamoDB does and counts the units that each call takes there: a write by the larger of what was and what is, also
 * when its condition fails; a read by item, a query by all that it reads; half of it when it needn't be consistent.
 */
export class MeteredTable {
  readonly #partitions = new Map<string, Partition>();
  readonly #keys: TableKeys;
  readonly #meter: Meter;
  #bytes = 0;

  constructor(keys: TableKeys, meter: Meter) {
    this.#keys = keys;
    this.#meter = meter;
  }

  /** Bytes that storage is billed for. */
  get storedBytes(): number {
    return this.#bytes;
  }

  get(key: Item, isConsistent: boolean): Item | undefined {
    const row = this.#find(key).row;
    this.#countRead(row?.bytes ?? 0, isConsistent);
    return row === undefined ? undefined : copied(row.item);
  }

  /** Puts what `toAfter` makes of what is there; undefined deletes it. */
  write(
    key: Item,
    toAfter: (before: Item | undefined) => Item | undefined,
    condition: string | undefined,
    placeholders: Placeholders,
  ): Written {
    const found = this.#find(key);
    const before = found.row?.item;
    const beforeBytes = found.row?.bytes ?? 0;
    if (!conditionHolds(condition, before, placeholders)) {
      this.#countWrite(beforeBytes);
      return { before, after: before, holds: false };
    }
    const after = toAfter(before);
    const afterBytes = after === undefined ? 0 : bytesOfItem(after);
    this.#countWrite(Math.max(beforeBytes, afterBytes));
    this.#countIndexWrites(before, after);
    const replaced = found.row === undefined ? 0 : 1;
    const added = after === undefined ? [] : [{ item: after, bytes: afterBytes }];
    found.partition.rows.splice(found.at, replaced, ...added);
    this.#bytes += (afterBytes + OVERHEAD_BYTES) * added.length - (beforeBytes + OVERHEAD_BYTES) * replaced;
    return { before, after, holds: true };
  }

  put(item: Item, condition: string | undefined, placeholders: Placeholders): Written {
    return this.write(item, () => copied(item), condition, placeholders);
  }

  update(key: Item, expression: string, condition: string | undefined, placeholders: Placeholders): Written {
    return this.write(key, (before) => updated(before ?? key, expression, placeholders), condition, placeholders);
  }

  query(input: QueryCommandInput): { Items: Item[]; LastEvaluatedKey?: Item } {
    const isForward = input.ScanIndexForward !== false;
    const rows = input.IndexName === undefined ? this.#ofPartition(input) : this.#ofIndex(input);
    const start = input.ExclusiveStartKey === undefined ? 0 : this.#placeAfter(rows, input.ExclusiveStartKey);
    const chosen: Row[] = [];
    let bytes = 0;
    let isCut = false;
    for (let at = start; at < rows.length; at++) {
      const row = isForward ? rows[at] : rows[rows.length - 1 - at];
      if (row === undefined || !conditionHolds(input.KeyConditionExpression, row.item, input)) continue;
      if (chosen.length === (input.Limit ?? Number.POSITIVE_INFINITY) || bytes + row.bytes > PAGE_BYTES) {
        isCut = true;
        break;
      }
      chosen.push(row);
      bytes += row.bytes;
    }
    this.#countRead(bytes, input.ConsistentRead === true);
    const last = chosen.at(-1);
    const Items = chosen.map(({ item }) => project(item, input.ProjectionExpression, input));
    return isCut && last !== undefined ? { Items, LastEvaluatedKey: this.#keyOf(last.item) } : { Items };
  }

  /** Everything at once: only tools read a whole table. */
  scan(isConsistent: boolean): Item[] {
    const rows = [...this.#partitions.values()].flatMap((partition) => partition.rows);
    this.#countRead(
      rows.reduce((sum, { bytes }) => sum + bytes, 0),
      isConsistent,
    );
    return rows.map(({ item }) => copied(item));
  }

  /** A warm function reads a few items after thousands: it is looked for where it must be. */
  #ofPartition({ KeyConditionExpression = "", ExpressionAttributeValues = {}, ...input }: QueryCommandInput) {
    const [, token = ""] = /= (:\w+)/.exec(KeyConditionExpression) ?? [];
    const rows = this.#partitions.get(toText(ExpressionAttributeValues[token]))?.rows ?? [];
    const [, after] = / > (:\w+)/.exec(KeyConditionExpression) ?? [];
    const [, sort] = this.#keys.key;
    const value = after === undefined ? undefined : ExpressionAttributeValues[after];
    if (value === undefined || sort === undefined || input.ScanIndexForward === false) return rows;
    return rows.slice(placeOf(rows, sort, value));
  }

  #ofIndex({ ExpressionAttributeValues = {}, KeyConditionExpression = "" }: QueryCommandInput): readonly Row[] {
    const [partition = "", sort = ""] = this.#keys.index ?? [];
    const [, token = ""] = /= (:\w+)/.exec(KeyConditionExpression) ?? [];
    const wanted = toText(ExpressionAttributeValues[token]);
    const [, through] = / <= (:\w+)/.exec(KeyConditionExpression) ?? [];
    const last = through === undefined ? undefined : toText(ExpressionAttributeValues[through]);
    return [...this.#partitions.values()]
      .flatMap(({ rows }) => rows.filter(({ item }) => toText(item[partition]) === wanted))
      .filter(({ item }) => last === undefined || toText(item[sort]) <= last)
      .map(({ item }) => {
        const ofIndex = [partition, sort].map((name) => [name, item[name] ?? { NULL: true }] as const);
        const entry = Object.fromEntries([...this.#keyEntries(item), ...ofIndex]);
        return { item: entry, bytes: bytesOfItem(entry) };
      })
      .toSorted((a, b) => (toText(a.item[sort]) < toText(b.item[sort]) ? -1 : 1));
  }

  #placeAfter(rows: readonly Row[], key: Item): number {
    const wanted = JSON.stringify(this.#keyOf(key));
    return rows.findIndex(({ item }) => JSON.stringify(this.#keyOf(item)) === wanted) + 1;
  }

  #keyEntries(item: Item): [string, AttributeValue][] {
    return this.#keys.key.flatMap((name) => {
      const value = name === undefined ? undefined : item[name];
      return name === undefined || value === undefined ? [] : [[name, value] as [string, AttributeValue]];
    });
  }

  #keyOf(item: Item): Item {
    return Object.fromEntries(this.#keyEntries(item));
  }

  #find(key: Item): { partition: Partition; at: number; row: Row | undefined } {
    const [hash, sort] = this.#keys.key;
    const name = toText(key[hash]);
    const partition = this.#partitions.get(name) ?? { rows: [] };
    this.#partitions.set(name, partition);
    const value = sort === undefined ? undefined : key[sort];
    if (sort === undefined || value === undefined) return { partition, at: 0, row: partition.rows[0] };
    const at = placeOf(partition.rows, sort, value);
    const row = partition.rows[at];
    const there = row?.item[sort];
    const isThere = there !== undefined && compareValues(there, value) === 0;
    return { partition, at, row: isThere ? row : undefined };
  }

  #countWrite(bytes: number): void {
    this.#meter.add("write-units", Math.max(1, Math.ceil(bytes / WRITE_UNIT_BYTES)));
  }

  /** An entry that appears, goes, or moves to another key is written in the index, too. */
  #countIndexWrites(before: Item | undefined, after: Item | undefined): void {
    const [partition] = this.#keys.index ?? [];
    if (partition === undefined) return;
    const [was, is] = [toText(before?.[partition]), toText(after?.[partition])];
    if (was !== is) this.#meter.add("write-units", (was === "" ? 0 : 1) + (is === "" ? 0 : 1));
  }

  #countRead(bytes: number, isConsistent: boolean): void {
    this.#meter.add("read-units", Math.max(1, Math.ceil(bytes / READ_UNIT_BYTES)) / (isConsistent ? 1 : 2));
  }
}

/** The first place whose sort key isn't below a value. */
function placeOf(rows: readonly Row[], sort: string, value: AttributeValue): number {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const there = rows[middle]?.item[sort];
    if (there !== undefined && compareValues(there, value) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Bytes are copied as a wire would copy them: everything else in an item is never changed in place. */
function copied(item: Item): Item {
  if (!Object.values(item).some(({ B }) => B !== undefined)) return item;
  return Object.fromEntries(
    Object.entries(item).map(([name, value]) => [name, value.B === undefined ? value : { B: value.B.slice() }]),
  );
}

function toText(value: AttributeValue | undefined): string {
  return value?.S ?? value?.N ?? "";
}

/** The attributes that were asked for. */
export function project(item: Item, expression: string | undefined, { ExpressionAttributeNames = {} }: Placeholders) {
  if (expression === undefined) return copied(item);
  const names = expression.split(",").map((token) => ExpressionAttributeNames[token.trim()] ?? token.trim());
  return Object.fromEntries(Object.entries(item).filter(([name]) => names.includes(name)));
}
