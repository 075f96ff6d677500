import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { caseState, type RecordedStep, type TakenStep, takeStep } from "../../../domain/cases/case-life.ts";
import { refuseStep } from "../../../domain/cases/case-rules.ts";
import type { CaseStep, CaseStepKind } from "../../../domain/cases/case-step.ts";
import { compareReadiness } from "../../../domain/cases/readiness.ts";
import { builtInProgrammes } from "../../../domain/programme/built-in.ts";
import type { CaseStage } from "../../../domain/programme/rule-set.ts";

const LEAP: readonly CaseStage[] = ["diagnosis", "consulting", "placement"];

const STEPS: Readonly<Record<CaseStepKind, CaseStep>> = {
  opened: { kind: "opened" },
  diagnosed: { kind: "diagnosed", diagnosis: { of: "competency" } },
  consulted: { kind: "consulted", counsellor: "counsellor-7" },
  placed: { kind: "placed", openingId: "job-1" },
  "handed-over": { kind: "handed-over", to: "west" },
  referred: { kind: "referred", body: "legal-aid", consentOn: "2026-11-01" },
  closed: { kind: "closed", ending: "completed" },
};

function aStep(revision: number, kind: CaseStepKind, fields: Partial<RecordedStep> = {}): RecordedStep {
  return {
    revision,
    on: `2026-11-0${revision}`,
    center: "north",
    step: STEPS[kind],
    eventId: `e${revision}`,
    ...fields,
  };
}

/** Records steps one after the other; what is refused leaves what there was. */
function lifeAfter(steps: readonly RecordedStep[], stages = LEAP) {
  let history: readonly RecordedStep[] = [];
  const refused: string[] = [];
  for (const step of steps) {
    const taken = takeStep(history, step, stages);
    if (taken.kind === "taken") history = taken.steps;
    if (taken.kind === "refused") refused.push(`${taken.refusal.code} ${taken.refusal.path}`);
  }
  return { history, refused };
}

const code = (taken: TakenStep) => (taken.kind === "refused" ? taken.refusal.code : taken.kind);

/** A whole life of a case that went over to another center. */
const LIFE: readonly RecordedStep[] = [
  aStep(1, "opened"),
  aStep(2, "diagnosed"),
  aStep(3, "consulted"),
  aStep(4, "handed-over"),
  aStep(5, "consulted", { center: "west" }),
  aStep(6, "placed", { center: "west" }),
  aStep(7, "closed", { center: "west" }),
];

describe("the life of a case", () => {
  test("goes from diagnosis over consulting to placement, over a hand-over, and keeps all of it", () => {
    const { history, refused } = lifeAfter(LIFE);
    expect(refused).toEqual([]);
    expect(history.map(({ center }) => center)).toEqual(["north", "north", "north", "north", "west", "west", "west"]);
    expect(caseState(history)).toEqual({
      center: "west",
      stage: "placement",
      counsellor: "counsellor-7",
      isClosed: true,
      missing: [],
    });
  });

  test("is the same whatever order its steps arrive in, and none is refused", () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...LIFE], { minLength: LIFE.length, maxLength: LIFE.length }), (shuffled) => {
        expect(lifeAfter(shuffled)).toEqual({ history: [...LIFE], refused: [] });
      }),
    );
  });

  test.each([
    ["a stage is left out", [aStep(1, "opened"), aStep(2, "consulted")]],
    ["two stages are left out and one step is missing", [aStep(1, "opened"), aStep(3, "placed")]],
    ["a stage comes again after the next", [...LIFE.slice(0, 3), aStep(4, "diagnosed")]],
    ["it ends as completed before its last stage", [...LIFE.slice(0, 3), aStep(4, "closed")]],
    ["something follows the end", [...LIFE, aStep(8, "consulted", { center: "west" })]],
    ["it is opened twice", [aStep(1, "opened"), aStep(2, "opened")]],
    ["it begins with something else", [aStep(1, "diagnosed")]],
  ])("is refused where %s", (_, steps) => {
    expect(lifeAfter(steps).refused).toEqual(["CASE_STEP_OUT_OF_ORDER /step/kind"]);
  });

  test("may have room for just the stage that a later step presupposes", () => {
    expect(lifeAfter([aStep(1, "opened"), aStep(4, "placed")]).refused).toEqual([]);
    expect(caseState(lifeAfter([aStep(1, "opened"), aStep(4, "placed")]).history)?.missing).toEqual([2, 3]);
  });

  test("ends without its last stage when it isn't called completed", () => {
    const ended = aStep(2, "closed", { step: { kind: "closed", ending: "found-work" } });
    expect(lifeAfter([aStep(1, "opened"), ended]).refused).toEqual([]);
  });

  test("belongs to one center at a time", () => {
    const [opened] = LIFE as [RecordedStep];
    expect(code(takeStep([opened], aStep(2, "diagnosed", { center: "west" }), LEAP))).toBe("CASE_OF_ANOTHER_CENTER");
    const late = lifeAfter([...LIFE.slice(0, 3), ...LIFE.slice(4)]).history;
    expect(code(takeStep(late, aStep(4, "handed-over", { step: { kind: "handed-over", to: "south" } }), LEAP))).toBe(
      "CASE_OF_ANOTHER_CENTER",
    );
  });

  test("runs forward in days, and the same step again is the same", () => {
    const [opened, diagnosed] = LIFE as [RecordedStep, RecordedStep];
    expect(code(takeStep([opened], { ...diagnosed, on: "2026-10-31" }, LEAP))).toBe("DATES_OUT_OF_ORDER");
    expect(code(takeStep([opened, diagnosed], { ...diagnosed, eventId: "other" }, LEAP))).toBe("already-taken");
    expect(code(takeStep([opened, diagnosed], { ...diagnosed, on: "2026-11-03" }, LEAP))).toBe("REVISION_CONFLICT");
  });
});

describe("what a programme's rules say of a case", () => {
  const rulesOf = (id: string) => builtInProgrammes.filter(({ programmeId }) => programmeId === id);
  const asked = (programmeId: string, fields: Partial<Parameters<typeof refuseStep>[0]> = {}) => {
    const wish = { programmeId, side: "applicant", step: STEPS.opened, on: "2026-11-21", ...fields } as const;
    const refused = refuseStep(wish, rulesOf(programmeId));
    return refused && `${refused.code} ${refused.path}`;
  };

  test.each([
    ["leap-package", {}, undefined],
    ["leap-package", { side: "employer" }, undefined],
    ["leap-package", { step: STEPS.placed }, undefined],
    ["leap-package", { step: STEPS.referred }, "UNKNOWN_REFERRAL_BODY /step/body"],
    ["life-design-counselling", { side: "employer" }, "CASE_OUTSIDE_PROGRAMME /employerId"],
    ["life-design-counselling", { step: STEPS.placed }, "CASE_OUTSIDE_PROGRAMME /step/kind"],
    ["life-design-counselling", { step: STEPS.referred }, undefined],
    ["employment-consulting", { step: STEPS.referred }, undefined],
    ["startup-consulting", { step: STEPS.diagnosed }, undefined],
    ["boram", {}, "CASE_OUTSIDE_PROGRAMME /programmeId"],
    ["leap-package", { on: "2022-12-31" }, "CASE_OUTSIDE_PROGRAMME /programmeId"],
  ] as const)("%s with %o: %s", (programmeId, fields, expected) => {
    expect(asked(programmeId, fields)).toBe(expected);
  });

  test.each(["national-pension-service", "legal-aid", "health-center"])("people are sent on to %s", (body) => {
    const step = { kind: "referred", body, consentOn: "2026-11-01" } as const;
    expect(asked("life-design-counselling", { step })).toBeUndefined();
  });

  test("the package for employers and applicants has no rule on ages", () => {
    expect(rulesOf("leap-package").map(({ age }) => age)).toEqual([undefined]);
  });
});

describe("a self-diagnosis", () => {
  test("begins with what lies farthest below the city's average, and ends with what has none", () => {
    const points = [
      { area: "work", points: 70 },
      { area: "activity", points: 20 },
      { area: "relations", points: 55 },
      { area: "finances", points: 41 },
    ] as const;
    const averages = [
      { area: "work", points: 60 },
      { area: "relations", points: 58 },
      { area: "finances", points: 60 },
    ] as const;
    expect(compareReadiness(points, averages).map(({ area, difference }) => [area, difference])).toEqual([
      ["finances", -19],
      ["relations", -3],
      ["work", 10],
      ["activity", undefined],
    ]);
  });
});
