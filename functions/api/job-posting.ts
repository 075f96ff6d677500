import { districtByCode } from "../../domain/geo/districts.ts";
import type { Opening } from "../../domain/model/opening.ts";
import type { EducationLevel } from "../../domain/model/primitives.ts";

type Json = Readonly<Record<string, unknown>>;

/** Names that schema.org and Google have for what was completed; others they don't know. */
const CREDENTIALS: Readonly<Partial<Record<EducationLevel, string>>> = {
  high: "high school",
  associate: "associate degree",
  bachelor: "bachelor degree",
  master: "postgraduate degree",
  doctor: "postgraduate degree",
};

/** Kinds that say themselves what sort of employment they are. */
const EMPLOYMENT_TYPES: Readonly<Partial<Record<Opening["kind"], string>>> = {
  internship: "INTERN",
  volunteer: "VOLUNTEER",
};

/** What stands for the name of an employer that isn't named: the field may not be missing, and an opaque id is nobody's name. */
const UNNAMED = "confidential";

/** Hours of a month in weeks, for what is said by the week alone. */
const WEEKS_PER_MONTH = 52 / 12;

/**
 * An opening as a schema.org `JobPosting` with the fields that Google asks for (title, description, datePosted, hiringOrganization, jobLocation). What the
 * opening doesn't say is left out, but for what is asked for: a description is then its title, and the day it was posted the first on which it is known
 * to have been open. What was taken from elsewhere says from where, and leads there.
 */
export function toJobPosting(opening: Opening, today: string): Json {
  const { title, validThrough, totalJobOpenings, place, source, employerName = UNNAMED } = opening;
  const employmentType = opening.employmentType ?? EMPLOYMENT_TYPES[opening.kind];
  return {
    "@context": "https://schema.org/",
    "@type": "JobPosting",
    identifier: { "@type": "PropertyValue", name: "Ieum", value: opening.openingId },
    title,
    description: toDescription(opening),
    ...(source === undefined ? {} : { url: source.url }),
    datePosted: opening.datePosted ?? opening.validFrom ?? today,
    // The last day counts to its end in Seoul.
    ...(validThrough === undefined ? {} : { validThrough: `${validThrough}T23:59:59+09:00` }),
    hiringOrganization: { "@type": "Organization", name: employerName },
    ...(place.mode === "online"
      ? {
          jobLocationType: "TELECOMMUTE",
          applicantLocationRequirements: { "@type": "Country", name: "KR" },
        }
      : { jobLocation: toPlace(place.district) }),
    ...(employmentType === undefined ? {} : { employmentType }),
    ...toSalary(opening),
    ...toWorkHours(opening),
    ...(totalJobOpenings === undefined ? {} : { totalJobOpenings }),
    ...toOccupation(opening),
    ...toRequired(opening),
    ...(opening.startsOn === undefined ? {} : { jobStartDate: opening.startsOn }),
    // One applies at a center or with the employer: not on a page of ours.
    directApply: false,
  };
}

/** Descriptions are HTML to whoever reads a posting. The terms of other services ask for their name wherever one of theirs is shown. */
function toDescription({ title, description, source }: Opening): string {
  const paragraphs = [description ?? title, ...(source === undefined ? [] : [`출처: ${source.name} ${source.url}`])];
  return paragraphs.map((text) => `<p>${escapeHtml(text).replaceAll(/\r?\n/g, "<br>")}</p>`).join("");
}

function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function toPlace(code: string | undefined): Json {
  const district = code === undefined ? undefined : districtByCode(code);
  const where = district === undefined ? {} : { addressRegion: district.sido, addressLocality: district.ko };
  return { "@type": "Place", address: { "@type": "PostalAddress", addressCountry: "KR", ...where } };
}

function toSalary({ baseSalary }: Opening): Json {
  if (baseSalary === undefined) return {};
  const value = { "@type": "QuantitativeValue", value: baseSalary.krw, unitText: baseSalary.unit };
  return { baseSalary: { "@type": "MonetaryAmount", currency: "KRW", value } };
}

function toWorkHours({ workHours }: Opening): Json {
  if (workHours === undefined) return {};
  if ("perWeek" in workHours) return { workHours: `주 ${workHours.perWeek}시간` };
  return { workHours: `월 ${workHours.perMonth}시간 (주 약 ${Math.round(workHours.perMonth / WEEKS_PER_MONTH)}시간)` };
}

function toOccupation({ occupation }: Opening): Json {
  const parts = [occupation?.code, occupation?.name].filter((part) => part !== undefined);
  return parts.length === 0 ? {} : { occupationalCategory: parts.join(" ") };
}

function toRequired({ requirements }: Opening): Json {
  const months = requirements.find((one) => one.on === "experience")?.months;
  const level = requirements.find((one) => one.on === "education")?.level;
  const credentialCategory = level === undefined ? undefined : CREDENTIALS[level];
  return {
    ...(months === undefined
      ? {}
      : {
          experienceRequirements: { "@type": "OccupationalExperienceRequirements", monthsOfExperience: months },
        }),
    ...(credentialCategory === undefined
      ? {}
      : {
          educationRequirements: { "@type": "EducationalOccupationalCredential", credentialCategory },
        }),
  };
}
