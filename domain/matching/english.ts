import type { Opening } from "../model/opening.ts";
import type {
  EducationLevel,
  EmploymentType,
  LanguageLevel,
  OpeningKind,
  payUnits,
  Shift,
} from "../model/primitives.ts";
import type { RelationKind } from "../taxonomy/relatedness.ts";
import { englishWay } from "./bridge-sentences.ts";
import { counted, grouped, inWeeksOrMonths, inYears, type Names, payTold } from "./names.ts";
import type { Asked, Reason } from "./reason.ts";

export const KINDS_EN: Record<OpeningKind, string> = {
  job: "Job",
  internship: "Internship",
  "civic-role": "Civic role",
  volunteer: "Volunteering",
  training: "Course",
  mentoring: "Mentoring",
  counselling: "Counselling",
  "job-fair": "Job fair",
  "startup-support": "Start-up support",
};

const SHIFTS_EN: Record<Shift, string> = {
  "weekday-day": "on weekdays by day",
  "weekday-evening": "on weekday evenings",
  night: "at night",
  weekend: "at weekends",
};

export const EMPLOYMENT_TYPES_EN: Record<EmploymentType, string> = {
  FULL_TIME: "full-time work",
  PART_TIME: "part-time work",
  CONTRACTOR: "freelance work",
  TEMPORARY: "work for a limited time",
  INTERN: "an internship",
  VOLUNTEER: "volunteering",
  PER_DIEM: "day work",
};

const PER_EN: Record<(typeof payUnits)[number], string> = {
  HOUR: "an hour",
  DAY: "a day",
  MONTH: "a month",
  YEAR: "a year",
};

export const LANGUAGES_EN: Record<string, string> = {
  ko: "Korean",
  en: "English",
  zh: "Chinese",
  ja: "Japanese",
  vi: "Vietnamese",
  ru: "Russian",
  es: "Spanish",
  fr: "French",
  de: "German",
  mn: "Mongolian",
  th: "Thai",
  id: "Indonesian",
  uz: "Uzbek",
};

const SCHOOLS_EN: Record<Exclude<EducationLevel, "none">, string> = {
  middle: "middle school",
  high: "high school",
  associate: "college",
  bachelor: "university",
  master: "a master's course",
  doctor: "a doctoral course",
};

export const inQuotes = (name: string): string => `“${name}”`;

export function durationEn(total: number): string {
  const [years, months] = inYears(total);
  if (years === 0) return counted(months, "month");
  return months === 0 ? counted(years, "year") : `${counted(years, "year")} and ${counted(months, "month")}`;
}

export function hoursEn(perMonth: number): string {
  const [hours, per] = inWeeksOrMonths(perMonth);
  return `${per === "week" ? "about " : ""}${counted(hours, "hour")} a ${per}`;
}

export function payEn(krw: number, unit: keyof typeof PER_EN): string {
  return `${grouped(krw)} won ${PER_EN[unit]}`;
}

/** `on weekdays by day, at night and at weekends`. */
export function shiftsEn(shifts: readonly Shift[]): string {
  const words = shifts.map((shift) => SHIFTS_EN[shift]);
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

/** What one does with a language, after "can". */
export function speakingEn(language: string, level: LanguageLevel | undefined): string {
  const name = LANGUAGES_EN[language] ?? "the language it asks for";
  if (level === undefined) return `speak ${name}`;
  if (level === "A1" || level === "A2") return `say simple things in ${name}`;
  return level === "B1" || level === "B2" ? `hold an everyday conversation in ${name}` : `speak ${name} very well`;
}

function lineOfWork(occupation: string | undefined, names: Names): string {
  const name = names.occupation(occupation);
  return name === undefined ? "in such work" : `as ${inQuotes(name)} or in similar work`;
}

function schooling(level: EducationLevel): string {
  return level === "none" ? "no schooling" : SCHOOLS_EN[level];
}

function mustEn(asked: Asked, names: Names): string {
  switch (asked.on) {
    case "competency": {
      const name = inQuotes(names.competency(asked.competency));
      return asked.isLevel ? `It needs more skill in ${name} than you have told us.` : `It needs ${name}.`;
    }
    case "certificate":
      return `It needs the certificate ${inQuotes(names.certificate(asked.certificate))}.`;
    case "experience":
      return `It needs ${durationEn(asked.months)} or more ${lineOfWork(asked.occupation, names)}.`;
    case "language":
      return `It needs somebody who can ${speakingEn(asked.language, asked.level)}.`;
    case "education":
      return `It needs somebody who has finished ${schooling(asked.level)}.`;
  }
}

function lackEn(asked: Exclude<Asked, { on: "competency" }>, names: Names): string {
  switch (asked.on) {
    case "certificate":
      return `The certificate ${inQuotes(names.certificate(asked.certificate))} would make it fit better.`;
    case "experience":
      return `${durationEn(asked.months)} or more ${lineOfWork(asked.occupation, names)} would make it fit better.`;
    case "language":
      return `It would fit better if you could ${speakingEn(asked.language, asked.level)}.`;
    case "education":
      return `It would fit better if you had finished ${schooling(asked.level)}.`;
  }
}

function placeTooFar(reason: Extract<Reason, { code: "too-far" }>, names: Names): string {
  const place = names.district(reason.district);
  const { minutes, minutesMax, wanted } = reason;
  if (minutes === undefined || (wanted && minutesMax === undefined)) {
    return `It is in ${place}, which is not where you ${wanted ? "want to work" : "live"}.`;
  }
  const way = `It is in ${place}, about ${minutes} minutes from ${wanted ? "where you want to work" : "home"}`;
  return minutesMax === undefined ? `${way}, which is far.` : `${way}; you want at most ${minutesMax}.`;
}

/** Matching only knows that something is asked for by name; what, stands in the posting. */
function askedByName(opening: Opening, source: number): string {
  const requirement = opening.requirements[source];
  if (requirement?.on === "named-competency") return able(requirement.name);
  const name = requirement?.on === "named-certificate" ? ` ${inQuotes(requirement.name)}` : " it asks for";
  return `Do you hold the certificate${name}?`;
}

/** Knowledge is had, not done. */
function able(name: string): string {
  return `${name.startsWith("Knowledge") ? "Do you have" : "Can you do"} ${inQuotes(name)}?`;
}

/** Two that are used together need not be alike. */
const RELATED_EN: Record<RelationKind, string> = {
  "used-together": "is often used together with",
  "used-by-siblings": "is used in work close to that of",
  "alike-in-name": "is close to",
  "same-kind": "is close to",
};

const USED_EN = {
  most: "It uses most of what you can do.",
  half: "It uses half or more of what you can do.",
  some: "It uses some of what you can do.",
} as const;

/** A reason as one sentence. */
export function englishSentence(reason: Reason, opening: Opening, names: Names): string {
  switch (reason.code) {
    case "competencies-held": {
      const list = reason.competencies.map((code) => inQuotes(names.competency(code))).join(", ");
      return reason.inferred
        ? `You have what such work usually needs: ${list}.`
        : `You have what it asks for: ${list}.`;
    }
    case "competency-related": {
      const own = inQuotes(names.competency(reason.by));
      const asked = inQuotes(names.competency(reason.competency));
      const sought = reason.inferred ? "which such work usually needs" : "which it asks for";
      return `Your ${own} ${RELATED_EN[reason.relation ?? "alike-in-name"]} ${asked}, ${sought}.`;
    }
    case "competency-partly":
      return `You have some of the ${inQuotes(names.competency(reason.competency))} ${reason.inferred === true ? "that such work usually needs" : "it asks for"}.`;
    case "certificate-held": {
      const asked = inQuotes(names.certificate(reason.certificate));
      return reason.by === undefined
        ? `You hold the certificate it asks for: ${asked}.`
        : `Your certificate ${inQuotes(names.certificate(reason.by))} serves for ${asked}, which it asks for.`;
    }
    case "experience": {
      const name = names.occupation(reason.occupation);
      const where = name === undefined ? "in this line of work" : `as ${inQuotes(name)}`;
      const more = reason.months >= 120 ? " or more" : "";
      return `Your ${durationEn(reason.months)}${more} ${where} ${reason.months === 1 || reason.months === 12 ? "fits" : "fit"} this work.`;
    }
    case "occupation-wanted":
      return reason.same === true ? "It is the work you want." : "It is close to the work you want.";
    case "place": {
      const district = names.district(reason.district);
      if (reason.minutes === 0) {
        return `It is in ${district}, ${reason.wanted ? "where you want to work" : "the area where you live"}.`;
      }
      return `It is in ${district}, about ${reason.minutes} minutes from ${reason.wanted ? "where you want to work" : "home"}.`;
    }
    case "online":
      return "You can do it online from home.";
    case "pay": {
      const told = payTold(reason, opening).map(([krw, per]) => payEn(krw, per));
      return told.length === 0 ? "It is unpaid." : `It pays ${told.join(", ")}.`;
    }
    case "hours-fit":
      return `It takes ${hoursEn(reason.perMonth)}, which suits you.`;
    case "shifts-fit":
      return `The work is ${shiftsEn(reason.shifts)}, which suits you.`;
    case "competencies-used":
      return USED_EN[reason.share];
    case "competencies-none":
      return reason.inferred
        ? "You have told us of nothing that such work usually needs."
        : "You have told us of nothing that it asks for.";
    case "competency-missing":
      return `${inQuotes(names.competency(reason.competency))} would make it fit better.`;
    case "asked-missing":
      return lackEn(reason.asked, names);
    case "not-yet-open":
      return "It does not take applications yet.";
    case "closed":
      return "It no longer takes applications.";
    case "full":
      return "It has no free place now.";
    case "kind-not-wanted":
      return `${inQuotes(KINDS_EN[reason.kind])} is not among what you look for.`;
    case "too-far":
      return placeTooFar(reason, names);
    case "pay-too-low":
      return `It pays less than the ${payEn(reason.wish.krw, reason.wish.unit)} you want.`;
    case "hours-do-not-fit":
      return `It takes ${hoursEn(reason.perMonth)}, which is not what you want.`;
    case "shifts-do-not-fit":
      return `The work is ${shiftsEn(reason.shifts)}, which is not when you want to work.`;
    case "employment-type-does-not-fit":
      return `It is ${EMPLOYMENT_TYPES_EN[reason.employmentType]}, which is not what you want.`;
    case "programme-condition":
      return "You do not meet a condition for taking part.";
    case "outside-programme-rules":
      return "It does not keep to its programme's rules and takes no applications now.";
    case "takes-part-elsewhere":
      return "You cannot take part in it beside a programme that you take part in now.";
    case "courses-not-completed":
      return reason.courses === undefined
        ? "It has courses that come before the start, and there is no time left to complete them."
        : `There is no time left to complete ${reason.courses.map(({ en }) => inQuotes(en)).join(" and ")} before the start.`;
    case "programme-step-missing":
      return `${reason.step === undefined ? "The step of the programme that comes before it" : inQuotes(reason.step.en)} has to be completed first.`;
    case "step-contact-center":
      return "Please ask the center first; you apply after that.";
    case "step-courses-first":
      return reason.courses === undefined
        ? "Its preparatory courses come before the start."
        : `Before the start, first complete ${reason.courses.map(({ en }) => inQuotes(en)).join(" and ")}.`;
    case "must-not-met":
      return mustEn(reason.asked, names);
    case "bridge":
    case "bridge-place":
    case "bridge-unlocks":
      return englishWay(reason, names);
    case "ask-age":
      return "Please ask your center whether you meet this programme's condition on age.";
    case "ask-residence":
      return "Please ask your center whether you meet this programme's condition on where you live.";
    case "ask-retirement-stage":
      return "Please ask your center whether you meet this programme's condition on retirement.";
    case "ask-programmes":
      return "Do you take part in another public programme now?";
    case "ask-courses":
      return "Have you completed the courses that come before the start?";
    case "ask-certificate":
      return `Do you hold the certificate ${inQuotes(names.certificate(reason.certificate))}?`;
    case "ask-named-certificate":
      return askedByName(opening, reason.source);
    case "ask-experience":
      return `Have you worked for ${durationEn(reason.months)} or more ${lineOfWork(reason.occupation, names)}?`;
    case "ask-competency":
      return able(names.competency(reason.competency));
    case "ask-language":
      return `Can you ${speakingEn(reason.language, reason.level)}?`;
    case "ask-education":
      return reason.level === undefined || reason.level === "none"
        ? "Do you meet its condition on education?"
        : `Have you finished ${schooling(reason.level)}?`;
  }
}
