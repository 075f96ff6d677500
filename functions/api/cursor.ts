import { opaqueId } from "../../domain/model/primitives.ts";

/** Ids of what is set aside are longer than others: an event's and the beginning of a hash. */
const LISTED_ID = /^[\w-]{1,80}$/;

/** Where the rest of a list begins, as it stands in an answer: of one list alone, and nothing to be read by whoever has it. */
export function toCursor(list: string, after: string): string {
  return Buffer.from(`${list} ${after}`).toString("base64url");
}

/** The id that a cursor of this list stands for; undefined when it is none. It says where to go on and opens nothing: what is read is still asked for by whom. */
export function fromCursor(list: string, cursor: string): string | undefined {
  const [of, after = "", ...rest] = Buffer.from(cursor, "base64url").toString("utf8").split(" ");
  if (of !== list || rest.length > 0 || toCursor(list, after) !== cursor) return undefined;
  return opaqueId.safeParse(after).success || LISTED_ID.test(after) ? after : undefined;
}
