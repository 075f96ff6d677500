import { describe, expect, test } from "vitest";
import { renderSpokenDigest, SPOKEN_MAX } from "../../../domain/channels/spoken-digest.ts";

const center = { ko: "서부캠퍼스", en: "West campus", telephone: "02-460-5050" };
const cafe = {
  title: "동네 카페 오전 바리스타 (마포구)",
  lines: ["시급 12,500원 · 주 15~20시간", "총무 사무원(대학)로 일하신 경력이 맞습니다."],
  validThrough: "2026-12-05",
};

describe("what is read aloud", () => {
  test("is one sentence a line, without signs, with the number digit by digit and twice", () => {
    expect(renderSpokenDigest({ language: "ko", openings: [cafe], center }).split("\n")).toEqual([
      "안녕하세요. 이음입니다.",
      "알려 드릴 자리가 한 곳 있습니다.",
      "첫 번째 자리입니다.",
      "동네 카페 오전 바리스타 마포구.",
      "시급 12500원 주 15에서 20시간.",
      "총무 사무원 대학로 일하신 경력이 맞습니다.",
      "12월 5일까지 신청하실 수 있습니다.",
      "자세한 내용은 서부캠퍼스에 전화해 주세요. 번호는 공 이, 사 육 공, 오 공 오 공입니다.",
      "다시 말씀드립니다. 공 이, 사 육 공, 오 공 오 공입니다.",
      "들어 주셔서 감사합니다.",
    ]);
  });

  test("is no more than somebody keeps in mind", () => {
    const openings = Array.from({ length: SPOKEN_MAX + 2 }, () => cafe);
    const text = renderSpokenDigest({ language: "en", openings, center });
    expect(text).toContain(`There are ${SPOKEN_MAX} openings for you.`);
    expect(text.match(/You can apply until December 5\./g)).toHaveLength(SPOKEN_MAX);
    expect(text).toContain("call West campus. The number is zero two, four six zero, five zero five zero.");
  });

  test("says so when there is nothing, and still whom to call", () => {
    const text = renderSpokenDigest({ language: "ko", openings: [], center });
    expect(text).toContain("지금은 알려 드릴 자리가 없습니다.");
    expect(text).toContain("서부캠퍼스에 전화해 주세요.");
  });
});
