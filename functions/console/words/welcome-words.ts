import { inBoth } from "./bilingual.ts";

export const welcomeWords = inBoth(
  {
    title: "나에게 맞는 일을 찾아 드립니다",
    lead: "새 일자리와 교육, 봉사 자리가 올라오면 나에게 맞는 것만, 까닭과 함께 알려 드립니다.",
    go: "로그인하고 시작하기",
    roles: {
      applicant: { title: "일을 찾는 분", text: "맞는 자리와 그 까닭, 모자란 것과 채우는 길을 봅니다." },
      employer: { title: "사람을 찾는 회사", text: "법에 맞는 공고를 쓰고, 몇 명에게 닿는지 미리 봅니다." },
      center: { title: "센터", text: "우리 구의 새 매칭과 전화할 분, 사업 실적을 봅니다." },
      operator: { title: "운영자", text: "흐름을 한눈에 보고, 막힌 곳을 풉니다." },
    },
    criteria: {
      title: "추천 기준",
      lead: "누구에게나 같은 기준으로, 정해진 셈으로 추천합니다. 그 기준을 그대로 보여 드립니다.",
      how: "어떻게 추천하나요?",
      steps: [
        "먼저 할 수 없는 자리를 뺍니다. 꼭 필요한 자격이 없거나, 너무 멀거나, 원하는 시간과 맞지 않는 자리입니다.",
        "남은 자리마다 두 가지를 봅니다. 자리가 바라는 것과 내가 바라는 것입니다.",
        "두 점수를 곱해 고르게 섞습니다. 한쪽만 좋아서는 높은 점수가 되지 않습니다.",
        "기준 점수가 넘는 자리만 알려 드립니다. 그 점수와 까닭을 함께 보여 드립니다.",
        "모르는 것은 ‘아니다’로 치지 않습니다. 빼고 셈하고, 꼭 필요한 것이면 여쭈어봅니다.",
      ].join("\n"),
      looked: "무엇을 얼마나 보나요?",
      weight: "비중",
      not: "보지 않는 것",
      notText:
        "나이, 성별, 외모, 혼인, 출신 지역, 재산, 가족은 보지 않습니다. 나이는 법이나 조례에 나이 조건이 있는 사업에서 신청 자격을 볼 때만 씁니다.",
      rights: "할 수 있는 것",
      rightsText: [
        "추천은 자동이지만 결정은 아닙니다. 추천이 없어도 지원할 수 있습니다.",
        "‘상담사가 다시 봐 주세요’를 누르거나 전화하시면 사람이 다시 봅니다.",
        "왜 추천했는지, 왜 추천하지 않았는지 언제든 볼 수 있습니다.",
        "알림을 쉬거나, 그만두고 모두 지울 수 있습니다.",
      ].join("\n"),
    },
    signIn: {
      title: "로그인",
      lead: "이 컴퓨터에서 시험해 보는 곳입니다. 누구로 들어갈지 골라 주세요.",
      role: "역할",
      subject: "누구",
      subjectHint: "비워 두면 보기로 정해 둔 사람으로 들어갑니다.",
      go: "들어가기",
    },
  },
  {
    title: "Work that suits you",
    lead: "When a job, a course or a voluntary role is posted that suits you, you hear of it, with the reasons.",
    go: "Sign in and begin",
    roles: {
      applicant: {
        title: "Looking for work",
        text: "What suits you and why, what is missing, and how to close the gap.",
      },
      employer: {
        title: "Looking for people",
        text: "Post lawful openings and see beforehand how many people they reach.",
      },
      center: { title: "Centers", text: "New matches in your districts, people to call, results by programme." },
      operator: { title: "Operators", text: "The whole flow at a glance, and what holds it up." },
    },
    criteria: {
      title: "How we recommend",
      lead: "By the same criteria for everybody, by a fixed sum. Here they are.",
      how: "How does it work?",
      steps: [
        "First we leave out what can't be: a must that isn't met, too far away, hours that don't fit.",
        "Of what is left we look at two sides: what the opening wants, and what you want.",
        "The two are multiplied and evened out: a good score on one side alone isn't enough.",
        "Only what is over the threshold is recommended, and you see the score and the reasons.",
        "What we don't know is not taken for a no: it is left out of the sum, and where it is a must, we ask.",
      ].join("\n"),
      looked: "What counts, and how much?",
      weight: "Share",
      not: "What does not count",
      notText:
        "Age, sex, looks, marriage, origin, property and family are not looked at. Age is read only to see who may apply for a programme whose law or ordinance sets an age.",
      rights: "What you can do",
      rightsText: [
        "Recommendations are automatic, decisions are not: you can apply without one.",
        "Press “Ask a counsellor to look again” or call us, and a person looks.",
        "You can always see why something was recommended, and why not.",
        "You can pause alerts, or leave and have everything removed.",
      ].join("\n"),
    },
    signIn: {
      title: "Sign in",
      lead: "This is a place to try things out on this computer. Choose who you would like to be.",
      role: "Role",
      subject: "Who",
      subjectHint: "Leave it empty for an example.",
      go: "Sign in",
    },
  },
);
