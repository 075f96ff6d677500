import { inBoth } from "./bilingual.ts";

/** What a counsellor can say to one opening for one person, in the words of the page. */
export const reviewWords = inBoth(
  {
    title: "상담사의 판단",
    lead: "점수와 상담사의 판단이 다를 때 적습니다. 적은 까닭은 기록되고, 권한 것은 구직자에게도 보입니다.",
    none: "아직 적은 판단이 없습니다.",
    decision: "판단",
    reason: "까닭",
    save: "판단 적기",
    saved: "판단을 적었습니다. 곧 반영됩니다.",
    by: (decision: string, reason: string, day: string) => `${day}: ${decision} – ${reason}`,
    decisions: {
      hold: "보류하기",
      endorse: "권하기",
      recommend: "점수와 달리 추천하기",
      suppress: "점수와 달리 추천하지 않기",
      release: "판단 거두기",
    },
    reasons: {
      "talk-first": "먼저 이야기해 봐야 함",
      "person-asked": "본인이 부탁함",
      "employer-concern": "회사에 확인할 것이 있음",
      "not-as-described": "공고와 실제가 다름",
      "skills-not-in-profile": "프로필에 없는 능력이 있음",
      "good-prospects": "잘 맞을 것으로 봄",
      "data-mistake": "자료가 잘못됨",
      settled: "해결됨",
    },
  },
  {
    title: "The counsellor's word",
    lead: "Say so where you see it otherwise than the score does. The reason is kept, and an endorsement is shown to the applicant.",
    none: "Nothing has been said yet.",
    decision: "Decision",
    reason: "Reason",
    save: "Save this word",
    saved: "The decision is recorded. It shows in a moment.",
    by: (decision: string, reason: string, day: string) => `${day}: ${decision} – ${reason}`,
    decisions: {
      hold: "Hold",
      endorse: "Endorse",
      recommend: "Recommend against the score",
      suppress: "Don't recommend, against the score",
      release: "Take the decision back",
    },
    reasons: {
      "talk-first": "A talk comes first",
      "person-asked": "The person asked for it",
      "employer-concern": "Something to clear up with the employer",
      "not-as-described": "Not as the posting says",
      "skills-not-in-profile": "Can do more than the profile says",
      "good-prospects": "Good prospects",
      "data-mistake": "The data are wrong",
      settled: "Settled",
    },
  },
);
