/**
 * schema.org `JobPosting` in JSON-LD, as employers' own pages carry it for search engines: alone, in an `@graph`, in an array, or in the scripts of a
 * page. What it says nothing of is unknown.
 */
import { employmentTypes } from "../../../domain/model/primitives.ts";
import { type Cells, hashedId } from "../converters.ts";
import { dayIn, withoutContacts } from "./wording.ts";

type Json = Readonly<Record<string, unknown>>;

const SCRIPT = /<script[^>]*type\s*=\s*["']?application\/ld\+json["']?[^>]*>([\s\S]*?)<\/script>/gi;

/** Credentials by their names at schema.org and Google, in our levels. */
const CREDENTIALS: Readonly<Record<string, string>> = {
  "high school": "high",
  "associate degree": "associate",
  "bachelor degree": "bachelor",
  "postgraduate degree": "master",
};

/** All postings in a text, in plain columns. */
export function readJobPostings(text: string): readonly Cells[] {
  const scripts = [...text.matchAll(SCRIPT)].map(([, script = ""]) => script);
  return (scripts.length === 0 ? [text] : scripts).flatMap((script) => postingsIn(parsed(script)).map(toCells));
}

function parsed(script: string): unknown {
  try {
    return JSON.parse(script);
  } catch {
    return undefined;
  }
}

function postingsIn(value: unknown): Json[] {
  if (Array.isArray(value)) return value.flatMap(postingsIn);
  if (!isObject(value)) return [];
  if (value["@graph"] !== undefined) return postingsIn(value["@graph"]);
  return [value["@type"]].flat().includes("JobPosting") ? [value] : [];
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null;
}

/** The first of what may be one or many, when it is an object. */
function object(value: unknown): Json {
  const [first] = [value].flat();
  return isObject(first) ? first : {};
}

function text(value: unknown): string {
  const [first] = [value].flat();
  return typeof first === "string" || typeof first === "number" ? String(first).normalize("NFC").trim() : "";
}

/** A day in Seoul. `validThrough` may be an instant, `datePosted` too. */
function day(value: unknown): string {
  const said = text(value);
  if (!/T\d/.test(said)) return dayIn(said);
  const instant = Date.parse(said);
  // An instant without a zone is the clock on the wall where the work is.
  const isZoned = /(?:Z|[+-]\d{2}:?\d{2})$/.test(said);
  if (Number.isNaN(instant) || !isZoned) return dayIn(said.slice(0, 10));
  return new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Seoul" }).format(instant);
}

function payOf(posting: Json): readonly (readonly [string, string])[] {
  const salary = object(posting["baseSalary"]);
  const value = object(salary["value"]);
  const amount = text(value["minValue"]) || text(value["value"]) || text(salary["value"]) || text(salary["minValue"]);
  const unit = (text(value["unitText"]) || text(salary["unitText"])).toUpperCase();
  const isWon = ["", "KRW"].includes(text(salary["currency"]).toUpperCase());
  const isKnown = isWon && /^\d+(?:\.0+)?$/.test(amount) && ["HOUR", "DAY", "MONTH", "YEAR"].includes(unit);
  return [
    ["pay", isKnown ? amount.replace(/\.0+$/, "") : ""],
    ["payUnit", isKnown ? unit : ""],
  ];
}

function districtOf(posting: Json): string {
  const address = object(posting["jobLocation"])["address"];
  if (typeof address === "string") return address.normalize("NFC").trim();
  const { addressRegion, addressLocality, streetAddress } = object(address);
  return [addressRegion, addressLocality, streetAddress].map(text).filter(Boolean).join(" ");
}

function toCells(posting: Json): Cells {
  const employer = object(posting["hiringOrganization"]);
  const name = text(employer["name"]) || text(posting["hiringOrganization"]);
  const identifier = object(posting["identifier"]);
  const id = text(identifier["value"]) || text(posting["identifier"]) || text(posting["url"]) || text(posting["title"]);
  const url = text(posting["url"]) || text(posting["@id"]);
  const isOnline = text(posting["jobLocationType"]).toUpperCase() === "TELECOMMUTE";
  const types = [posting["employmentType"]].flat().map((type) => String(type).toUpperCase());
  const education = object(posting["educationRequirements"]);
  return new Map([
    ["openingId", hashedId("posting", `${name}\n${id}`)],
    ["employerId", hashedId("employer", name)],
    ["employerName", withoutContacts(name)],
    ["kind", types.includes("INTERN") ? "internship" : types.includes("VOLUNTEER") ? "volunteer" : "job"],
    ["title", text(posting["title"])],
    ["description", withoutContacts(plainText(text(posting["description"])))],
    ["occupation", text(posting["occupationalCategory"])],
    ["mode", isOnline ? "online" : ""],
    ["district", isOnline ? "" : districtOf(posting)],
    ...payOf(posting),
    ["employmentType", employmentTypes.find((type) => types.includes(type)) ?? ""],
    ["education", CREDENTIALS[text(education["credentialCategory"]).toLowerCase()] ?? ""],
    [
      "experienceMonths",
      /^[1-9]\d*$/.exec(text(object(posting["experienceRequirements"])["monthsOfExperience"]))?.[0] ?? "",
    ],
    ["totalJobOpenings", /^[1-9]\d*$/.exec(text(posting["totalJobOpenings"]))?.[0] ?? ""],
    ["datePosted", day(posting["datePosted"])],
    ["validThrough", day(posting["validThrough"])],
    ...sourceOf(url),
  ]);
}

function sourceOf(url: string): readonly (readonly [string, string])[] {
  if (!URL.canParse(url) || !url.startsWith("https://")) return [];
  return [
    ["sourceName", new URL(url).hostname],
    ["sourceUrl", url],
  ];
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: " ",
  "#39": "'",
};

/** The words of a description, which may be HTML: its paragraphs and list items become lines. */
function plainText(html: string): string {
  return html
    .replace(/<(?:br|\/p|\/li|\/div|\/h\d)\b[^>]*>/gi, "\n")
    .replace(/<[^>]*>/g, "")
    .replace(/&(amp|lt|gt|quot|apos|nbsp|#39);/g, (_, name: string) => ENTITIES[name] ?? "")
    .replace(/[ \t]+/g, " ")
    .replace(/\s*\n\s*/g, "\n")
    .trim();
}
