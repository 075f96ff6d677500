import type { Change, RequirementName, Telling } from "./change.ts";
import {
  ability,
  certificateKo,
  durationKo,
  EMPLOYMENT_TYPES_KO,
  inQuotes,
  KINDS_KO,
  LANGUAGES_KO,
  payKo,
  shiftsKo,
} from "./korean.ts";
import type { Names } from "./names.ts";
import { withParticle } from "./particle.ts";
import { EXPERIENCE_MONTHS_TOLD_MAX } from "./reason.ts";

/** How well something is done at each level 1–5: see Level in taxonomy/taxonomy.ts. */
const AS_WELL_KO = ["", "알 만큼", "도움을 받아 하실 만큼", "혼자 하실 만큼", "남에게 보여 주실 만큼", "전문가만큼"];

const TELL_KO: Record<
  Exclude<Telling["field"], "experience" | "pay" | "hours" | "shifts" | "employment-types">,
  string
> = {
  competencies: "이 자리가 찾는 능력을 갖고 계시다고",
  certificates: "이 자리가 찾는 자격증을 갖고 계시다고",
  languages: "이 자리가 찾는 외국어를 하실 수 있다고",
  education: "이 자리가 찾는 학력이 있으시다고",
  occupations: "이런 일을 원하신다고",
  districts: "이 지역에서 일하고 싶으시다고",
};

const STATED_KO = { hours: "일하는 시간이", shifts: "일하는 때가", "employment-type": "근무 형태가" } as const;

function requirementKo(what: RequirementName, names: Names): string {
  switch (what.on) {
    case "competency":
      return ability(names.competency(what.competency));
    case "certificate":
      return certificateKo(names.certificate(what.certificate));
    case "named-competency":
      return "이름으로 적은 능력";
    case "named-certificate":
      return "자격증";
    case "experience":
      return what.months > EXPERIENCE_MONTHS_TOLD_MAX ? "경력" : `경력 ${durationKo(what.months)}`;
    case "language":
      return LANGUAGES_KO[what.language] ?? "외국어";
    case "education":
      return "학력";
  }
}

/** What is told, with the figure that it is about. */
function toldKo(telling: Exclude<Telling, { field: "experience" }>): string {
  switch (telling.field) {
    case "pay":
      return `급여가 ${payKo(telling.pay.krw, telling.pay.unit)}이면 괜찮으시다고`;
    case "hours":
      return `한 주에 ${telling.perWeek}시간까지 일하실 수 있다고`;
    case "shifts":
      return `${shiftsKo(telling.shifts)}에 일하실 수 있다고`;
    case "employment-types":
      return `${inQuotes(EMPLOYMENT_TYPES_KO[telling.employmentType])}도 괜찮으시다고`;
    default:
      return TELL_KO[telling.field];
  }
}

/** A change as a condition: what would have to be so. */
export function koreanCondition(change: Change, names: Names): string {
  switch (change.sort) {
    case "tell":
      if (change.field === "experience") return `이런 일을 ${durationKo(change.months)} 하셨다고 알려 주시면`;
      return `${toldKo(change)} 알려 주시면`;
    case "want-kind":
      return `${inQuotes(KINDS_KO[change.kind])}도 찾으시면`;
    case "want-occupation": {
      const name = names.occupation(change.occupation);
      return name === undefined ? "이런 일도 원하시면" : `${inQuotes(name)} 일도 원하시면`;
    }
    case "want-hours":
      if (change.perWeek === undefined) return "더 적게 일하셔도 괜찮으시면";
      return `한 주에 ${change.perWeek}시간${change.end === "most" ? "까지" : "만"} 일하셔도 괜찮으시면`;
    case "want-shifts":
      return `${shiftsKo(change.shifts)}에도 일하실 수 있으면`;
    case "want-employment-type":
      return `${inQuotes(EMPLOYMENT_TYPES_KO[change.employmentType])}도 괜찮으시면`;
    case "go-farther":
      return `가는 데 ${change.minutesMax}분까지 걸려도 괜찮으시면`;
    case "accept-pay":
      return `급여가 ${payKo(change.pay.krw, change.pay.unit)}이어도 괜찮으시면`;
    case "learn": {
      const skill = withParticle(ability(names.competency(change.competency)), "을를");
      return `${skill} ${AS_WELL_KO[change.to] ?? ""} 익히시면`;
    }
    case "gain-certificate": {
      const name = certificateKo(names.certificate(change.certificate));
      return `${withParticle(name, "을를")} ${/(?:수료|보건)증/u.test(name) ? "받으시면" : "따시면"}`;
    }
    case "improve-language":
      return `${LANGUAGES_KO[change.language] ?? "외국어"}를 한 단계 더 익히시면`;
    case "state":
      return `공고에 ${STATED_KO[change.field]} 적혀 있고 그것이 이분께 맞으면`;
    case "lower-level":
      return `공고에서 ${ability(names.competency(change.competency))} 수준을 ${change.from}에서 ${withParticle(String(change.to), "으로")} 낮추면`;
    case "lower-experience":
      return `공고에서 경력을 ${durationKo(change.months)}만 요구하면`;
    case "lower-language":
      return `공고에서 ${LANGUAGES_KO[change.language] ?? "외국어"} 수준을 한 단계 낮추면`;
    case "soften":
      return `공고에서 ${withParticle(requirementKo(change.what, names), "을를")} 꼭 필요한 조건이 아니라 있으면 좋은 조건으로 바꾸면`;
    case "drop":
      return `공고에서 ${requirementKo(change.what, names)} 조건을 빼면`;
    case "change-shifts":
      return `일하는 때를 ${withParticle(shiftsKo(change.shifts), "으로")} 하면`;
    case "change-hours": {
      const pay = change.pay && `, 급여를 ${payKo(change.pay.krw, change.pay.unit)}으로`;
      return `일하는 시간을 한 주에 ${change.perWeek}시간으로${pay ?? ""} 하면`;
    }
    case "change-employment-type":
      return `근무 형태를 ${withParticle(inQuotes(EMPLOYMENT_TYPES_KO[change.employmentType]), "으로")} 하면`;
    case "raise-pay":
      return `급여를 ${payKo(change.pay.krw, change.pay.unit)}으로 올리면`;
  }
}
