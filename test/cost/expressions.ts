import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import type { Item } from "../../functions/adapters/aws/attributes.ts";

/**
 * As much of DynamoDB's expressions as the adapters write. What isn't known throws, so that an adapter that begins to use more is noticed by its
 * contract suite and not counted wrongly.
 */

/** What an expression's placeholders stand for. */
export interface Placeholders {
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>> | undefined;
  readonly ExpressionAttributeValues?: Readonly<Record<string, AttributeValue>> | undefined;
}

type Condition = (item: Item | undefined, placeholders: Placeholders) => boolean;

const parsed = new Map<string, Condition>();

/** Whether a condition holds of an item, or of there being none. */
export function conditionHolds(
  expression: string | undefined,
  item: Item | undefined,
  placeholders: Placeholders,
): boolean {
  if (expression === undefined) return true;
  const condition = parsed.get(expression) ?? parseCondition(expression);
  parsed.set(expression, condition);
  return condition(item, placeholders);
}

const TOKENS = /\s*(\(|\)|,|<=|>=|<>|=|<|>|[#:]?\w+)/gy;

class Tokens {
  readonly #tokens: readonly string[];
  #next = 0;

  constructor(expression: string) {
    const found = [...expression.matchAll(TOKENS)];
    if (found.reduce((sum, [text]) => sum + text.length, 0) !== expression.trimEnd().length) {
      throw new Error(`the expression ${expression} can't be read`);
    }
    this.#tokens = found.map(([, token = ""]) => token);
  }

  peek(): string | undefined {
    return this.#tokens[this.#next];
  }

  /** Whether this comes next; if so, it is taken. */
  takeIf(expected: string): boolean {
    if (this.peek() !== expected) return false;
    this.take();
    return true;
  }

  take(expected?: string): string {
    const token = this.#tokens[this.#next++];
    if (token === undefined || (expected !== undefined && token !== expected)) {
      throw new Error(`an expression has ${token} where ${expected ?? "something"} is expected`);
    }
    return token;
  }
}

function parseCondition(expression: string): Condition {
  const tokens = new Tokens(expression);
  const condition = parseOr(tokens);
  if (tokens.peek() !== undefined) throw new Error(`the expression ${expression} goes on with ${tokens.peek()}`);
  return condition;
}

function parseOr(tokens: Tokens): Condition {
  const parts = [parseAnd(tokens)];
  while (tokens.peek() === "OR") {
    tokens.take();
    parts.push(parseAnd(tokens));
  }
  return (item, placeholders) => parts.some((part) => part(item, placeholders));
}

function parseAnd(tokens: Tokens): Condition {
  const parts = [parseOne(tokens)];
  while (tokens.peek() === "AND") {
    tokens.take();
    parts.push(parseOne(tokens));
  }
  return (item, placeholders) => parts.every((part) => part(item, placeholders));
}

function parseOne(tokens: Tokens): Condition {
  const first = tokens.take();
  if (first === "(") {
    const inner = parseOr(tokens);
    tokens.take(")");
    return inner;
  }
  if (first === "attribute_exists" || first === "attribute_not_exists") {
    tokens.take("(");
    const name = tokens.take();
    tokens.take(")");
    const wanted = first === "attribute_exists";
    return (item, placeholders) => (meantBy(name, item, placeholders) !== undefined) === wanted;
  }
  if (first === "begins_with") {
    tokens.take("(");
    const name = tokens.take();
    tokens.take(",");
    const prefix = tokens.take();
    tokens.take(")");
    return (item, placeholders) => {
      const begin = meantBy(prefix, item, placeholders)?.S;
      return begin !== undefined && meantBy(name, item, placeholders)?.S?.startsWith(begin) === true;
    };
  }
  const operator = tokens.take();
  const other = tokens.take();
  if (operator !== "BETWEEN") return comparison(first, operator, other);
  tokens.take("AND");
  const [from, to] = [comparison(first, ">=", other), comparison(first, "<=", tokens.take())];
  return (item, placeholders) => from(item, placeholders) && to(item, placeholders);
}

function comparison(one: string, operator: string, other: string): Condition {
  return (item, placeholders) => {
    const left = meantBy(one, item, placeholders);
    const right = meantBy(other, item, placeholders);
    // A missing attribute differs from everything and compares with nothing.
    if (left === undefined || right === undefined) return operator === "<>";
    const order = compareValues(left, right);
    switch (operator) {
      case "=":
        return order === 0;
      case "<>":
        return order !== 0;
      case "<":
        return order < 0;
      case "<=":
        return order <= 0;
      case ">":
        return order > 0;
      case ">=":
        return order >= 0;
      default:
        throw new Error(`an expression compares by ${operator}`);
    }
  };
}

function meantBy(token: string, item: Item | undefined, placeholders: Placeholders): AttributeValue | undefined {
  if (token.startsWith(":")) {
    const value = placeholders.ExpressionAttributeValues?.[token];
    if (value === undefined) throw new Error(`an expression has no value for ${token}`);
    return value;
  }
  return item?.[nameOf(token, placeholders)];
}

function nameOf(token: string, { ExpressionAttributeNames = {} }: Placeholders): string {
  const name = ExpressionAttributeNames[token];
  if (name === undefined) throw new Error(`an expression has no name for ${token}`);
  return name;
}

/** Texts by code unit, as the ASCII ids of this service compare; numbers as numbers; other values are the same or not. */
export function compareValues(a: AttributeValue, b: AttributeValue): number {
  if (a.N !== undefined && b.N !== undefined) return Number(a.N) - Number(b.N);
  if (a.S !== undefined && b.S !== undefined) return a.S < b.S ? -1 : a.S > b.S ? 1 : 0;
  return JSON.stringify(a) === JSON.stringify(b) ? 0 : 1;
}

const CLAUSES: ReadonlySet<string | undefined> = new Set(["SET", "REMOVE", "ADD", "DELETE"]);

/** The item that an update makes of another one. What stands right of a "=" is read from the other one, whatever is set before. */
export function updated(before: Item, expression: string, placeholders: Placeholders): Item {
  const item = { ...before };
  const tokens = new Tokens(expression);
  while (tokens.peek() !== undefined) {
    const clause = tokens.take();
    if (!CLAUSES.has(clause)) throw new Error(`the update ${expression} has ${clause} where a clause begins`);
    for (let isMore = true; isMore; isMore = tokens.takeIf(",")) {
      const attribute = nameOf(tokens.take(), placeholders);
      if (clause === "REMOVE") delete item[attribute];
      else if (clause === "SET") {
        tokens.take("=");
        item[attribute] = operand(tokens, before, placeholders);
      } else {
        changeSet(item, attribute, operand(tokens, before, placeholders).SS ?? [], clause === "ADD");
      }
    }
  }
  return item;
}

/** A value, or what an attribute was before, or a value if it wasn't there. */
function operand(tokens: Tokens, before: Item, placeholders: Placeholders): AttributeValue {
  const token = tokens.take();
  if (token !== "if_not_exists") {
    const value = meantBy(token, before, placeholders);
    if (value === undefined) throw new Error(`an update reads ${nameOf(token, placeholders)}, which isn't there`);
    return value;
  }
  tokens.take("(");
  const kept = meantBy(tokens.take(), before, placeholders);
  tokens.take(",");
  const otherwise = operand(tokens, before, placeholders);
  tokens.take(")");
  return kept ?? otherwise;
}

/** A set without members doesn't exist. */
function changeSet(item: Item, attribute: string, members: readonly string[], isAdded: boolean): void {
  const set = new Set(item[attribute]?.SS ?? []);
  for (const member of members) {
    if (isAdded) set.add(member);
    else set.delete(member);
  }
  if (set.size > 0) item[attribute] = { SS: [...set] };
  else delete item[attribute];
}
