import { describe, expect, test } from "vitest";
import { allEvents, toJsonSchema } from "../../events/catalog.ts";
import type { EventDefinition } from "../../events/envelope.ts";
import { anOpening } from "../fixtures/bodies.ts";
import { asSchema } from "../fixtures/json-schema.ts";

/** The only places where a producer's own words may stand: what an opening says of itself. Paths as patterns over list indexes. */
const FREE_TEXTS = [
  "/opening/title",
  "/opening/description",
  "/opening/employerName",
  "/opening/occupation/name",
  "/opening/requirements/*/name",
  "/opening/source/name",
];

/** The words of an opening that the law forbids, given back to whoever sent them. */
const WORDS_GIVEN_BACK = "/ground/span/words";

/** An institution is public, and its name is what it is called by. */
const NAME_OF_INSTITUTION = "/institution/name";
/** What a rule set calls a programme, its parts and the bodies it names: names of public bodies and courses, for people to read. */
const RULE_NAME = /^\/rules\/(?:.+\/)?(?:name|matter)\/(?:ko|en)$/;

/** Every string that a schema allows, as a path, with whether its form is closed. */
function stringLeaves(schema: unknown, path = ""): { path: string; isClosed: boolean }[] {
  const rules = asSchema(schema);
  const { properties, items, anyOf, oneOf, type } = rules;
  const options = [anyOf, oneOf].flatMap((list) => (Array.isArray(list) ? list : []));
  const below = [
    ...Object.entries(asSchema(properties ?? {})).flatMap(([key, inner]) => stringLeaves(inner, `${path}/${key}`)),
    ...(items === undefined ? [] : stringLeaves(items, `${path}/*`)),
    ...options.flatMap((option) => stringLeaves(option, path)),
  ];
  if (type === "object") expect(rules["additionalProperties"], `${path} takes any field`).toBe(false);
  if (type === "array") expect(items, `${path} takes any item`).toBeDefined();
  if (type === undefined)
    expect(options.length > 0 || Array.isArray(rules["enum"]), `${path} takes anything`).toBe(true);
  if (type !== "string") return below;
  const isClosed = ["enum", "pattern", "format"].some((keyword) => rules[keyword] !== undefined);
  return [{ path, isClosed }, ...below];
}

const detailSchema = (event: EventDefinition) => {
  const { $schema: _draft, ...detail } = asSchema(asSchema(toJsonSchema(event)["properties"])["detail"]);
  return detail;
};

const opensText = (event: EventDefinition) => ["JobPosted", "InternshipOpened", "ProgrammeOpened"].includes(event.name);

describe("no event can carry what names a person", () => {
  test.each(allEvents)("every string of $name has a closed form, free texts of an opening aside", (event) => {
    const leaves = stringLeaves(detailSchema(event));
    expect(leaves.length).toBeGreaterThan(3);
    const open = [...new Set(leaves.filter(({ isClosed }) => !isClosed).map(({ path }) => path))];
    const givenBack = event.name === "EventRejected" ? [WORDS_GIVEN_BACK] : [];
    const isRules = event.name === "ProgrammeRulesSet";
    if (isRules) expect(open.length).toBeGreaterThan(3);
    const unexpected = open.filter((path) => !isRules || !RULE_NAME.test(path));
    const own = event.name === "InstitutionRegistered" ? [NAME_OF_INSTITUTION] : givenBack;
    expect(unexpected.sort()).toEqual(opensText(event) ? [...FREE_TEXTS].sort() : own);
  });
});

const NUMBERS_AND_ADDRESSES = {
  "a telephone number": "010-1234-5678",
  "a telephone number without hyphens": "01012345678",
  "an e-mail address": "minsu.kim@example.com",
  "a resident number": "710228-1234567",
  "a resident number without its hyphen": "7102281234567",
};
const NAMES = { "a name": "김민수" };
const INSIDE_IDS = {
  "a telephone number inside an id": "id-010-1234-5678",
  "a telephone number at the start of an id": "01012345678_a",
  "a resident number inside an id": "id_710228-1234567",
  "a telephone number in a path": "/opening/010-1234-5678",
  "a resident number in a path": "/7102281234567/0",
  "a name inside an id": "applicant-김민수",
  "an e-mail address inside an id": "applicant-minsu@example.com",
};

/** Every place of a value where a string stands. */
function stringPlaces(value: unknown, keys: readonly (string | number)[] = []): (readonly (string | number)[])[] {
  if (typeof value === "string") return [keys];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    stringPlaces(inner, [...keys, Array.isArray(value) ? Number(key) : key]),
  );
}

/** A copy of a value with another string at a place. */
function planted(value: unknown, [key, ...rest]: readonly (string | number)[], canary: string): unknown {
  if (key === undefined) return canary;
  if (Array.isArray(value)) return value.map((inner, index) => (index === key ? planted(inner, rest, canary) : inner));
  const record = value as Record<string, unknown>;
  return { ...record, [key]: planted(record[String(key)], rest, canary) };
}

const isFreeText = (keys: readonly (string | number)[]) => {
  const path = `/${keys.map((key) => (typeof key === "number" ? "*" : key)).join("/")}`;
  return [...FREE_TEXTS, WORDS_GIVEN_BACK, NAME_OF_INSTITUTION].includes(path) || RULE_NAME.test(path);
};

/** An opening with a string in every place that the schema has one. */
const fullOpening = anOpening({
  programmeId: "midlife-internship",
  eligibility: { residence: "11", legalBasis: "seoul-second-life" },
  validFrom: "2026-11-21",
  requirements: [
    { on: "competency", importance: "should", competency: "hand-drip-coffee", level: 2 },
    { on: "named-competency", importance: "nice", name: "사내 음료 제조", level: 2 },
    { on: "certificate", importance: "nice", certificate: "barista-2" },
    { on: "named-certificate", importance: "nice", name: "사내 이수증" },
    { on: "experience", importance: "should", occupation: "5317", months: 6 },
    { on: "language", importance: "nice", language: "en", level: "A1" },
    { on: "education", importance: "nice", level: "high" },
  ],
});

const KINDS: Record<string, string> = {
  JobPosted: "job",
  InternshipOpened: "internship",
  ProgrammeOpened: "volunteer",
};

/** Samples with every optional string filled in where openings are concerned. */
function fullSample(event: EventDefinition): Record<string, unknown> {
  const sample = event.sample as Record<string, unknown>;
  const kind = KINDS[event.name];
  const ground = { clauses: ["고령자고용법 4조의4 1항 1호"], span: { start: 3, end: 9, words: "20~35세" } };
  const withCause = {
    ...sample,
    causationId: "01KB0000000000000000000001",
    ...(event.name === "EventRejected" ? { ground } : {}),
  };
  return kind === undefined ? withCause : { ...withCause, opening: { ...fullOpening, kind } };
}

describe.each(allEvents)("$name refuses", (event) => {
  const sample = fullSample(event);
  const places = stringPlaces(sample);

  test("nothing of what is planted in to begin with", () => {
    expect(event.detail.safeParse(sample).error).toBeUndefined();
    expect(places.length).toBeGreaterThan(3);
  });

  test.each(Object.entries({ ...NUMBERS_AND_ADDRESSES, ...INSIDE_IDS }))(
    "%s wherever a string stands",
    (what, canary) => {
      for (const place of places) {
        const isMereName = what === "a name inside an id" && isFreeText(place);
        const { success } = event.detail.safeParse(planted(sample, place, canary));
        expect(success, place.join("/")).toBe(isMereName);
      }
    },
  );

  test.each(Object.entries(NAMES))("%s everywhere but in a free text", (_what, canary) => {
    for (const place of places) {
      const { success } = event.detail.safeParse(planted(sample, place, canary));
      expect(success, place.join("/")).toBe(isFreeText(place));
    }
  });

  test("a field for any of them", () => {
    for (const field of ["name", "phone", "email", "residentNumber", "address", "photo"]) {
      expect(event.detail.safeParse({ ...sample, [field]: "x" }).success, field).toBe(false);
    }
  });
});
