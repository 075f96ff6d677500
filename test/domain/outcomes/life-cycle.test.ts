import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  mayStandAfter,
  OUTCOMES_MAX,
  type Outcome,
  type OutcomeName,
  outcomes,
  type Recorded,
  type Stage,
  takeOutcome,
} from "../../../domain/outcomes/life-cycle.ts";

/** 2026-11-21 in Seoul. */
const TOLD_AT = Date.UTC(2026, 10, 21);

function anOutcome(revision: number, outcome: OutcomeName, fields: Partial<Outcome> = {}): Outcome {
  return { revision, outcome, on: "2026-11-23", eventId: `event-${revision}`, ...fields };
}

function recordAll(wishes: readonly Outcome[]): { history: readonly Outcome[]; answers: Recorded[] } {
  let history: readonly Outcome[] = [];
  const answers = wishes.map((wish) => {
    const taken = takeOutcome(history, TOLD_AT, wish);
    if (taken.kind === "recorded") history = taken.history;
    return taken;
  });
  return { history, answers };
}

const codesOf = (wishes: readonly Outcome[]) =>
  recordAll(wishes).answers.map((answer) =>
    answer.kind === "refused" ? `${answer.refusal.code} ${answer.refusal.path}` : answer.kind,
  );

/** What follows each stage in the next revision; everything else doesn't. */
const TABLE: Readonly<Record<Stage, readonly OutcomeName[]>> = {
  told: ["seen", "applied", "interviewed", "hired", "declined", "withdrawn"],
  seen: ["applied", "interviewed", "hired", "declined", "withdrawn"],
  applied: ["interviewed", "hired", "declined", "withdrawn"],
  interviewed: ["hired", "declined", "withdrawn"],
  hired: ["retained"],
  retained: [],
  declined: ["applied"],
  withdrawn: ["applied"],
};

describe("what may follow what", () => {
  test.each(Object.entries(TABLE) as [Stage, readonly OutcomeName[]][])(
    "right after %s comes one of %j and nothing else",
    (from, next) => {
      expect(outcomes.filter((to) => mayStandAfter(from, to, 1))).toEqual(
        outcomes.filter((outcome) => next.includes(outcome)),
      );
    },
  );

  test("steps may be skipped, but nobody is retained of whom no hire is known", () => {
    expect(codesOf([anOutcome(1, "hired"), anOutcome(2, "retained")])).toEqual(["recorded", "recorded"]);
    expect(codesOf([anOutcome(1, "retained")])).toEqual(["OUTCOME_OUT_OF_ORDER /outcome"]);
  });

  test("whoever declined is hired only after applying anew, in a revision of its own", () => {
    const declined = anOutcome(1, "declined", { reason: "pay" });
    expect(codesOf([declined, anOutcome(2, "hired")])).toEqual(["recorded", "OUTCOME_OUT_OF_ORDER /outcome"]);
    expect(codesOf([declined, anOutcome(2, "applied"), anOutcome(3, "hired")])).toEqual(Array(3).fill("recorded"));
    // The second may still be on its way.
    expect(codesOf([declined, anOutcome(3, "hired"), anOutcome(2, "applied")])).toEqual(Array(3).fill("recorded"));
    expect(codesOf([declined, anOutcome(3, "hired"), anOutcome(2, "withdrawn")])).toEqual([
      "recorded",
      "recorded",
      "OUTCOME_OUT_OF_ORDER /outcome",
    ]);
  });

  test("nothing leads back from a hire, however many revisions later", () => {
    for (const outcome of outcomes.filter((name) => name !== "retained")) {
      expect(codesOf([anOutcome(1, "hired"), anOutcome(9, outcome, { on: "2027-01-01" })])[1], outcome).toBe(
        "OUTCOME_OUT_OF_ORDER /outcome",
      );
    }
  });
});

describe("a history", () => {
  test("refuses what happened before the person was told, by the day in Seoul", () => {
    expect(codesOf([anOutcome(1, "seen", { on: "2026-11-20" })])).toEqual(["OUTCOME_BEFORE_TOLD /on"]);
    expect(codesOf([anOutcome(1, "seen", { on: "2026-11-21" })])).toEqual(["recorded"]);
  });

  test("refuses days that run backwards, also of what arrives late", () => {
    const hired = anOutcome(3, "hired", { on: "2026-12-01" });
    expect(codesOf([hired, anOutcome(2, "applied", { on: "2026-12-02" })])[1]).toBe("DATES_OUT_OF_ORDER /on");
    expect(codesOf([hired, anOutcome(4, "retained", { on: "2026-11-30" })])[1]).toBe("DATES_OUT_OF_ORDER /on");
  });

  test("takes the same twice as once, and another of the same revision as a conflict", () => {
    const declined = anOutcome(1, "declined", { reason: "pay" });
    expect(codesOf([declined, declined])).toEqual(["recorded", "already-recorded"]);
    for (const other of [
      anOutcome(1, "applied"),
      anOutcome(1, "declined", { reason: "place" }),
      anOutcome(1, "declined", { reason: "pay", on: "2026-11-24" }),
    ]) {
      expect(codesOf([declined, other])[1]).toBe("REVISION_CONFLICT /revision");
    }
  });

  test("keeps the center and the event of the first time", () => {
    const [, again] = recordAll([
      anOutcome(1, "applied", { center: "west" }),
      anOutcome(1, "applied", { center: "east", eventId: "other" }),
    ]).answers;
    expect(again).toEqual({ kind: "already-recorded", outcome: anOutcome(1, "applied", { center: "west" }) });
  });

  test("has an end", () => {
    const back = (revision: number) =>
      revision % 2 === 1 ? anOutcome(revision, "applied") : anOutcome(revision, "withdrawn");
    const life = Array.from({ length: OUTCOMES_MAX + 1 }, (_, at) => back(at + 1));
    expect(codesOf(life).filter((code) => code !== "recorded")).toEqual(["OUTCOME_OUT_OF_ORDER /revision"]);
  });

  test("is the same whatever order the outcomes of a life arrive in, each as often as it likes, and none is refused", () => {
    const step = (stage: Stage) => fc.constantFrom(...TABLE[stage]);
    const life = fc.array(fc.nat(5), { minLength: 1, maxLength: 7 }).chain((choices) => {
      let stage: Stage = "told";
      const steps: OutcomeName[] = [];
      for (const choice of choices) {
        const next: readonly OutcomeName[] = TABLE[stage];
        const chosen = next[choice % Math.max(1, next.length)];
        if (chosen === undefined) break;
        steps.push(chosen);
        stage = chosen;
      }
      const wishes = steps.map((outcome, at) => anOutcome(at + 1, outcome, { on: `2026-12-0${at + 1}` }));
      return fc.record({
        wishes: fc.constant(wishes),
        arriving: fc.shuffledSubarray([...wishes, ...wishes], { minLength: 2 * wishes.length }),
      });
    });
    expect(step("told")).toBeDefined();
    fc.assert(
      fc.property(life, ({ wishes, arriving }) => {
        const { history, answers } = recordAll(arriving);
        expect(history).toEqual(wishes);
        expect(answers.filter(({ kind }) => kind === "refused")).toEqual([]);
      }),
      { seed: 20261122, numRuns: 500 },
    );
  });
});
