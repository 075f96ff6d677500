import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ALIMTALK_CHARS_MAX, alimtalkTemplate, renderAlimtalk } from "../../../domain/channels/alimtalk.ts";
import { eucKrBytes, toEucKr } from "../../../domain/channels/euc-kr.ts";
import type { Letter, LetterItem } from "../../../domain/channels/letter.ts";
import {
  LMS_BYTES_MAX,
  LMS_SUBJECT_BYTES_MAX,
  renderShortMessage,
  SMS_BYTES_MAX,
} from "../../../domain/channels/short-message.ts";
import { deliveryPurposes } from "../../../domain/model/delivery-settings.ts";

const center = { ko: "50플러스 중부캠퍼스", en: "50plus Central Campus", telephone: "02-460-5050" };

function anItem(fields: Partial<LetterItem> = {}): LetterItem {
  return { purpose: "recommendation", title: "카페 바리스타", lines: ["집에서 20분 거리입니다."], ...fields };
}

function aLetter(...items: readonly Partial<LetterItem>[]): Letter {
  const [first = {}, ...others] = items;
  return { language: "ko", items: [anItem(first), ...others.map(anItem)] };
}

const anyItem = fc.record({
  purpose: fc.constantFrom(...deliveryPurposes),
  title: fc.string({ unit: "grapheme", minLength: 1, maxLength: 200 }),
  lines: fc.array(fc.oneof(fc.string({ unit: "grapheme", maxLength: 400 }), fc.constant("가깝습니다. ".repeat(60))), {
    minLength: 1,
    maxLength: 5,
  }),
});
const anyLetter: fc.Arbitrary<Letter> = fc
  .tuple(fc.constantFrom("ko" as const, "en" as const), anyItem, fc.array(anyItem, { maxLength: 9 }))
  .map(([language, first, others]) => ({ language, items: [first, ...others] }));

describe("a text message", () => {
  test("is a short one when the opening, its first reason and the number fit", () => {
    expect(renderShortMessage(aLetter({}), center)).toEqual({
      kind: "sms",
      text: "[이음] 카페 바리스타\n집에서 20분 거리입니다.\n02-460-5050",
      bytes: 56,
    });
  });

  test("is a long one from 91 bytes on", () => {
    // 6 + 1 for the service, the title, two line breaks, one letter of a reason, 11 for the number.
    const of = (letters: number) => renderShortMessage(aLetter({ title: "가".repeat(letters), lines: ["a"] }), center);
    expect(of(34)).toMatchObject({ kind: "sms", bytes: 89 });
    expect(of(35).kind).toBe("lms");
  });

  test("of several openings names them all when they fit", () => {
    const { kind, text } = renderShortMessage(
      aLetter({}, { title: "사서 보조", purpose: "change" }, { title: "택배 분류", purpose: "withdrawal" }),
      center,
    );
    expect(kind).toBe("lms");
    for (const title of ["카페 바리스타", "[바뀜] 사서 보조", "[마감] 택배 분류"]) expect(text).toContain(title);
    expect(text).toMatch(/50플러스 중부캠퍼스 02-460-5050$/);
  });

  test("that is too long leaves out reasons first, then openings, and says how many", () => {
    const lines = ["가".repeat(400), "나".repeat(400)];
    const { text } = renderShortMessage(aLetter({ lines }, { lines }, { lines }), center);
    expect(text).not.toContain("나나");
    expect(text.match(/카페 바리스타/g)).toHaveLength(3);
    const title = "다".repeat(180);
    const titles = renderShortMessage(aLetter(...Array.from({ length: 10 }, () => ({ title }))), center).text;
    expect(titles).toMatch(/이 밖에 \d건이 더 있습니다\./);
  });

  test("of anything is within the carriers' limits, can be carried, and has the number", () => {
    fc.assert(
      fc.property(anyLetter, (letter) => {
        const message = renderShortMessage(letter, center);
        expect(message.bytes).toBe(eucKrBytes(message.text));
        expect(message.bytes).toBeLessThanOrEqual(message.kind === "sms" ? SMS_BYTES_MAX : LMS_BYTES_MAX);
        if (message.kind === "lms") expect(eucKrBytes(message.subject)).toBeLessThanOrEqual(LMS_SUBJECT_BYTES_MAX);
        expect(toEucKr(message.text)).toBe(message.text);
        expect(message.text).toContain(center.telephone);
      }),
      { seed: 5, numRuns: 100 },
    );
  });
});

test.each([
  ["카페 ☕", "카페 ?"],
  ["9–18시 — 주 5일", "9-18시 - 주 5일"],
  ["‘보람’ “일자리” · ①", "‘보람’ “일자리” · ①"],
  ["각".normalize("NFD"), "각"],
  ["₩10,000", "￦10,000"],
])("%s is carried as %s", (text, carried) => {
  expect(toEucKr(text)).toBe(carried);
});

test("Hangul takes two bytes, ASCII one", () => {
  expect(eucKrBytes("가a나1")).toBe(6);
});

describe("an 알림톡", () => {
  test("is its template with the variables filled in", () => {
    const { templateId, variables, text } = renderAlimtalk(aLetter({}), center);
    const template = alimtalkTemplate("recommendation", "ko");
    expect(templateId).toBe(template.templateId);
    expect(variables).toEqual({
      자리: "카페 바리스타\n- 집에서 20분 거리입니다.",
      센터: "50플러스 중부캠퍼스",
      전화: "02-460-5050",
    });
    const filled = Object.entries(variables).reduce(
      (all, [name, value]) => all.replace(`#{${name}}`, value),
      template.body,
    );
    expect(text).toBe(filled);
    expect(text).not.toContain("#{");
  });

  test("has a template of its own for each kind and language", () => {
    const kinds = [...deliveryPurposes, "digest"] as const;
    const templates = kinds.flatMap((kind) => [alimtalkTemplate(kind, "ko"), alimtalkTemplate(kind, "en")]);
    expect(new Set(templates.map(({ templateId }) => templateId)).size).toBe(8);
    expect(new Set(templates.map(({ body }) => body)).size).toBe(8);
  });

  test("takes what a title says for no variable", () => {
    expect(renderAlimtalk(aLetter({ title: "#{전화} 상담원" }), center).text).toContain("#{전화} 상담원");
  });

  test("of anything is within a thousand characters and has the number", () => {
    fc.assert(
      fc.property(anyLetter, (letter) => {
        const { text } = renderAlimtalk(letter, center);
        expect(text.length).toBeLessThanOrEqual(ALIMTALK_CHARS_MAX);
        expect(text).toContain(center.telephone);
      }),
      { seed: 5, numRuns: 100 },
    );
  });
});
