import { type Language, namesIn } from "../../../domain/matching/names.ts";
import type { Opening } from "../../../domain/model/opening.ts";
import type { Requirement } from "../../../domain/model/requirement.ts";
import type { Taxonomy } from "../../../domain/taxonomy/taxonomy.ts";
import type { OpeningDraft } from "../../serving/openings.ts";
import { employerWords } from "../words/employer-words.ts";
import type { StoodBehind } from "./opening-draft.ts";
import { EMPTY_FIELDS, type NeedFields, NO_NEED, type OpeningFields } from "./opening-form.ts";

/** An opening as the form shows it. What the form has no field for isn't in it, and stays as it is. */
export function toFields(opening: Opening, language: Language, taxonomy: Taxonomy): OpeningFields {
  const { place, baseSalary, workHours, shifts = [], employmentType, totalJobOpenings } = opening;
  const needs = opening.requirements.flatMap((need) => toNeed(need, language, taxonomy) ?? []);
  return {
    ...EMPTY_FIELDS,
    kind: opening.kind,
    title: opening.title,
    employerName: opening.employerName ?? "",
    occupation: occupationName(opening, language, taxonomy),
    description: opening.description ?? "",
    mode: place.mode,
    district: place.mode === "online" ? "" : (place.district ?? ""),
    pay: baseSalary === undefined ? "" : baseSalary.krw.toLocaleString("en-US"),
    payUnit: baseSalary?.unit ?? EMPTY_FIELDS.payUnit,
    ...hoursOf(workHours),
    shifts,
    employment: employmentType ?? "",
    count: totalJobOpenings === undefined ? "" : String(totalJobOpenings),
    startsOn: opening.startsOn ?? "",
    until: opening.validThrough ?? "",
    needs: [...needs, NO_NEED],
  };
}

function hoursOf(hours: Opening["workHours"]): Pick<OpeningFields, "hours" | "hoursPer"> {
  if (hours === undefined) return { hours: "", hoursPer: EMPTY_FIELDS.hoursPer };
  return "perWeek" in hours
    ? { hours: String(hours.perWeek), hoursPer: "perWeek" }
    : { hours: String(hours.perMonth), hoursPer: "perMonth" };
}

function occupationName({ occupation }: Opening, language: Language, taxonomy: Taxonomy): string {
  return occupation?.name ?? namesIn(language, taxonomy).occupation(occupation?.code) ?? "";
}

/** A requirement as a line of the form; undefined for one that the form has no line for. */
function toNeed(need: Requirement, language: Language, taxonomy: Taxonomy): NeedFields | undefined {
  const names = namesIn(language, taxonomy);
  const { importance: weight } = need;
  switch (need.on) {
    case "competency":
      return { on: "competency", name: names.competency(need.competency), weight };
    case "named-competency":
      return { on: "competency", name: need.name, weight };
    case "certificate":
      return { on: "certificate", name: names.certificate(need.certificate), weight };
    case "named-certificate":
      return { on: "certificate", name: need.name, weight };
    case "experience":
      return { on: "experience", name: String(need.months), weight };
    case "education":
      return { on: "education", name: employerWords[language].form.schools[need.level], weight };
    case "language":
      return undefined;
  }
}

const LANGUAGES = ["ko", "en"] as const;

/** What stands behind the lines that the form shows of an opening, in whichever language they are sent back. */
export function stoodBehind(opening: Opening, taxonomy: Taxonomy): StoodBehind {
  const said = LANGUAGES.flatMap((language) =>
    opening.requirements.map((need) => [toNeed(need, language, taxonomy), need] as const),
  );
  return {
    need: ({ on, name }) => said.find(([line]) => line?.on === on && line.name === name)?.[1],
    occupation: (name) =>
      LANGUAGES.some((language) => occupationName(opening, language, taxonomy) === name)
        ? opening.occupation
        : undefined,
  };
}

/** The opening with the draft in the place of all that the form shows of it. */
export function toRevised(opening: Opening, draft: OpeningDraft, taxonomy: Taxonomy): OpeningDraft {
  const { openingId: _id, revision: _revision, employerId: _employer, requirements, ...kept } = opening;
  const { title: _title, description: _text, occupation: _work, place: _place, baseSalary: _pay, ...others } = kept;
  const { workHours: _hours, shifts: _shifts, employmentType: _type, totalJobOpenings: _count, ...more } = others;
  const { startsOn: _start, validThrough: _until, employerName: _name, ...unshown } = more;
  const unshownNeeds = requirements.filter((need) => toNeed(need, "ko", taxonomy) === undefined);
  return { ...unshown, ...draft, kind: opening.kind, requirements: [...draft.requirements, ...unshownNeeds] };
}
