import { describe, expect, test } from "vitest";
import { ageSpansInOtherWords, ageWordsInOtherWords } from "../../../domain/lawful/age-in-other-words.ts";
import { ageSpans, ageWords } from "../../../domain/lawful/age-wording.ts";
import { foldText } from "../../../domain/lawful/folded-text.ts";
import {
  bodyWording,
  familyWording,
  marriageWording,
  originWording,
  propertyWording,
} from "../../../domain/lawful/personal-wording.ts";
import { sexWording } from "../../../domain/lawful/sex-wording.ts";
import { findWording } from "../../../domain/lawful/wording.ts";

const ALL = [
  ...ageSpans,
  ...ageWords,
  ...ageSpansInOtherWords,
  ...ageWordsInOtherWords,
  ...sexWording,
  ...bodyWording,
  ...marriageWording,
  ...originWording,
  ...propertyWording,
  ...familyWording,
];

/** Far above any field: were a step anything but constant, this would take hours, and the runner would end it. */
const UNITS = 2 ** 20;
const filledWith = (piece: string) => piece.repeat(Math.ceil(UNITS / piece.length)).slice(0, UNITS);

/** Pieces that begin what a pattern looks for and never end it, or that are harmless again and again. */
const PIECES = [
  " ",
  "\t \n",
  "만 ",
  "2",
  "20",
  "20~",
  "20~35",
  "20대·30대, ",
  "20·30·40·",
  "35세 ",
  "65세 이상 어르신 ",
  "나이 성별 ",
  "나이, 경력 및 ",
  "제한 ",
  "1990년 이후 ",
  "서른다섯 살 ",
  "2,30대 ",
  "no one over ",
  "키 기재 ",
  "나이 제한 없음 ",
  "젊고 ",
  "젊고 가나다라마바사 ",
  "청년 ",
  "남성 직원 ",
  "여성 전문 ",
  "강남직원",
  "남1,여",
  "키 160",
  "가족 부모 자녀의 ",
  "부모직업",
  "재산 ",
  "출신 지역",
  "본적 고향 ",
  "미혼 ",
  "age 20 to ",
  "young and young and ",
  "between 20 and ",
  "aged ",
  "1990~1990년",
  "２０～",
  "ﷺ",
  "🍀",
];

describe("a text of a mebibyte is read in one go", () => {
  test.each(PIECES)(
    "filled with %j",
    (piece) => {
      const { text } = foldText(filledWith(piece));
      expect(text.length).toBeGreaterThan(0);
      for (const wording of ALL) {
        // One at a time, so that a finding of one spares the others nothing.
        const found = findWording([wording], text);
        expect(found === undefined || found.end > found.start).toBe(true);
      }
    },
    30_000,
  );
});
