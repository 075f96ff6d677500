import { hoursEn, payEn } from "../matching/english.ts";
import { hoursKo, payKo } from "../matching/korean.ts";
import type { Language, Names } from "../matching/names.ts";
import { fromDayNumber } from "../model/calendar.ts";
import type { Ending } from "./mailbox.ts";
import type { TermsChange } from "./terms.ts";

const MONTHS_EN = "January February March April May June July August September October November December".split(" ");

function payIn(change: Extract<TermsChange, { code: "pay" }>, say: typeof payKo): string | undefined {
  if (change.krwPerHour !== undefined) return say(change.krwPerHour, "HOUR");
  return change.krwPerMonth === undefined ? undefined : say(change.krwPerMonth, "MONTH");
}

function dayKo(day: number): string {
  const [, month, date] = fromDayNumber(day).split("-").map(Number);
  return `${month}월 ${date}일`;
}

function dayEn(day: number): string {
  const [, month = 1, date] = fromDayNumber(day).split("-").map(Number);
  return `${date} ${MONTHS_EN[month - 1]}`;
}

function changeKo(change: TermsChange, names: Names): string {
  switch (change.code) {
    case "pay": {
      const pay = payIn(change, payKo);
      if (pay === undefined) return "급여가 바뀌었습니다. 공고에서 확인해 주세요.";
      const direction = change.isMore === undefined ? "바뀌었습니다" : change.isMore ? "올랐습니다" : "내렸습니다";
      return `급여가 ${direction}. 이제 ${pay}입니다.`;
    }
    case "place":
      if (change.district === "") return "이제 온라인으로 하는 자리입니다.";
      return change.district === undefined
        ? "일하는 곳이 바뀌었습니다. 공고에서 확인해 주세요."
        : `일하는 곳이 바뀌었습니다. 이제 ${names.district(change.district)}입니다.`;
    case "hours":
      return change.hours === undefined
        ? "일하는 시간이 바뀌었습니다. 공고에서 확인해 주세요."
        : `일하는 시간이 바뀌었습니다. 이제 ${hoursKo(change.hours)}입니다.`;
    case "closing-day":
      return change.throughDay === undefined
        ? "마감일이 없어졌습니다."
        : `마감일이 바뀌었습니다. 이제 ${dayKo(change.throughDay)}까지 신청하실 수 있습니다.`;
    case "fits-better":
      return "전보다 더 잘 맞는 자리가 되었습니다.";
    case "open-again":
      return "마감되었던 자리가 다시 열렸습니다.";
    case "fits-again":
      return "조건이 다시 맞게 되었습니다.";
    case "released":
      return "상담사가 확인을 마쳐 다시 알려 드립니다.";
  }
}

function changeEn(change: TermsChange, names: Names): string {
  switch (change.code) {
    case "pay": {
      const pay = payIn(change, payEn);
      if (pay === undefined) return "The pay has changed. Please look at the posting.";
      const direction = change.isMore === undefined ? "changed" : change.isMore ? "gone up" : "gone down";
      return `The pay has ${direction}. It is ${pay} now.`;
    }
    case "place":
      if (change.district === "") return "It is done online now.";
      return change.district === undefined
        ? "The place has changed. Please look at the posting."
        : `The place has changed. It is in ${names.district(change.district)} now.`;
    case "hours":
      return change.hours === undefined
        ? "The hours have changed. Please look at the posting."
        : `The hours have changed. They are ${hoursEn(change.hours)} now.`;
    case "closing-day":
      return change.throughDay === undefined
        ? "There is no last day to apply any more."
        : `The last day to apply has changed. It is ${dayEn(change.throughDay)} now.`;
    case "fits-better":
      return "It fits you better than before.";
    case "open-again":
      return "It had closed and is open again.";
    case "fits-again":
      return "It suits you again.";
    case "released":
      return "A counsellor has looked at it, and we tell you of it again.";
  }
}

/** What changed, a sentence each, in plain Korean or English. */
export function renderChanges(changes: readonly TermsChange[], language: Language, names: Names): readonly string[] {
  return changes.map((change) => (language === "ko" ? changeKo(change, names) : changeEn(change, names)));
}

/** What somebody reads of an opening that is gone, or doesn't suit them any more. */
export function renderWithdrawal(language: Language, ending?: Ending): readonly string[] {
  if (ending === "no-longer-a-match") {
    return language === "ko"
      ? [
          "알려 드렸던 이 자리는 이제 조건이 맞지 않아 더 권해 드리지 않습니다.",
          "회원님의 정보나 자리의 조건이 바뀌었기 때문입니다. 사실과 다르면 센터로 전화해 주세요.",
        ]
      : [
          "This opening, which we told you of, does not fit any more.",
          "Your profile or its terms have changed. If that is not so, please call the center.",
        ];
  }
  if (ending === "held") {
    return language === "ko"
      ? ["알려 드렸던 이 자리는 상담사가 다시 살펴보고 있어 추천을 거두었습니다.", "궁금한 점은 센터로 전화해 주세요."]
      : [
          "A counsellor is looking at this opening again, and we have taken it back.",
          "Please call the center with questions.",
        ];
  }
  if (ending === "course-closed") {
    return language === "ko"
      ? [
          "이 자리와 함께 알려 드렸던 교육 과정의 모집이 끝났습니다.",
          "이미 신청하셨다면 그대로 두셔도 됩니다. 다른 과정이 있는지는 센터에 전화로 물어보실 수 있습니다.",
        ]
      : [
          "The course that we told you of with this opening takes nobody else.",
          "If you have a place in it, nothing changes. The center can tell you by telephone of other courses.",
        ];
  }
  return language === "ko"
    ? ["알려 드렸던 이 자리는 모집이 끝났습니다.", "더 신청하지 않으셔도 됩니다. 다른 자리를 계속 찾아 드리겠습니다."]
    : ["This opening, which we told you of, has closed.", "You need not apply any more. We go on looking for others."];
}
