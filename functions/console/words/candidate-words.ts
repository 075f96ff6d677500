import { inBoth } from "./bilingual.ts";

/** Why somebody is on a shortlist, requirement by requirement. Names of requirements come ready, in the reader's language. */
export const candidateWords = inBoth(
  {
    met: (name: string) => `${name}: 갖추었습니다`,
    partly: (name: string, percent: string) => `${name}: 일부 갖추었습니다 (${percent})`,
    missing: (name: string) => `${name}: 아직 없습니다`,
    unverified: (name: string) => `${name}: 만나서 확인해 주세요`,
    inferred: (name: string) => `${name} (이 직업에서 흔히 쓰는 것)`,
    noNeeds: "요건 없이 조건이 서로 맞습니다",
    invited: "추천을 받았습니다",
    applied: "관심 있다고 답했습니다",
  },
  {
    met: (name: string) => `${name}: has it`,
    partly: (name: string, percent: string) => `${name}: has part of it (${percent})`,
    missing: (name: string) => `${name}: not yet`,
    unverified: (name: string) => `${name}: please ask when you meet`,
    inferred: (name: string) => `${name} (usual in this occupation)`,
    noNeeds: "The conditions fit each other",
    invited: "Has been told of your opening",
    applied: "Has said they are interested",
  },
);
