import { hash } from "node:crypto";
import { districtByCode, districtOfAddress } from "../../domain/geo/districts.ts";
import { fromDayNumber, toDayNumber } from "../../domain/model/calendar.ts";
import { OCCUPATION_CODE } from "../../domain/taxonomy/occupation-codes.ts";
import type { Field } from "./mapping.ts";
import { type CodedNames, codesOfNames, type NamedLevel, requirementsByName, type UnknownName } from "./named.ts";
import type { Names } from "./names.ts";

/** Cells of one row by column, in NFC and trimmed. */
export type Cells = ReadonlyMap<string, string>;

/** What converting needs beside the row. */
export interface ConversionRules {
  readonly names: Names;
  /** Whole days that the dates of an opening move by. */
  readonly shiftDays: number;
  /** What pay becomes when the dates move to another year; as it stands when missing. */
  readonly shiftPay?: ((krw: number) => number) | undefined;
}

export type Converted =
  | { readonly kind: "value"; readonly value: unknown; readonly unknownNames?: readonly UnknownName[] }
  | { readonly kind: "unknown"; readonly unknownNames?: readonly UnknownName[] }
  /** `message` never quotes the cell: it may be personal. */
  | { readonly kind: "unreadable"; readonly message: string };

const UNKNOWN: Converted = { kind: "unknown" };

function value(converted: unknown): Converted {
  return { kind: "value", value: converted };
}

function unreadable(message: string): Converted {
  return { kind: "unreadable", message };
}

/** Reads what a field wants out of a row. An empty cell is unknown. */
export function convert(field: Field, cells: Cells, rules: ConversionRules): Converted {
  if (field.as === "constant") return value(field.value);
  const text = cells.get(field.column) ?? "";
  if (text === "") return UNKNOWN;
  switch (field.as) {
    case "text":
    case "id":
      return value(text);
    case "whole-number":
      return toAmount(text) ?? unreadable("is not a whole number");
    case "date":
      return toDate(text, rules.shiftDays);
    case "choice":
      return meaning(field.choices, text);
    case "list":
      if (field.names === undefined) return toList(text, field.separator, field.choices);
      return ofNames(
        codesOfNames(
          splitCell(text, field.separator).map((part) => [part, part]),
          field.names,
          rules.names,
        ),
        (code) => code,
      );
    case "pairs":
      return toNamedPairs(field, text, rules.names);
    case "pay":
      return toPay(field, text, cells, rules.shiftPay);
    case "district":
      return toDistrict(text);
    case "occupation":
      return toOccupation(text, rules.names);
    case "hashed-id":
      return value(hashedId(field.prefix, text));
    case "certificates":
      return value(toCertificates(splitCell(text, field.separator), field.importance, rules.names));
    case "experience":
      return toExperience(field, text);
    case "education":
      return mapValue(meaning(field.levels, text), (level) => [
        { on: "education", importance: field.importance, level },
      ]);
    case "competencies":
      return mapValue(toPairs(text, field.separator, ["name", "level"]), (pairs) =>
        requirementsByName(pairs as NamedLevel[], field.importance, rules.names),
      );
  }
}

function mapValue(converted: Converted, change: (value: unknown) => unknown): Converted {
  return converted.kind === "value" ? value(change(converted.value)) : converted;
}

function splitCell(text: string, separator: string): string[] {
  return text
    .split(separator)
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

function meaning(meanings: Readonly<Record<string, unknown>>, text: string): Converted {
  if (!Object.hasOwn(meanings, text)) return unreadable("is none of the values that the mapping knows");
  const found = meanings[text];
  return found === null ? UNKNOWN : value(found);
}

/** Digits, or digits parted by commas in threes; nothing else, so that "2.5" never becomes 25. */
function toAmount(text: string): Converted | undefined {
  const isAmount = /^(?:\d{1,11}|\d{1,3}(?:,\d{3}){1,3})$/.test(text);
  return isAmount ? value(Number(text.replaceAll(",", ""))) : undefined;
}

function toDate(text: string, shiftDays: number): Converted {
  const day = readDay(text);
  if (day === undefined) return unreadable("is not a date like 2026-11-21");
  return value(shiftDays === 0 ? day : fromDayNumber(toDayNumber(day) + shiftDays));
}

/** A date as `YYYY-MM-DD`; undefined when it is none, as 30 February is none. */
export function readDay(text: string): string | undefined {
  const parts = /^(\d{4})([-./]?)(\d{1,2})\2(\d{1,2})\.?$/.exec(text.replaceAll(/\s/g, ""));
  if (parts === null) return undefined;
  const [, year = "", mark, month = "", date = ""] = parts;
  if (mark === "" && (month.length !== 2 || date.length !== 2)) return undefined;
  const day = `${year}-${month.padStart(2, "0")}-${date.padStart(2, "0")}`;
  return fromDayNumber(toDayNumber(day)) === day ? day : undefined;
}

function toList(text: string, separator: string, choices: Readonly<Record<string, string>> | undefined): Converted {
  const parts = splitCell(text, separator);
  if (choices === undefined) return value(parts);
  const isKnown = parts.every((part) => Object.hasOwn(choices, part));
  return isKnown
    ? value(parts.map((part) => choices[part]))
    : unreadable("lists a value that the mapping doesn't know");
}

function toPairs(text: string, separator: string, [first, second]: readonly [string, string]): Converted {
  const pairs = splitCell(text, separator).map((part) => part.split(":").map((half) => half.trim()));
  if (pairs.some((halves) => halves.length !== 2 || halves.includes("")))
    return unreadable("is no list of pairs like a:b");
  return value(
    pairs.map(([left, right = ""]) => ({ [first]: left, [second]: /^\d+$/.test(right) ? Number(right) : right })),
  );
}

/** Pairs whose first half may be a name. */
function toNamedPairs(field: Extract<Field, { as: "pairs" }>, text: string, names: Names): Converted {
  const { separator, keys, names: of } = field;
  const pairs = toPairs(text, separator, keys);
  if (of === undefined || pairs.kind !== "value") return pairs;
  const [first, second] = keys;
  const halves = (pairs.value as Record<string, string | number>[]).map(
    (pair) => [String(pair[first]), pair[second] ?? ""] as const,
  );
  return ofNames(codesOfNames(halves, of, names), (code, own) => ({ [first]: code, [second]: own }));
}

/** Where no name has a code, what the cell says is unknown, and not that there is nothing. */
function ofNames(
  { coded, unknownNames }: CodedNames,
  toItem: (code: string, own: string | number) => unknown,
): Converted {
  if (coded.length === 0) return { kind: "unknown", unknownNames };
  const items = coded.map(({ code, own }) => toItem(code, own));
  return unknownNames.length === 0 ? value(items) : { kind: "value", value: items, unknownNames };
}

function toPay(
  field: Extract<Field, { as: "pay" }>,
  text: string,
  cells: Cells,
  shiftPay: ConversionRules["shiftPay"] = (krw) => krw,
): Converted {
  const amount = toAmount(text.replace(/\s*원$/, ""));
  if (amount?.kind !== "value") return unreadable("is not an amount in won");
  const unitText = field.unitColumn === undefined ? undefined : (cells.get(field.unitColumn) ?? "");
  const unit = unitText === undefined ? field.unit : (field.units?.[unitText] ?? field.unit);
  if (unit === undefined) return unreadable("has an amount whose unit the mapping doesn't know");
  return value({ krw: shiftPay(Number(amount.value)), unit });
}

/**
 * A code passes as it is and is checked with the rest of the event. An address that can't be read is refused: an opening whose place is
 * unknown is in reach of every district.
 */
function toDistrict(text: string): Converted {
  if (/^\d{5}$/.test(text)) return value(districtByCode(text)?.code ?? text);
  const code = districtOfAddress(text)?.code;
  return code === undefined ? unreadable("names no district that can be told for certain") : value(code);
}

function toOccupation(text: string, names: Names): Converted {
  if (OCCUPATION_CODE.test(text)) return value({ code: text });
  const code = names.occupation(text);
  return value(code === undefined ? { name: text } : { code, name: text });
}

function toExperience(field: Extract<Field, { as: "experience" }>, text: string): Converted {
  const months = field.months === undefined ? toAmount(text) : meaning(field.months, text);
  if (months === undefined) return unreadable("is not a number of months");
  if (months.kind === "value" && months.value === 0) return UNKNOWN;
  return mapValue(months, (count) => [{ on: "experience", importance: field.importance, months: count }]);
}

interface ListedCertificate {
  readonly name: string;
  readonly code: string | undefined;
  /** The name without spaces and without its grade. */
  readonly stem: string;
  /** 1급 is above 2급, 1종 above 2종; 0 when the name has none. */
  readonly grade: number;
}

function toListedCertificate(name: string, names: Names): ListedCertificate {
  const found = /(\d)\s*(?:급|종)/.exec(name);
  const stem = (found === null ? name : name.replace(found[0], "")).replaceAll(/\s+/g, "");
  return { name, code: names.certificate(name), stem, grade: Number(found?.[1] ?? 0) };
}

/** Whether whoever holds the one holds the other: the same, or a higher grade of the same. */
function standsFor(one: ListedCertificate, other: ListedCertificate, names: Names): boolean {
  if (one.code !== undefined && other.code !== undefined) return names.covers(one.code, other.code);
  return one.stem === other.stem && one.grade <= other.grade;
}

/**
 * Certificates as requirements. Where a posting names several grades of one certificate any of them will do, so the lowest is asked
 * for: whoever holds a higher one has it covered. A name that has no code stays a name, which is a question to ask.
 */
export function toCertificates(listed: readonly string[], importance: string, names: Names): object[] {
  const all = listed.map((name) => toListedCertificate(name, names));
  const asked = all.filter((one, at) =>
    all.every((other, otherAt) => {
      if (at === otherAt || !standsFor(one, other, names)) return true;
      // Of two that stand for each other the first stays.
      return standsFor(other, one, names) && at < otherAt;
    }),
  );
  return asked.map(({ name, code }) =>
    code === undefined
      ? { on: "named-certificate", importance, name }
      : { on: "certificate", importance, certificate: code },
  );
}

/** 80 bits of SHA-256: two of a million texts collide once in 2.4 × 10¹² such files. */
const HASH_HEX_CHARS = 20;

/** An opaque id made of a text: a prefix and hexadecimal digits. */
export function hashedId(prefix: string, text: string): string {
  return `${prefix}-${hash("sha256", text).slice(0, HASH_HEX_CHARS)}`;
}
