import type { Change, RequirementName, Telling } from "./change.ts";
import { durationEn, EMPLOYMENT_TYPES_EN, inQuotes, KINDS_EN, LANGUAGES_EN, payEn, shiftsEn } from "./english.ts";
import type { Names } from "./names.ts";
import { EXPERIENCE_MONTHS_TOLD_MAX } from "./reason.ts";

/** How well something is done at each level 1–5: see Level in taxonomy/taxonomy.ts. */
const AS_WELL_EN = [
  "",
  "well enough to know of it",
  "well enough to do it with help",
  "well enough to do it alone",
  "well enough to show others",
  "as well as an expert",
];

const TELL_EN: Record<Exclude<Telling["field"], "experience">, string> = {
  competencies: "that you can do what it asks for",
  certificates: "that you hold the certificates it asks for",
  languages: "that you speak the languages it asks for",
  education: "that you have finished the school it asks for",
  occupations: "that you want such work",
  districts: "that you want to work there",
  pay: "that its pay is enough for you",
  hours: "that its hours suit you",
  shifts: "that you can work at these times",
  "employment-types": "that such employment suits you",
};

const STATED_EN = {
  hours: "its hours",
  shifts: "its times of work",
  "employment-type": "its terms of employment",
} as const;

function requirementEn(what: RequirementName, names: Names): string {
  switch (what.on) {
    case "competency":
      return inQuotes(names.competency(what.competency));
    case "certificate":
      return `the certificate ${inQuotes(names.certificate(what.certificate))}`;
    case "named-competency":
      return "what it asks for by name";
    case "named-certificate":
      return "the certificate";
    case "experience":
      return what.months > EXPERIENCE_MONTHS_TOLD_MAX ? "experience" : `${durationEn(what.months)} of experience`;
    case "language":
      return LANGUAGES_EN[what.language] ?? "the language";
    case "education":
      return "education";
  }
}

/** A change as a condition: what would have to be so. */
export function englishCondition(change: Change, names: Names): string {
  switch (change.sort) {
    case "tell":
      if (change.field === "experience")
        return `if you tell us that you have done such work for ${durationEn(change.months)}`;
      return `if you tell us ${TELL_EN[change.field]}`;
    case "want-kind":
      return `if you also look for ${inQuotes(KINDS_EN[change.kind])}`;
    case "want-occupation": {
      const name = names.occupation(change.occupation);
      return name === undefined ? "if you also want such work" : `if you also want to work as ${inQuotes(name)}`;
    }
    case "want-hours":
      if (change.perWeek === undefined) return "if fewer hours are enough for you";
      return change.end === "most"
        ? `if up to ${change.perWeek} hours a week suit you`
        : `if ${change.perWeek} hours a week are enough for you`;
    case "want-shifts":
      return `if you can also work ${shiftsEn(change.shifts)}`;
    case "want-employment-type":
      return `if ${EMPLOYMENT_TYPES_EN[change.employmentType]} suits you too`;
    case "go-farther":
      return `if a way of up to ${change.minutesMax} minutes suits you`;
    case "accept-pay":
      return `if ${payEn(change.pay.krw, change.pay.unit)} is enough for you`;
    case "learn":
      return `if you learn ${inQuotes(names.competency(change.competency))} ${AS_WELL_EN[change.to] ?? ""}`;
    case "gain-certificate":
      return `if you gain the certificate ${inQuotes(names.certificate(change.certificate))}`;
    case "improve-language":
      return `if you learn ${LANGUAGES_EN[change.language] ?? "the language"} to the next level`;
    case "state":
      return `if the opening states ${STATED_EN[change.field]} and they suit this person`;
    case "lower-level":
      return `if the opening asks for ${inQuotes(names.competency(change.competency))} at level ${change.to} and not ${change.from}`;
    case "lower-experience":
      return `if the opening asks for no more than ${durationEn(change.months)} of experience`;
    case "lower-language":
      return `if the opening asks for ${LANGUAGES_EN[change.language] ?? "the language"} one level lower`;
    case "soften":
      return `if ${requirementEn(change.what, names)} is welcome and no longer a must`;
    case "drop":
      return `if the opening no longer asks for ${requirementEn(change.what, names)}`;
    case "change-shifts":
      return `if the work is ${shiftsEn(change.shifts)}`;
    case "change-hours": {
      const pay = change.pay && ` and pays ${payEn(change.pay.krw, change.pay.unit)}`;
      return `if it takes ${change.perWeek} hours a week${pay ?? ""}`;
    }
    case "change-employment-type":
      return `if it is ${EMPLOYMENT_TYPES_EN[change.employmentType]}`;
    case "raise-pay":
      return `if it pays ${payEn(change.pay.krw, change.pay.unit)}`;
  }
}
