import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { explain } from "../../../domain/matching/explain.ts";
import type { Reason } from "../../../domain/matching/reason.ts";
import { toReasons } from "../../../domain/matching/reasons.ts";
import { renderMessage } from "../../../domain/matching/render.ts";
import type { Opening } from "../../../domain/model/opening.ts";
import { type OpeningKind, openingKinds } from "../../../domain/model/primitives.ts";
import { builtInTaxonomy } from "../../../domain/taxonomy/built-in.ts";
import { applicants, LAW, openings } from "../../fixtures/arbitraries.ts";
import { aBareJob, factsOf, rules, strangerFacts } from "../../fixtures/facts.ts";
import { told } from "./told-reasons.ts";

function sentences(reason: Reason, fields: Partial<Opening> = {}) {
  const lines = (["ko", "en"] as const).map(
    (language) => renderMessage([reason], aBareJob(fields), language, builtInTaxonomy).lines,
  );
  expect(lines.map(({ length }) => length)).toEqual([1, 1]);
  return lines.flat();
}

describe("a reason in words", () => {
  const examples = Object.values(told)
    .flat()
    .map(([reason, ko, en, opening]) => ({ reason, ko, en, opening }));

  test.each(examples)("$ko", ({ reason, ko, en, opening }) => {
    expect(sentences(reason, opening)).toEqual([ko, en]);
  });

  test.each(Object.entries(told))("the sentences of %s belong to it", (code, examples) => {
    expect(examples.map(([reason]) => reason.code)).toEqual(examples.map(() => code));
  });
});

describe("a message", () => {
  const kinds: Record<OpeningKind, readonly [ko: string, en: string]> = {
    job: ["일자리", "Job"],
    internship: ["인턴십", "Internship"],
    "civic-role": ["사회공헌 일자리", "Civic role"],
    volunteer: ["자원봉사", "Volunteering"],
    training: ["교육 과정", "Course"],
    mentoring: ["멘토링", "Mentoring"],
    counselling: ["상담", "Counselling"],
    "job-fair": ["일자리 박람회", "Job fair"],
    "startup-support": ["창업 지원", "Start-up support"],
  };

  test.each(openingKinds)("names the kind in its title: %s", (kind) => {
    const opening = aBareJob({ kind, title: "동네 안내" });
    const titles = (["ko", "en"] as const).map(
      (language) => renderMessage([], opening, language, builtInTaxonomy).title,
    );
    expect(titles).toEqual(kinds[kind].map((name) => `[${name}] 동네 안내`));
  });

  test("keeps to five sentences and never loses the first two questions behind statements", () => {
    const statements = Array.from({ length: 7 }, (): Reason => ({ code: "online" }));
    const lines = (reasons: Reason[]) => renderMessage(reasons, aBareJob(), "en", builtInTaxonomy).lines;
    expect(lines(statements)).toHaveLength(5);
    const asked = lines([...statements, { code: "ask-age" }, { code: "ask-education" }, { code: "ask-residence" }]);
    expect(asked.map((line) => line.split(" ")[0])).toEqual(["You", "You", "You", "Please", "Do"]);
    expect(lines([{ code: "ask-age" }, { code: "ask-education" }, { code: "online" }])[0]).toMatch(/online/);
  });

  test("of any pair is short, well punctuated, and tells nothing of the person but what was asked for", () => {
    let told = 0;
    fc.assert(
      fc.property(openings(), applicants(), (opening, applicant) => {
        const [first, second] = [factsOf.opening(opening), factsOf.applicant(applicant)];
        const reasons = toReasons(explain(first, second, rules), first, second, builtInTaxonomy);
        for (const language of ["ko", "en"] as const) {
          const { title, lines } = renderMessage(reasons, opening, language, builtInTaxonomy);
          expect(lines.length).toBeGreaterThanOrEqual(1);
          expect(lines.length).toBeLessThanOrEqual(5);
          for (const line of lines) {
            // One sentence a line, and none that runs on: the longest names make the longest lines.
            expect(line).toMatch(/^[^\n]*\S[.?]$/u);
            expect(line).not.toMatch(/[.?] \p{Lu}|[.?] \p{Script=Hangul}/u);
            expect(line.length).toBeLessThanOrEqual(language === "ko" ? 100 : 180);
            expect(line).not.toMatch(/undefined|NaN|null|‘’|“”|\s[,.?]|\s{2}|(?<![\d,])0시간|(?<![\d,])0 hour/u);
            // Codes are for machines: every name is spelt out.
            expect(line).not.toMatch(/[‘“](?:\d{1,5}|[a-z0-9]+(?:-[a-z0-9]+)+)[’”]/u);
            told++;
          }
          const text = [title, ...lines].join("\n");
          const ids = [applicant.applicantId, opening.openingId, opening.employerId, opening.programmeId];
          for (const id of ids) if (id !== undefined) expect(text).not.toContain(id);
          if (applicant.birthDate !== undefined) {
            expect(text).not.toMatch(new RegExp(`(?<![\\d,])${applicant.birthDate.slice(0, 4)}(?![\\d,])`));
          }
        }
      }),
      LAW,
    );
    expect(told).toBeGreaterThan(5_000);
  });
});

describe("somebody who can do a little of what is needed", () => {
  const toldOf = (fields: Partial<Opening>) => {
    const posted = factsOf.opening(aBareJob(fields));
    const beginner = strangerFacts({ competencies: [{ competency: "espresso-extraction", level: 1 }] });
    const found = explain(posted, beginner, rules);
    return toReasons(found, posted, beginner, builtInTaxonomy).find(({ code }) => code === "competency-partly");
  };

  test("isn't told that a posting asks for it which says only what occupation it is", () => {
    expect(toldOf({ occupation: { code: "5317" } })).toMatchObject({ inferred: true });
    const asked = { on: "competency", importance: "should", competency: "espresso-extraction", level: 4 } as const;
    expect(toldOf({ occupation: { code: "5317" }, requirements: [asked] })).toMatchObject({ inferred: false });
  });
});

describe("a match without a reason that has a sentence", () => {
  test.each(["ko", "en"] as const)("is told with one sentence all the same, in %s", (language) => {
    const { lines } = renderMessage([], aBareJob(), language, builtInTaxonomy);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/[.?]$/);
  });
});
