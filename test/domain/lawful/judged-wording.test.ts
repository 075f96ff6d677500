import { expect, test } from "vitest";
import { findUnlawful } from "../../../domain/lawful/unlawful.ts";
import { legalGround } from "../../../events/event-rejected.ts";
import { anOpening } from "../../fixtures/bodies.ts";
import { judgedAlike } from "../../fixtures/judged-alike.ts";
import { judgedOtherWords } from "../../fixtures/judged-other-words.ts";
import { judgedUnseen } from "../../fixtures/judged-unseen.ts";
import { judgedWording } from "../../fixtures/judged-wording.ts";

const DAY = "2026-11-21";

const judged = [...judgedWording, ...judgedAlike, ...judgedOtherWords, ...judgedUnseen];

/** What a job is refused for that says this in its description. */
const verdictOn = (text: string) => findUnlawful(anOpening({ description: text }), DAY);

test("the list judges at least 160 wordings, each once, and at least 60 either way", () => {
  const lawful = judged.filter(([, verdict]) => verdict === "lawful");
  expect(new Set(judged.map(([text]) => text)).size).toBe(judged.length);
  expect(judged.length).toBeGreaterThanOrEqual(160);
  expect(lawful.length).toBeGreaterThanOrEqual(60);
  expect(judged.length - lawful.length).toBeGreaterThanOrEqual(60);
});

test.each(judged)("%s is %s: %s", (text, verdict) => {
  const found = verdictOn(text);
  expect(found?.code ?? "lawful", found?.ground?.span?.words).toBe(verdict);
});

/** What stands around a line of a posting, and says nothing of its own. */
const AROUND: readonly (readonly [before: string, after: string])[] = [
  ["", "."],
  ["- ", ""],
  ["· ", ""],
  ["오전 매장에서 음료를 만듭니다.\n", "\n문의는 게시판에 남겨 주세요."],
  ["주 5일, 4대보험 가입. ", " / 점심 제공"],
  ["[안내] ", "\n\n퇴근 버스가 있습니다."],
];

test.each(AROUND)("what stands around a wording changes no verdict: %j … %j", (before, after) => {
  const changed = judged.flatMap(([text, verdict]) => {
    const found = verdictOn(before + text + after);
    return (found?.code ?? "lawful") === verdict ? [] : [`${text}: ${found?.code} ${found?.ground?.span?.words}`];
  });
  expect(changed).toEqual([]);
});

test("what is found can be told: its ground fits the event, in front of a long blank, too", () => {
  for (const [text, verdict] of judged) {
    if (verdict === "lawful") continue;
    for (const spread of [text, text.replaceAll(" ", " ".repeat(150))]) {
      const { ground } = verdictOn(spread) ?? {};
      expect(legalGround.safeParse(ground).error, text).toBeUndefined();
      const { start, end, words } = ground?.span ?? { start: 0, end: 0, words: "" };
      expect(spread.slice(start, end).startsWith(words), text).toBe(true);
    }
  }
});
