import { NOTHING_KNOWN } from "../../../domain/matching/explain.ts";
import type { Language } from "../../../domain/matching/names.ts";
import type { ApplicantComponent, OpeningComponent } from "../../../domain/matching/score.ts";

type Component = OpeningComponent | ApplicantComponent | typeof NOTHING_KNOWN;

/** What a score is made of, as people call it. A component without a word doesn't compile. */
const WORDS: Readonly<Record<Component, Readonly<Record<Language, string>>>> = {
  competencies: { ko: "할 줄 아는 일", en: "Skills" },
  occupation: { ko: "해 본 일", en: "Work done before" },
  experience: { ko: "경력", en: "Experience" },
  certificates: { ko: "자격증", en: "Certificates" },
  languages: { ko: "외국어", en: "Languages" },
  education: { ko: "학력", en: "Education" },
  "wanted-occupation": { ko: "하고 싶은 일", en: "Work wanted" },
  commute: { ko: "오가는 거리", en: "Way to work" },
  pay: { ko: "급여", en: "Pay" },
  hours: { ko: "일하는 시간", en: "Hours" },
  shifts: { ko: "일하는 때", en: "Time of work" },
  "employment-type": { ko: "고용 형태", en: "Employment" },
  [NOTHING_KNOWN]: { ko: "알려진 것이 없음", en: "Nothing is known" },
};

export function componentWords(component: string, language: Language): string {
  return (WORDS as Readonly<Record<string, (typeof WORDS)[Component]>>)[component]?.[language] ?? component;
}
