import { districtByCode } from "../geo/districts.ts";
import type { Opening } from "../model/opening.ts";
import { roundUpToTenWon, weeklyHours } from "../model/pay.ts";
import type { Taxonomy } from "../taxonomy/taxonomy.ts";
import type { Reason } from "./reasons.ts";

export type Language = "ko" | "en";

/** A message has at most this many sentences of reasons: more is not read on a telephone. */
const SENTENCES_MAX = 5;

/** A recommendation in words. */
export interface RenderedMessage {
  readonly title: string;
  /** Short sentences, one to five. */
  readonly lines: readonly string[];
}

/** For a match of which no reason has a sentence of its own, such as education alone: a message is never without a reason. */
const NOTHING_TO_NAME: Record<Language, string> = {
  ko: "알려 주신 조건과 잘 맞는 자리입니다.",
  en: "It fits what you have told us.",
};

const TITLE: Record<Opening["kind"], Record<Language, string>> = {
  job: { ko: "일자리", en: "Job" },
  internship: { ko: "인턴십", en: "Internship" },
  "civic-role": { ko: "사회공헌 일자리", en: "Civic role" },
  volunteer: { ko: "자원봉사", en: "Volunteering" },
  training: { ko: "교육 과정", en: "Course" },
  mentoring: { ko: "멘토링", en: "Mentoring" },
  counselling: { ko: "상담", en: "Counselling" },
  "job-fair": { ko: "일자리 박람회", en: "Job fair" },
  "startup-support": { ko: "창업 지원", en: "Start-up support" },
};

/** A recommendation in Korean or English, rendered from codes each time: sentences are never kept. */
export function renderMessage(
  reasons: readonly Reason[],
  opening: Opening,
  language: Language,
  taxonomy: Taxonomy,
): RenderedMessage {
  const names = nameIn(language, taxonomy);
  const questions = reasons.filter(({ code }) => code.startsWith("ask-"));
  const statements = reasons.filter(({ code }) => !code.startsWith("ask-"));
  // A question must not be lost behind statements: the first one always has its line.
  const told = [...statements.slice(0, SENTENCES_MAX - Math.min(questions.length, 1)), ...questions].slice(
    0,
    SENTENCES_MAX,
  );
  const lines = told.map((reason) =>
    language === "ko" ? koreanSentence(reason, opening, names) : englishSentence(reason, opening, names),
  );
  return {
    title: `[${TITLE[opening.kind][language]}] ${opening.title}`,
    lines: lines.length === 0 ? [NOTHING_TO_NAME[language]] : lines,
  };
}

interface Names {
  readonly competency: (code: string) => string;
  readonly certificate: (code: string) => string;
  /** Undefined for a group of occupations: a bare code says nothing to a reader. */
  readonly occupation: (code: string) => string | undefined;
  readonly district: (code: string) => string;
}

function nameIn(language: Language, taxonomy: Taxonomy): Names {
  const name = (entry: { ko: string; en?: string | undefined } | undefined, code: string) =>
    entry?.[language] ?? entry?.ko ?? code;
  return {
    competency: (code) => name(taxonomy.competencyByCode(code), code),
    certificate: (code) => name(taxonomy.certificateByCode(code), code),
    occupation: (code) => taxonomy.occupationByCode(code)?.[language],
    district: (code) => name(districtByCode(code), code),
  };
}

function won(krw: number): string {
  return String(krw).replace(/\B(?=(?:\d{3})+$)/g, ",");
}

/** Matching only knows that something is asked for by name; what, stands in the posting. */
function nameAsked(opening: Opening, source: number): string {
  const requirement = opening.requirements[source];
  return requirement?.on === "named-certificate" || requirement?.on === "named-competency" ? requirement.name : "";
}

function isOnCompetency(opening: Opening, source: number): boolean {
  return opening.requirements[source]?.on === "named-competency";
}

/** Months as people say them: up to a year and a half in months, beyond that in whole years. */
function inYearsOrMonths(months: number): readonly [count: number, unit: "month" | "year"] {
  const YEARS_FROM_MONTHS = 19;
  return months < YEARS_FROM_MONTHS ? [months, "month"] : [Math.floor(months / 12), "year"];
}

function koreanDuration(months: number): string {
  const [count, unit] = inYearsOrMonths(months);
  return unit === "month" ? `${count}개월` : `${count}년`;
}

function englishDuration(months: number): string {
  return counted(...inYearsOrMonths(months));
}

function counted(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}

/** Working time by the week, or by the month when a week has less than half an hour of it. */
function inWeeksOrMonths(perMonth: number): readonly [hours: number, per: "week" | "month"] {
  const perWeek = weeklyHours({ perMonth });
  return perWeek > 0 ? [perWeek, "week"] : [perMonth, "month"];
}

function koreanHours(perMonth: number): string {
  const [hours, per] = inWeeksOrMonths(perMonth);
  return per === "week" ? `한 주에 약 ${hours}시간` : `한 달에 ${hours}시간`;
}

function englishHours(perMonth: number): string {
  const [hours, per] = inWeeksOrMonths(perMonth);
  return `${per === "week" ? "about " : ""}${counted(hours, "hour")} a ${per}`;
}

function koreanSentence(reason: Reason, opening: Opening, names: Names): string {
  switch (reason.code) {
    case "competencies-held": {
      const list = reason.competencies.map((code) => `‘${names.competency(code)}’`).join(", ");
      return reason.inferred
        ? `이런 일에 보통 쓰이는 ${list} 역량을 갖고 계십니다.`
        : `이 자리가 찾는 ${list} 역량을 갖고 계십니다.`;
    }
    case "competency-related":
      return `갖고 계신 ‘${names.competency(reason.by)}’ 역량이 ‘${names.competency(reason.competency)}’ 역량과 비슷합니다.`;
    case "competency-partly":
      return `필요한 ‘${names.competency(reason.competency)}’ 역량을 어느 정도 갖고 계십니다.`;
    case "certificate-held":
      return `필요한 ‘${names.certificate(reason.certificate)}’ 자격증을 갖고 계십니다.`;
    case "experience": {
      const name = names.occupation(reason.occupation);
      return `${name === undefined ? "이 분야" : `‘${name}’`} 경력 ${koreanDuration(reason.months)}이 이 일과 맞습니다.`;
    }
    case "occupation-wanted":
      return "원하신 일과 같은 분야입니다.";
    case "place": {
      const district = names.district(reason.district);
      if (reason.minutes === 0) return `${reason.wanted ? "원하신 지역인" : "사시는"} ${district}에 있습니다.`;
      return `${district}에 있고, ${reason.wanted ? "원하신 지역" : "댁"}에서 가는 데 약 ${reason.minutes}분 걸립니다.`;
    }
    case "online":
      return "집에서 온라인으로 할 수 있습니다.";
    case "pay": {
      const hourly = reason.krwPerHour === undefined ? undefined : `시간당 ${won(reason.krwPerHour)}원`;
      const month = monthlyShown(reason.krwPerMonth, opening);
      const monthly = month === undefined ? undefined : `한 달 ${won(month)}원`;
      return `급여는 ${[statedMonthly(opening) ? monthly : hourly, statedMonthly(opening) ? undefined : monthly].filter(Boolean).join(", ")}입니다.`;
    }
    case "hours-fit":
      return `일하는 시간은 ${koreanHours(reason.perMonth)}으로, 원하신 시간과 맞습니다.`;
    case "competency-missing":
      return `‘${names.competency(reason.competency)}’ 역량이 있으면 더 잘 맞습니다.`;
    case "ask-age":
      return "이 사업에는 나이 조건이 있습니다. 센터에 확인해 주세요.";
    case "ask-residence":
      return "이 사업에는 사는 곳 조건이 있습니다. 센터에 확인해 주세요.";
    case "ask-certificate":
      return `‘${names.certificate(reason.certificate)}’ 자격증을 갖고 계신가요?`;
    case "ask-named-certificate":
      return isOnCompetency(opening, reason.source)
        ? `‘${nameAsked(opening, reason.source)}’ 일을 하실 수 있나요?`
        : `‘${nameAsked(opening, reason.source)}’ 자격증을 갖고 계신가요?`;
    case "ask-experience":
      return `이 일을 ${koreanDuration(reason.months)} 이상 해 보셨나요?`;
    case "ask-competency":
      return `‘${names.competency(reason.competency)}’ 역량을 갖고 계신가요?`;
    case "ask-language":
      return "이 자리에 필요한 외국어를 하실 수 있나요?";
    case "ask-education":
      return "이 자리에는 학력 조건이 있습니다. 조건에 맞으신가요?";
  }
}

function englishSentence(reason: Reason, opening: Opening, names: Names): string {
  switch (reason.code) {
    case "competencies-held": {
      const list = reason.competencies.map((code) => `“${names.competency(code)}”`).join(", ");
      return reason.inferred
        ? `You have what such work usually needs: ${list}.`
        : `You have what it asks for: ${list}.`;
    }
    case "competency-related":
      return `Your “${names.competency(reason.by)}” is close to “${names.competency(reason.competency)}”.`;
    case "competency-partly":
      return `You have some of the “${names.competency(reason.competency)}” it asks for.`;
    case "certificate-held":
      return `You hold the certificate it asks for: “${names.certificate(reason.certificate)}”.`;
    case "experience": {
      const name = names.occupation(reason.occupation);
      const [count] = inYearsOrMonths(reason.months);
      const where = name === undefined ? "in this line of work" : `as “${name}”`;
      return `Your ${englishDuration(reason.months)} ${where} ${count === 1 ? "fits" : "fit"} this work.`;
    }
    case "occupation-wanted":
      return "It is in the line of work you want.";
    case "place": {
      const district = names.district(reason.district);
      if (reason.minutes === 0) return `It is in ${district}, where you ${reason.wanted ? "want to work" : "live"}.`;
      return `It is in ${district}, about ${reason.minutes} minutes from ${reason.wanted ? "where you want to work" : "home"}.`;
    }
    case "online":
      return "You can do it online from home.";
    case "pay": {
      const hourly = reason.krwPerHour === undefined ? undefined : `${won(reason.krwPerHour)} won an hour`;
      const month = monthlyShown(reason.krwPerMonth, opening);
      const monthly = month === undefined ? undefined : `${won(month)} won a month`;
      return `It pays ${[statedMonthly(opening) ? monthly : hourly, statedMonthly(opening) ? undefined : monthly].filter(Boolean).join(", ")}.`;
    }
    case "hours-fit":
      return `It takes ${englishHours(reason.perMonth)}, which suits you.`;
    case "competency-missing":
      return `“${names.competency(reason.competency)}” would make it fit better.`;
    case "ask-age":
      return "This programme has an age condition. Please ask your center.";
    case "ask-residence":
      return "This programme has a condition on where you live. Please ask your center.";
    case "ask-certificate":
      return `Do you hold the certificate “${names.certificate(reason.certificate)}”?`;
    case "ask-named-certificate":
      return isOnCompetency(opening, reason.source)
        ? `Can you do “${nameAsked(opening, reason.source)}”?`
        : `Do you hold the certificate “${nameAsked(opening, reason.source)}”?`;
    case "ask-experience":
      return `Have you done this work for ${englishDuration(reason.months)} or more?`;
    case "ask-competency":
      return `Can you do “${names.competency(reason.competency)}”?`;
    case "ask-language":
      return "Do you speak the language this opening asks for?";
    case "ask-education":
      return "This opening has a condition on education. Do you meet it?";
  }
}

/** A month's pay as it was stated, or, worked out from the hour, rounded up to ten won as the programmes print it. */
function monthlyShown(krwPerMonth: number | undefined, opening: Opening): number | undefined {
  return krwPerMonth === undefined || statedMonthly(opening) ? krwPerMonth : roundUpToTenWon(krwPerMonth);
}

/** Pay that was stated for a month or a year is told for the month, all other pay first for the hour. */
function statedMonthly(opening: Opening): boolean {
  const unit = opening.baseSalary?.unit;
  return unit === "MONTH" || unit === "YEAR";
}
