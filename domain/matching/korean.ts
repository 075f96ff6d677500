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
import { koreanWay } from "./bridge-sentences.ts";
import { grouped, inWeeksOrMonths, inYears, type Names, payTold } from "./names.ts";
import { withParticle } from "./particle.ts";
import type { Asked, Reason } from "./reason.ts";

export const KINDS_KO: Record<OpeningKind, string> = {
  job: "일자리",
  internship: "인턴십",
  "civic-role": "사회공헌 일자리",
  volunteer: "자원봉사",
  training: "교육 과정",
  mentoring: "멘토링",
  counselling: "상담",
  "job-fair": "일자리 박람회",
  "startup-support": "창업 지원",
};

export const SHIFTS_KO: Record<Shift, string> = {
  "weekday-day": "평일 낮",
  "weekday-evening": "평일 저녁",
  night: "밤",
  weekend: "주말",
};

export const EMPLOYMENT_TYPES_KO: Record<EmploymentType, string> = {
  FULL_TIME: "전일제",
  PART_TIME: "시간제",
  CONTRACTOR: "프리랜서",
  TEMPORARY: "기간제",
  INTERN: "인턴",
  VOLUNTEER: "자원봉사",
  PER_DIEM: "일용직",
};

const PER_KO: Record<(typeof payUnits)[number], string> = {
  HOUR: "시간당",
  DAY: "하루",
  MONTH: "한 달",
  YEAR: "1년에",
};

/** Every name of a language ends in 어, so its particles are 로 and 를. */
export const LANGUAGES_KO: Record<string, string> = {
  ko: "한국어",
  en: "영어",
  zh: "중국어",
  ja: "일본어",
  vi: "베트남어",
  ru: "러시아어",
  es: "스페인어",
  fr: "프랑스어",
  de: "독일어",
  mn: "몽골어",
  th: "태국어",
  id: "인도네시아어",
  uz: "우즈베크어",
};

const SCHOOLS_KO: Record<Exclude<EducationLevel, "none">, readonly [finished: string, degree: string]> = {
  middle: ["중학교를 졸업", "중학교 졸업"],
  high: ["고등학교를 졸업", "고등학교 졸업"],
  associate: ["전문대학이나 대학교를 졸업", "전문대학 졸업"],
  bachelor: ["대학교를 졸업", "대학교 졸업"],
  master: ["대학원 석사 과정을 졸업", "석사"],
  doctor: ["대학원 박사 과정을 졸업", "박사"],
};

export const inQuotes = (name: string): string => `‘${name}’`;

/** What somebody can do, by its name; knowledge is called what it is. */
export function ability(name: string): string {
  return name.endsWith("지식") ? inQuotes(name) : `${inQuotes(name)} 능력`;
}

/** A certificate by its name; one whose name says what it is needs no other word, and a course has been finished. */
export function certificateKo(name: string): string {
  const course = /^(?<title>.+) 이수$/u.exec(name)?.groups?.["title"];
  if (course !== undefined) return `${inQuotes(course)} 수료증`;
  return /(?:자격|증|면허.*)$/u.test(name) ? inQuotes(name) : `${inQuotes(name)} 자격증`;
}

export function durationKo(total: number): string {
  const [years, months] = inYears(total);
  return [years > 0 ? `${years}년` : "", months > 0 || years === 0 ? `${months}개월` : ""].filter(Boolean).join(" ");
}

export function hoursKo(perMonth: number): string {
  const [hours, per] = inWeeksOrMonths(perMonth);
  return per === "week" ? `한 주에 약 ${hours}시간` : `한 달에 ${hours}시간`;
}

export function payKo(krw: number, unit: keyof typeof PER_KO): string {
  return `${PER_KO[unit]} ${grouped(krw)}원`;
}

export function shiftsKo(shifts: readonly Shift[]): string {
  return shifts.map((shift) => SHIFTS_KO[shift]).join(", ");
}

/** What one does with a language, before "하실 수 있다". */
export function speakingKo(language: string, level: LanguageLevel | undefined): string {
  const name = LANGUAGES_KO[language] ?? "외국어";
  if (level === undefined) return `${name}를`;
  if (level === "A1" || level === "A2") return `${name}로 간단한 말을`;
  return level === "B1" || level === "B2" ? `${name}로 일상 대화를` : `${name}를 능숙하게`;
}

function lineOfWork(occupation: string | undefined, names: Names): string {
  const name = names.occupation(occupation);
  return name === undefined ? "이런 일" : `${inQuotes(name)} 일이나 비슷한 일`;
}

function mustKo(asked: Asked, names: Names): string {
  switch (asked.on) {
    case "competency": {
      const more = asked.isLevel ? "지금보다 높은 수준의 " : "";
      return `이 자리에는 ${more}${withParticle(ability(names.competency(asked.competency)), "이가")} 꼭 필요합니다.`;
    }
    case "certificate":
      return `이 자리에는 ${withParticle(certificateKo(names.certificate(asked.certificate)), "이가")} 꼭 필요합니다.`;
    case "experience":
      return `이 자리에는 ${withParticle(lineOfWork(asked.occupation, names), "을를")} ${durationKo(asked.months)} 이상 해 본 경력이 꼭 필요합니다.`;
    case "language":
      return `이 자리에서는 ${speakingKo(asked.language, asked.level)} 하실 수 있어야 합니다.`;
    case "education":
      return asked.level === "none"
        ? "이 자리에는 학력 조건이 없습니다."
        : `이 자리에는 ${SCHOOLS_KO[asked.level][1]} 이상의 학력이 꼭 필요합니다.`;
  }
}

function lackKo(asked: Exclude<Asked, { on: "competency" }>, names: Names): string {
  switch (asked.on) {
    case "certificate":
      return `${withParticle(certificateKo(names.certificate(asked.certificate)), "이가")} 있으면 더 잘 맞습니다.`;
    case "experience":
      return `${withParticle(lineOfWork(asked.occupation, names), "을를")} ${durationKo(asked.months)} 이상 하셨으면 더 잘 맞습니다.`;
    case "language":
      return `${speakingKo(asked.language, asked.level)} 하실 수 있으면 더 잘 맞습니다.`;
    case "education":
      return asked.level === "none"
        ? "학력 조건이 없습니다."
        : `${SCHOOLS_KO[asked.level][1]} 이상의 학력이면 더 잘 맞습니다.`;
  }
}

function placeTooFar(reason: Extract<Reason, { code: "too-far" }>, names: Names): string {
  const place = withParticle(names.district(reason.district), "은는");
  const { minutes, minutesMax, wanted } = reason;
  if (minutes === undefined || (wanted && minutesMax === undefined)) {
    return `${place} ${wanted ? "원하신 지역이" : "사시는 지역이"} 아닙니다.`;
  }
  const from = wanted ? "원하신 지역에서" : "댁에서";
  return minutesMax === undefined
    ? `${place} ${from} 약 ${minutes}분 걸려 멉니다.`
    : `${place} ${from} 약 ${minutes}분 걸려, 정하신 ${minutesMax}분보다 멉니다.`;
}

/** Matching only knows that something is asked for by name; what, stands in the posting. */
function askedByName(opening: Opening, source: number): string {
  const requirement = opening.requirements[source];
  if (requirement?.on === "named-competency")
    return `${withParticle(ability(requirement.name), "을를")} 갖고 계신가요?`;
  const certificate = requirement?.on === "named-certificate" ? certificateKo(requirement.name) : "필요한 자격증";
  return `${withParticle(certificate, "을를")} 갖고 계신가요?`;
}

/** After "… 능력과": two that are used together need not be alike. */
const RELATED_KO: Record<RelationKind, string> = {
  "used-together": "함께 쓰일 때가 많습니다.",
  "used-by-siblings": "비슷한 일에서 쓰입니다.",
  "alike-in-name": "비슷합니다.",
  "same-kind": "비슷합니다.",
};

const USED_KO = {
  most: "갖고 계신 능력을 대부분 쓰는 일입니다.",
  half: "갖고 계신 능력을 절반 이상 쓰는 일입니다.",
  some: "갖고 계신 능력 가운데 일부를 쓰는 일입니다.",
} as const;

/** A reason as one sentence. */
export function koreanSentence(reason: Reason, opening: Opening, names: Names): string {
  switch (reason.code) {
    case "competencies-held": {
      const [last = "", ...before] = reason.competencies.map(names.competency).toReversed();
      const list = [...before.toReversed().map(inQuotes), withParticle(ability(last), "을를")].join(", ");
      return `${reason.inferred ? "이런 일에 보통 쓰이는" : "이 자리가 찾는"} ${list} 갖고 계십니다.`;
    }
    case "competency-related": {
      const own = withParticle(ability(names.competency(reason.by)), "은는");
      const asked = ability(names.competency(reason.competency));
      const sought = reason.inferred ? "이런 일에 보통 쓰이는" : "이 자리가 찾는";
      return `갖고 계신 ${own} ${sought} ${asked}과 ${RELATED_KO[reason.relation ?? "alike-in-name"]}`;
    }
    case "competency-partly":
      return `${reason.inferred === true ? "이런 일에 보통 쓰이는" : "이 자리가 찾는"} ${withParticle(ability(names.competency(reason.competency)), "을를")} 어느 정도 갖고 계십니다.`;
    case "certificate-held": {
      const asked = withParticle(certificateKo(names.certificate(reason.certificate)), "을를");
      if (reason.by === undefined) return `이 자리가 찾는 ${asked} 갖고 계십니다.`;
      const own = withParticle(certificateKo(names.certificate(reason.by)), "이가");
      return `갖고 계신 ${own} 이 자리가 찾는 ${asked} 대신합니다.`;
    }
    case "experience": {
      const name = names.occupation(reason.occupation);
      const where = name === undefined ? "이 분야에서" : withParticle(inQuotes(name), "으로");
      return `${where} ${durationKo(reason.months)}${reason.months >= 120 ? " 이상" : ""} 일하신 경력이 이 일과 맞습니다.`;
    }
    case "occupation-wanted":
      return reason.same === true ? "원하신 일입니다." : "원하신 일과 비슷한 분야입니다.";
    case "place": {
      const district = names.district(reason.district);
      if (reason.minutes === 0) return `${reason.wanted ? "원하신 지역인" : "사시는 지역인"} ${district}에 있습니다.`;
      return `${district}에 있고, ${reason.wanted ? "원하신 지역" : "댁"}에서 가는 데 약 ${reason.minutes}분 걸립니다.`;
    }
    case "online":
      return "집에서 온라인으로 할 수 있습니다.";
    case "pay": {
      const told = payTold(reason, opening).map(([krw, per]) => payKo(krw, per));
      return told.length === 0 ? "급여가 없는 자리입니다." : `급여는 ${told.join(", ")}입니다.`;
    }
    case "hours-fit":
      return `일하는 시간은 ${hoursKo(reason.perMonth)}으로, 원하신 시간과 맞습니다.`;
    case "shifts-fit":
      return `일하는 때는 ${withParticle(shiftsKo(reason.shifts), "으로")}, 원하신 때와 맞습니다.`;
    case "competencies-used":
      return USED_KO[reason.share];
    case "competencies-none":
      return `${reason.inferred ? "이런 일에 보통 쓰이는" : "이 자리가 찾는"} 능력은 알려 주신 것에 들어 있지 않습니다.`;
    case "competency-missing":
      return `${withParticle(ability(names.competency(reason.competency)), "이가")} 있으면 더 잘 맞습니다.`;
    case "asked-missing":
      return lackKo(reason.asked, names);
    case "not-yet-open":
      return "아직 신청을 받지 않는 자리입니다.";
    case "closed":
      return "신청이 끝난 자리입니다.";
    case "full":
      return "지금은 남은 자리가 없습니다.";
    case "kind-not-wanted":
      return `${withParticle(inQuotes(KINDS_KO[reason.kind]), "은는")} 찾으시는 것에 들어 있지 않습니다.`;
    case "too-far":
      return placeTooFar(reason, names);
    case "pay-too-low":
      return `급여가 원하신 ${payKo(reason.wish.krw, reason.wish.unit)}보다 적습니다.`;
    case "hours-do-not-fit":
      return `일하는 시간이 ${hoursKo(reason.perMonth)}이라, 원하신 시간과 다릅니다.`;
    case "shifts-do-not-fit":
      return `일하는 때가 ${withParticle(shiftsKo(reason.shifts), "이라")}, 원하신 때와 다릅니다.`;
    case "employment-type-does-not-fit":
      return `근무 형태가 ${withParticle(inQuotes(EMPLOYMENT_TYPES_KO[reason.employmentType]), "이라")}, 원하신 것과 다릅니다.`;
    case "programme-condition":
      return "이 사업의 참여 조건에 맞지 않습니다.";
    case "outside-programme-rules":
      return "이 사업의 운영 기준에 맞지 않아 지금은 신청을 받지 않는 자리입니다.";
    case "takes-part-elsewhere":
      return "지금 참여하고 계신 사업과 함께 참여하실 수 없는 사업입니다.";
    case "courses-not-completed":
      return reason.courses === undefined
        ? "시작하기 전에 마쳐야 하는 교육이 있는데, 시작일까지 마칠 시간이 남아 있지 않습니다."
        : `시작하기 전에 ${withParticle(reason.courses.map(({ ko }) => inQuotes(ko)).join(", "), "을를")} 마쳐야 하는데, 시작일까지 마칠 시간이 남아 있지 않습니다.`;
    case "programme-step-missing":
      return `이 사업의 ${reason.step === undefined ? "앞 단계를" : withParticle(inQuotes(reason.step.ko), "을를")} 먼저 마치셔야 신청하실 수 있습니다.`;
    case "step-contact-center":
      return "바로 신청하지 않고, 센터에 먼저 문의한 뒤 신청합니다.";
    case "step-courses-first":
      return reason.courses === undefined
        ? "활동을 시작하기 전에 정해진 교육을 마쳐야 합니다."
        : `활동을 시작하기 전에 먼저 ${withParticle(reason.courses.map(({ ko }) => inQuotes(ko)).join(", "), "을를")} 마쳐야 합니다.`;
    case "must-not-met":
      return mustKo(reason.asked, names);
    case "bridge":
    case "bridge-place":
    case "bridge-unlocks":
      return koreanWay(reason, names);
    case "ask-age":
      return "이 사업의 나이 조건에 맞는지 센터에 물어봐 주세요.";
    case "ask-residence":
      return "이 사업의 사는 곳 조건에 맞는지 센터에 물어봐 주세요.";
    case "ask-retirement-stage":
      return "이 사업의 퇴직 전·후 조건에 맞는지 센터에 물어봐 주세요.";
    case "ask-programmes":
      return "지금 참여하고 계신 다른 공공 사업이 있나요?";
    case "ask-courses":
      return "활동을 시작하기 전에 마쳐야 하는 교육을 이미 마치셨나요?";
    case "ask-certificate":
      return `${withParticle(certificateKo(names.certificate(reason.certificate)), "을를")} 갖고 계신가요?`;
    case "ask-named-certificate":
      return askedByName(opening, reason.source);
    case "ask-experience":
      return `${withParticle(lineOfWork(reason.occupation, names), "을를")} ${durationKo(reason.months)} 이상 하셨나요?`;
    case "ask-competency":
      return `${withParticle(ability(names.competency(reason.competency)), "을를")} 갖고 계신가요?`;
    case "ask-language":
      return `${speakingKo(reason.language, reason.level)} 하실 수 있나요?`;
    case "ask-education":
      return reason.level === undefined || reason.level === "none"
        ? "이 자리의 학력 조건에 맞으신가요?"
        : `${SCHOOLS_KO[reason.level][0]}하셨나요?`;
  }
}
