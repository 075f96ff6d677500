import { inBoth } from "./bilingual.ts";

/** Why somebody is on a shortlist, requirement by requirement. Names of requirements come ready, in the reader's language. */
export const candidateWords = inBoth(
  {
    groups: {
      asked: "찾으시는 것",
      usual: "이 일에 흔히 쓰는 것",
      part: "일부 갖춘 것",
    },
    partly: (name: string, percent: string) => `${name}(${percent})`,
    unverified: (name: string) => `${name}: 만나서 확인해 주세요`,
    noNeeds: "일하는 조건이 서로 맞습니다.",
    stages: {
      told: "이 공고를 추천받음",
      seen: "이 공고를 추천받음",
      applied: "관심 있다고 답함",
      interviewed: "만나기로 함",
      hired: "채용됨",
      retained: "계속 일함",
      declined: "이어지지 않음",
      withdrawn: "이어지지 않음",
    },
    meet: (number: number) => `후보 ${number}번을 만나 보겠습니다`,
    decline: (number: number) => `후보 ${number}번은 어렵습니다`,
    declineWhy: "어떤 까닭인가요?",
    declineReasons: {
      "employer-chose-another": "다른 분과 함께하기로 했습니다",
      "employer-asks-for-more": "찾는 조건과 다릅니다",
      "employer-declined": "그 밖의 까닭입니다",
    },
  },
  {
    groups: {
      asked: "Has what you ask for",
      usual: "Has what is usual in this work",
      part: "Has in part",
    },
    partly: (name: string, percent: string) => `${name} (${percent})`,
    unverified: (name: string) => `${name}: please ask when you meet`,
    noNeeds: "The conditions of work fit each other.",
    stages: {
      told: "Told of this opening",
      seen: "Told of this opening",
      applied: "Says they are interested",
      interviewed: "You meet them",
      hired: "Hired",
      retained: "Stays in the job",
      declined: "Came to nothing",
      withdrawn: "Came to nothing",
    },
    meet: (number: number) => `Meet candidate ${number}`,
    decline: (number: number) => `Decline candidate ${number}`,
    declineWhy: "Why?",
    declineReasons: {
      "employer-chose-another": "We chose somebody else",
      "employer-asks-for-more": "They don't meet what we look for",
      "employer-declined": "Another reason",
    },
  },
);
