import { expect, test } from "vitest";
import { findUnlawful } from "../../../domain/lawful/unlawful.ts";
import { anOpening } from "../../fixtures/bodies.ts";
import { judgedWording } from "../../fixtures/judged-wording.ts";

const DAY = "2026-11-21";

/** What a job is refused for that says this in its description. */
const verdictOn = (text: string) => findUnlawful(anOpening({ description: text }), DAY);

test("the list judges at least 160 wordings, each once, and at least 60 either way", () => {
  const lawful = judgedWording.filter(([, verdict]) => verdict === "lawful");
  expect(new Set(judgedWording.map(([text]) => text)).size).toBe(judgedWording.length);
  expect(judgedWording.length).toBeGreaterThanOrEqual(160);
  expect(lawful.length).toBeGreaterThanOrEqual(60);
  expect(judgedWording.length - lawful.length).toBeGreaterThanOrEqual(60);
});

test.each(judgedWording)("%s is %s: %s", (text, verdict) => {
  const found = verdictOn(text);
  expect(found?.code ?? "lawful", found?.ground?.span?.words).toBe(verdict);
});
