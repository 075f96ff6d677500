import { findUnlawful } from "../../../domain/lawful/unlawful.ts";
import type { Opening } from "../../../domain/model/opening.ts";
import {
  educationLevels,
  employmentTypes,
  type OpeningKind,
  openingKinds,
  payUnits,
  shifts,
} from "../../../domain/model/primitives.ts";
import { importances, type Requirement } from "../../../domain/model/requirement.ts";
import { carriesPersonalData } from "../../../domain/model/text.ts";
import { type Refusal, refusal } from "../../../domain/refusal.ts";
import type { Resolvers } from "../../../domain/taxonomy/resolvers.ts";
import type { OpeningDraft } from "../../serving/openings.ts";
import type { SaidField } from "./check.tsx";
import type { NeedFields, OpeningFields } from "./opening-form.ts";

/** What can be wrong with a field before anybody looks at what it says. */
export type FieldFault = "missing" | "not-a-number" | "need-without-name";

export interface ReadDraft {
  readonly draft: OpeningDraft;
  readonly faults: readonly { readonly field: SaidField; readonly fault: FieldFault }[];
  /** Names that no code was found for: they are asked about as they stand. */
  readonly unknownNames: readonly string[];
}

/** What stands behind the lines of a form: an opening that is revised keeps a level or a code that the line's name alone doesn't say. */
export interface StoodBehind {
  need(line: NeedFields): Requirement | undefined;
  occupation(name: string): Opening["occupation"];
}

const NOTHING_STOOD: StoodBehind = { need: () => undefined, occupation: () => undefined };

/** A skill that is asked for without a level is one that somebody has worked with. */
const LEVEL_WANTED = 3;

/** The form as an opening, as far as it is one; names become codes where the taxonomy knows them. */
export function readDraft(fields: OpeningFields, resolvers: Resolvers, stood: StoodBehind = NOTHING_STOOD): ReadDraft {
  const faults: { field: SaidField; fault: FieldFault }[] = [];
  const unknownNames: string[] = [];
  const number = (field: "pay" | "hours" | "count"): number | undefined => {
    // Commas and units are how people write amounts.
    const digits = fields[field].replace(/[\s,원명]|시간/g, "");
    if (digits === "") return undefined;
    if (/^\d{1,12}$/.test(digits)) return Number(digits);
    faults.push({ field, fault: "not-a-number" });
    return undefined;
  };
  if (fields.title === "") faults.push({ field: "title", fault: "missing" });
  const [pay, hours, count] = [number("pay"), number("hours"), number("count")];
  const needs = fields.needs.flatMap((need): readonly Requirement[] => {
    const kept = stood.need(need);
    if (kept === undefined) return readNeed(need, resolvers, faults, unknownNames);
    return [{ ...kept, importance: importanceOf(need) }];
  });
  const occupation = stood.occupation(fields.occupation) ?? readOccupation(fields.occupation, resolvers, unknownNames);
  const unit = payUnits.find((one) => one === fields.payUnit) ?? "HOUR";
  const employmentType = employmentTypes.find((one) => one === fields.employment);
  const chosen = shifts.filter((shift) => fields.shifts.includes(shift));
  const draft: OpeningDraft = {
    kind: openingKinds.find((one): one is OpeningKind => one === fields.kind) ?? "job",
    title: fields.title,
    place: placeOf(fields),
    requirements: needs,
    ...(fields.employerName === "" ? {} : { employerName: fields.employerName }),
    ...(fields.description === "" ? {} : { description: fields.description }),
    ...(occupation === undefined ? {} : { occupation }),
    ...(pay === undefined ? {} : { baseSalary: { krw: pay, unit } }),
    ...(hours === undefined
      ? {}
      : { workHours: fields.hoursPer === "perMonth" ? { perMonth: hours } : { perWeek: hours } }),
    ...(chosen.length === 0 ? {} : { shifts: chosen }),
    ...(employmentType === undefined ? {} : { employmentType }),
    ...(count === undefined ? {} : { totalJobOpenings: count }),
    ...(fields.startsOn === "" ? {} : { startsOn: fields.startsOn }),
    ...(fields.until === "" ? {} : { validThrough: fields.until }),
  };
  return { draft, faults, unknownNames };
}

function importanceOf({ weight }: Pick<NeedFields, "weight">): Requirement["importance"] {
  return importances.find((one) => one === weight) ?? "should";
}

function placeOf({ mode, district }: OpeningFields): Opening["place"] {
  if (mode === "online") return { mode };
  const where = district === "" ? {} : { district };
  return mode === "blended" ? { mode, ...where } : { mode: "onsite", ...where };
}

function readOccupation(name: string, { occupation }: Resolvers, unknownNames: string[]): Opening["occupation"] {
  if (name === "") return undefined;
  const code = occupation.resolve(name)?.code;
  if (code === undefined) unknownNames.push(name);
  return code === undefined ? { name } : { code, name };
}

function readNeed(
  { on, name, weight }: NeedFields,
  resolvers: Resolvers,
  faults: { field: SaidField; fault: FieldFault }[],
  unknownNames: string[],
): Requirement[] {
  if (name === "") return [];
  const importance = importanceOf({ weight });
  switch (on) {
    case "certificate": {
      const certificate = resolvers.certificate.resolve(name)?.code;
      if (certificate !== undefined) return [{ on, importance, certificate }];
      unknownNames.push(name);
      return [{ on: "named-certificate", importance, name }];
    }
    case "experience": {
      const months = Number(name.replace(/[\s개월]/g, ""));
      if (Number.isInteger(months) && months >= 1 && months <= 600) return [{ on, importance, months }];
      faults.push({ field: "needs", fault: "not-a-number" });
      return [];
    }
    case "education": {
      const level = educationLevels.find((one) => one === name) ?? educationOf(name);
      if (level !== undefined) return [{ on, importance, level }];
      faults.push({ field: "needs", fault: "need-without-name" });
      return [];
    }
    default: {
      const competency = resolvers.competency.resolve(name)?.code;
      if (competency !== undefined) return [{ on: "competency", importance, competency, level: LEVEL_WANTED }];
      unknownNames.push(name);
      return [{ on: "named-competency", importance, name, level: LEVEL_WANTED }];
    }
  }
}

/** Schooling as people write it, the highest first: 전문대학 has 대학 in it. */
const SCHOOLING: readonly (readonly [RegExp, (typeof educationLevels)[number]])[] = [
  [/박사|doctor/iu, "doctor"],
  [/석사|master/iu, "master"],
  [/전문대|초대졸|associate|college/iu, "associate"],
  [/대졸|대학|학사|bachelor/iu, "bachelor"],
  [/고졸|고등|high/iu, "high"],
  [/중졸|중학|middle/iu, "middle"],
  [/무관|상관|any|none/iu, "none"],
];

function educationOf(name: string): (typeof educationLevels)[number] | undefined {
  return SCHOOLING.find(([words]) => words.test(name))?.[1];
}

/** Fields by the path of what stands in them. */
const FIELD_OF_PATH: readonly (readonly [start: string, field: SaidField])[] = [
  ["/opening/title", "title"],
  ["/opening/employerName", "employerName"],
  ["/opening/description", "description"],
  ["/opening/occupation", "occupation"],
  ["/opening/baseSalary", "pay"],
  ["/opening/workHours", "hours"],
  ["/opening/place", "district"],
  ["/opening/requirements", "needs"],
  ["/opening/totalJobOpenings", "count"],
  ["/opening/startsOn", "startsOn"],
  ["/opening/validThrough", "until"],
  ["/opening/validFrom", "until"],
];

export function fieldOf({ path }: Pick<Refusal, "path">): SaidField {
  return FIELD_OF_PATH.find(([start]) => path.startsWith(start))?.[1] ?? "title";
}

/** More findings than that at once help nobody; the rest is found when these are mended. */
const FINDINGS_MAX = 10;

/**
 * Everything that the law forbids in a draft, and not the first alone: what was found is taken out and it is looked at again. The draft needn't be an
 * opening yet; empty texts say nothing.
 */
export function findAllUnlawful(draft: OpeningDraft, day: string): readonly Refusal[] {
  const found: Refusal[] = [];
  let rest: Opening = { ...draft, openingId: "draft", revision: 1, employerId: "draft" };
  while (found.length < FINDINGS_MAX) {
    const refusal = findUnlawful(rest, day);
    if (refusal === undefined) break;
    found.push(refusal);
    const without = withoutFound(rest, refusal);
    if (without === undefined) break;
    rest = without;
  }
  return found;
}

/** The opening without what a finding is about; undefined when that isn't known. */
function withoutFound(opening: Opening, { path, ground }: Refusal): Opening | undefined {
  if (path === "/opening/baseSalary") {
    const { baseSalary: _found, ...others } = opening;
    return others;
  }
  const span = ground?.span;
  if (span === undefined) return undefined;
  // A word that nothing is found in stands where the found one was, so that its neighbours don't grow together.
  const cut = (text: string) => `${text.slice(0, span.start)} · ${text.slice(span.end)}`;
  if (path === "/opening/title") return { ...opening, title: cut(opening.title) };
  if (path === "/opening/description") return { ...opening, description: cut(opening.description ?? "") };
  if (path === "/opening/occupation/name") {
    return { ...opening, occupation: { ...opening.occupation, name: cut(opening.occupation?.name ?? "") } };
  }
  const at = Number(/^\/opening\/requirements\/(?<at>\d+)/.exec(path)?.groups?.["at"] ?? -1);
  return at < 0 ? undefined : { ...opening, requirements: opening.requirements.toSpliced(at, 1) };
}

/** Texts that carry a telephone number or the like, each at its own place: they would be refused when the opening is posted. */
export function findPersonalData(draft: OpeningDraft): readonly Refusal[] {
  const texts: readonly (readonly [path: string, text: string | undefined])[] = [
    ["/opening/title", draft.title],
    ["/opening/employerName", draft.employerName],
    ["/opening/description", draft.description],
    ["/opening/occupation/name", draft.occupation?.name],
    ...draft.requirements.map((need, at) => [`/opening/requirements/${at}`, "name" in need ? need.name : ""] as const),
  ];
  return texts
    .filter(([, text]) => text !== undefined && carriesPersonalData(text))
    .map(([path]) => refusal("PERSONAL_DATA_IN_TEXT", path, "carries personal data"));
}
