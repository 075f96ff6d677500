import { REQUIREMENTS_MAX } from "../../../domain/model/opening.ts";
import { type OpeningKind, openingKinds } from "../../../domain/model/primitives.ts";

/** Sorts of requirement that the form knows; everything else an opening may ask comes by the API. */
export const needSorts = ["competency", "certificate", "experience", "education"] as const;
export type NeedSort = (typeof needSorts)[number];

/** Kinds that employers post; a fair or a course is a programme's. */
export const postedKinds: readonly OpeningKind[] = openingKinds.filter((kind) =>
  ["job", "internship", "civic-role", "volunteer", "mentoring"].includes(kind),
);

/** Lines for requirements that an empty form has, and that each "more" adds. */
export const NEEDS_SHOWN = 3;

/** As many as an opening may have: one that came by the API or as a file can be revised here. */
export const NEEDS_MAX = REQUIREMENTS_MAX;

export interface NeedFields {
  readonly on: string;
  readonly name: string;
  readonly weight: string;
}

/** The form as it was sent: text as typed, so that what is wrong can be shown with it. */
export interface OpeningFields {
  readonly kind: string;
  readonly title: string;
  readonly employerName: string;
  readonly occupation: string;
  readonly description: string;
  readonly mode: string;
  readonly district: string;
  readonly pay: string;
  readonly payUnit: string;
  readonly hours: string;
  readonly hoursPer: string;
  readonly shifts: readonly string[];
  readonly employment: string;
  readonly count: string;
  readonly startsOn: string;
  readonly until: string;
  readonly needs: readonly NeedFields[];
}

export const NO_NEED: NeedFields = { on: "competency", name: "", weight: "should" };

export const EMPTY_FIELDS: OpeningFields = {
  kind: "job",
  title: "",
  employerName: "",
  occupation: "",
  description: "",
  mode: "onsite",
  district: "",
  pay: "",
  payUnit: "HOUR",
  hours: "",
  hoursPer: "perWeek",
  shifts: [],
  employment: "",
  count: "",
  startsOn: "",
  until: "",
  needs: Array.from({ length: NEEDS_SHOWN }, () => NO_NEED),
};

/** Longest text of a field that is read at all: more than the longest one that an opening takes. */
const FIELD_CHARS_MAX = 10_000;

/** Reads the form; fields that weren't sent are empty, and lines of requirements end at the last one that was. */
export function readFields(form: FormData): OpeningFields {
  const text = (name: string): string => {
    const value = form.get(name);
    return typeof value === "string" ? value.trim().slice(0, FIELD_CHARS_MAX) : "";
  };
  const needs = Array.from({ length: NEEDS_MAX }, (_, at): NeedFields | undefined =>
    form.has(`need-${at}-name`)
      ? { on: text(`need-${at}-on`), name: text(`need-${at}-name`), weight: text(`need-${at}-weight`) }
      : undefined,
  ).filter((need) => need !== undefined);
  const read = Object.fromEntries(
    Object.keys(EMPTY_FIELDS)
      .filter((name) => name !== "needs" && name !== "shifts")
      .map((name) => [name, text(name)]),
  );
  const shifts = form.getAll("shifts").filter((value) => typeof value === "string");
  return { ...EMPTY_FIELDS, ...read, shifts, needs: needs.length === 0 ? EMPTY_FIELDS.needs : needs };
}

export function withMoreNeeds(fields: OpeningFields): OpeningFields {
  const more = Array.from({ length: NEEDS_SHOWN }, () => NO_NEED);
  return { ...fields, needs: [...fields.needs, ...more].slice(0, NEEDS_MAX) };
}
