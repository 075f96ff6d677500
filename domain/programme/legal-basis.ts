/**
 * The laws and ordinances that conditions of public programmes rest on, as codes: a rule set names a code, never free text, so that nobody's
 * wording decides whether an age span is lawful. Articles are as of 2026-11.
 */
export interface LegalBasis {
  readonly lawKo: string;
  /** Undefined when the law as a whole is meant. */
  readonly articleKo: string | undefined;
  readonly en: string;
  /** Whether a condition on age can rest on it. */
  readonly allowsAge: boolean;
}

export const legalBasisCodes = [
  "age-support-measure",
  "seoul-second-life",
  "seoul-fifty-plus-foundation",
  "older-workers-employment",
  "lifelong-learning",
  "employment-stability",
  "vocational-skills",
] as const;
export type LegalBasisCode = (typeof legalBasisCodes)[number];

export const legalBases: Readonly<Record<LegalBasisCode, LegalBasis>> = {
  "age-support-measure": {
    lawKo: "고용상 연령차별금지 및 고령자고용촉진에 관한 법률",
    articleKo: "제4조의5 제4호",
    en: "Act on Prohibition of Age Discrimination in Employment, article 4-5 (4): measures that support an age group",
    allowsAge: true,
  },
  "seoul-second-life": {
    lawKo: "서울특별시 장년층 인생이모작 지원에 관한 조례",
    articleKo: undefined,
    en: "Seoul ordinance on supporting a second working life",
    allowsAge: true,
  },
  "seoul-fifty-plus-foundation": {
    lawKo: "서울특별시 50플러스재단 설립 및 운영에 관한 조례",
    articleKo: undefined,
    en: "Seoul ordinance on the 50 Plus Foundation",
    allowsAge: true,
  },
  "older-workers-employment": {
    lawKo: "고용상 연령차별금지 및 고령자고용촉진에 관한 법률",
    articleKo: undefined,
    en: "Act on Prohibition of Age Discrimination in Employment and Elderly Employment Promotion",
    allowsAge: true,
  },
  "lifelong-learning": {
    lawKo: "평생교육법",
    articleKo: undefined,
    en: "Lifelong Education Act",
    allowsAge: false,
  },
  "employment-stability": {
    lawKo: "직업안정법",
    articleKo: undefined,
    en: "Employment Security Act",
    allowsAge: false,
  },
  "vocational-skills": {
    lawKo: "국민 평생 직업능력 개발법",
    articleKo: undefined,
    en: "Act on Lifelong Vocational Skills Development",
    allowsAge: false,
  },
};
