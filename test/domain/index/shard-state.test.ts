import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { encodeRecord, type LogRecord } from "../../../domain/index/log-record.ts";
import { ShardState, type Standing } from "../../../domain/index/shard-state.ts";
import type { Applicant } from "../../../domain/model/applicant.ts";
import { fromDayNumber } from "../../../domain/model/calendar.ts";
import type { Opening } from "../../../domain/model/opening.ts";
import { anApplicant, anOpening } from "../../fixtures/bodies.ts";
import { factsOf, rules, TODAY } from "../../fixtures/facts.ts";

const applicant = (revision: number, fields: Partial<Applicant> = {}): LogRecord => ({
  type: "applicant",
  facts: factsOf.applicant(anApplicant({ applicantId: "a", revision, ...fields })),
});
/** A profile with a wage that no packed record has room for. */
const anOddApplicant = (revision: number): LogRecord => ({
  type: "applicant",
  facts: {
    ...factsOf.applicant(anApplicant({ applicantId: "a", revision })),
    payMin: { krw: 2 ** 40, unit: "YEAR" },
  },
});
const opening = (revision: number, fields: Partial<Opening> = {}): LogRecord => ({
  type: "opening",
  facts: factsOf.opening(anOpening({ openingId: "o", revision, ...fields })),
});
const withdrawn = (revision: number, applicantId = "a"): LogRecord => ({
  type: "applicant-withdrawn",
  applicantId,
  revision,
});
const closed = (revision: number, openingId = "o"): LogRecord => ({
  type: "opening-closed",
  openingId,
  revision,
  districts: ["11440"],
});
const openingToday = (state: ShardState) => state.openingOn(state.startOf() ?? NO_DAY);
const comingOfAgeToday = (state: ShardState) => state.letInOn(state.startOf() ?? NO_DAY);
const LAST_DAY_OVER = { validThrough: fromDayNumber(TODAY - 1) };
/** Before the first day nothing opens and nobody comes of age. */
const NO_DAY = { seq: 0, day: Number.NEGATIVE_INFINITY, previousDay: undefined };
const day = (number: number, previousDay?: number): LogRecord => ({ type: "day", day: number, previousDay });

/** A state after some records, numbered from 1. */
function given(...records: LogRecord[]): ShardState {
  const state = new ShardState();
  for (const [index, record] of records.entries()) state.apply(index + 1, record);
  return state;
}

describe("how a record stands to the log", () => {
  test.each<[what: string, log: LogRecord[], record: LogRecord, standing: Standing]>([
    ["a first profile", [], applicant(1), "new"],
    ["a first profile at a later revision", [], applicant(9), "new"],
    ["the same profile again", [applicant(2)], applicant(2), "same"],
    ["an older profile", [applicant(2)], applicant(1), "outdated"],
    ["a newer profile", [applicant(2)], applicant(3), "new"],
    ["a first withdrawal", [], withdrawn(1), "new"],
    ["a withdrawal after a profile", [applicant(2)], withdrawn(3), "new"],
    ["a withdrawal whose revision is behind: leaving always counts", [applicant(2)], withdrawn(1), "new"],
    ["a withdrawal again", [applicant(2), withdrawn(3)], withdrawn(3), "same"],
    ["a profile after the withdrawal, however new", [applicant(2), withdrawn(3)], applicant(99), "outdated"],
    ["a closing after a posting", [opening(1)], closed(2), "new"],
    ["a closing at the revision of the posting", [opening(1)], closed(1), "outdated"],
    ["a closing again", [opening(1), closed(2)], closed(2), "same"],
    ["a posting before its closing, late", [closed(2)], opening(1), "outdated"],
    ["a posting at the revision of the closing", [closed(2)], opening(2), "outdated"],
    ["an opening that is posted anew", [opening(1), closed(2)], opening(3), "new"],
    ["a first day", [], day(TODAY), "new"],
    ["the same day again", [day(TODAY)], day(TODAY), "same"],
    ["a day before, late", [day(TODAY)], day(TODAY - 1), "outdated"],
    ["a day before, again", [day(TODAY - 1), day(TODAY)], day(TODAY - 1), "same"],
    [
      "an opening again, after its last day",
      [opening(1, LAST_DAY_OVER), day(TODAY)],
      opening(1, LAST_DAY_OVER),
      "outdated",
    ],
    ["an earlier revision of it, late", [opening(2, LAST_DAY_OVER), day(TODAY)], opening(1), "outdated"],
    ["a later revision of it", [opening(1, LAST_DAY_OVER), day(TODAY)], opening(2), "new"],
    ["the next day", [day(TODAY)], day(TODAY + 1), "new"],
    ["an opening with the id of an applicant", [applicant(5, { applicantId: "o" })], opening(1), "new"],
  ])("%s", (_what, log, record, standing) => {
    expect(given(...log).standingOf(record)).toBe(standing);
  });
});

describe("applying a record", () => {
  test("makes the one before superfluous, and nothing else", () => {
    const state = new ShardState();
    expect(state.apply(1, applicant(1))).toEqual([]);
    expect(state.apply(2, opening(1))).toEqual([]);
    expect(state.apply(5, applicant(2))).toEqual([1]);
    expect(state.apply(6, withdrawn(3))).toEqual([5]);
    expect(state.apply(7, closed(2))).toEqual([2]);
    expect(state.lastSeq).toBe(7);
    expect([state.applicants.size, state.openings.size]).toEqual([0, 0]);
    expect(state.lastSeqOf(applicant(1))).toBe(6);
  });

  test("knows the number of a profile too odd to be packed, and of one beyond four bytes", () => {
    const record = anOddApplicant(1);
    const state = new ShardState();
    state.applyBytes(3, encodeRecord(record));
    expect([state.lastSeqOf(record), state.standingOf(record)]).toEqual([3, "same"]);
    expect(state.applyBytes(2 ** 32, encodeRecord(applicant(2)))).toEqual([3]);
    expect(state.apply(2 ** 32 + 1, applicant(3))).toEqual([2 ** 32]);
    expect(state.lastSeqOf(record)).toBe(2 ** 32 + 1);
    expect(state.applicants.size).toBe(1);
  });

  test("forgets completions by a later profile without any, also from the bytes of the log", () => {
    const completed = (revision: number): LogRecord => ({ ...applicant(revision), completions: 2 }) as LogRecord;
    for (const apply of [
      (state: ShardState) => state.apply(2, applicant(2)),
      (state: ShardState) => state.applyBytes(2, encodeRecord(applicant(2))),
    ]) {
      const state = given(completed(1));
      expect(apply(state)).toEqual([1]);
      expect([state.standingOf(completed(2)), state.standingOf(applicant(2))]).toEqual(["new", "same"]);
    }
  });

  test.each<[what: string, before: LogRecord[], late: LogRecord]>([
    ["the same profile", [applicant(2)], applicant(2)],
    ["an older profile", [applicant(2)], applicant(1)],
    ["a profile too odd to be packed", [anOddApplicant(2)], anOddApplicant(1)],
    ["a profile after the person has left", [applicant(2), withdrawn(3)], applicant(9)],
    ["the same opening", [opening(2)], opening(2)],
    ["a posting after its closing", [opening(1), closed(2)], opening(1)],
  ])("that a frozen writer left at a number further on counts for nothing: %s", (_, before, late) => {
    for (const apply of [
      (state: ShardState, seq: number) => state.apply(seq, late),
      (state: ShardState, seq: number) => state.applyBytes(seq, encodeRecord(late)),
    ]) {
      const state = given(...before);
      const seq = before.length + 1;
      const last = state.lastSeqOf(late);
      const [people, openings] = [[...state.applicants.values()], [...state.openings.values()]];
      expect(apply(state, seq)).toEqual([seq]);
      expect([state.lastSeq, state.lastSeqOf(late)]).toEqual([seq, last]);
      expect([[...state.applicants.values()], [...state.openings.values()]]).toEqual([people, openings]);
    }
  });

  test("leaves the state as it was when the bytes are damaged", () => {
    const state = given(applicant(1));
    expect(() => state.applyBytes(2, encodeRecord(applicant(2)).subarray(0, 20))).toThrow(RangeError);
    expect([state.lastSeq, state.applicants.get("a")?.revision]).toEqual([1, 1]);
  });

  test("keeps the districts of an opening that closed, until it is posted anew", () => {
    const state = given(opening(1), closed(2));
    expect(state.closingOf("o").districts).toEqual(["11440"]);
    state.apply(3, opening(3));
    expect(state.closingOf("o").districts).toBeUndefined();
  });

  test("is refused out of order", () => {
    const state = given(applicant(1));
    expect(() => state.apply(1, applicant(2))).toThrow(RangeError);
    expect(() => state.apply(0, applicant(2))).toThrow(RangeError);
  });

  test("tells who had arrived before it", () => {
    const state = given(applicant(1), applicant(1, { applicantId: "b" }), opening(1), applicant(2));
    expect(state.arrivedBefore(4, "applicant")).toBeUndefined();
    const admits = state.arrivedBefore(3, "applicant");
    // "a" has come again since, at number 4, and meets the opening then.
    expect([admits?.("a"), admits?.("b")]).toEqual([false, true]);
  });
});

describe("the turning of a day", () => {
  test("takes out what expired, and leaves it and the day before in the log", () => {
    const state = given(opening(1, { validThrough: fromDayNumber(TODAY) }), opening(1, { openingId: "p" }), day(TODAY));
    expect(state.openings.size).toBe(2);
    expect(state.closingOn(TODAY)).toEqual([]);
    expect(state.closingOn(TODAY + 1).map(({ openingId }) => openingId)).toEqual(["o"]);
    expect(state.apply(4, day(TODAY + 1, TODAY))).toEqual([]);
    expect(state.openings.get("o")).toBeUndefined();
    expect(state.openings.size).toBe(1);
    expect([state.day, state.startOf()?.previousDay]).toEqual([TODAY + 1, TODAY]);
  });

  test("what was written before it keeps the day on which it was written", () => {
    const state = given(day(TODAY, TODAY - 1), applicant(1), day(TODAY + 3, TODAY), applicant(2));
    expect([0, 1, 2, 3, 4].map((seq) => state.dayAt(seq))).toEqual([TODAY - 1, TODAY, TODAY, TODAY + 3, TODAY + 3]);
    expect(given(applicant(1)).dayAt(1)).toBeUndefined();
  });

  test("an opening's first day is met once, also when days were skipped", () => {
    const from = (offset: number, openingId: string) =>
      opening(1, { openingId, validFrom: fromDayNumber(TODAY + offset), validThrough: fromDayNumber(TODAY + 30) });
    const state = given(from(0, "past"), from(1, "skipped"), from(2, "today"), from(3, "later"), day(TODAY));
    expect(openingToday(state).map(({ openingId }) => openingId)).toEqual(["past"]);
    state.apply(6, day(TODAY + 2, TODAY));
    expect(openingToday(state).map(({ openingId }) => openingId)).toEqual(["skipped", "today"]);
  });

  test("a birthday counts when it brings somebody into the span of a live opening", () => {
    const span = {
      kind: "internship",
      eligibility: { ageMin: 40, ageMax: 64, legalBasis: "seoul-second-life" },
    } as const;
    const born = (applicantId: string, birthDate: string) => applicant(1, { applicantId, birthDate });
    const people = [
      born("turns-40", "1986-11-22"),
      born("turned-40-before", "1986-11-21"),
      born("turns-41", "1985-11-22"),
      born("turns-65", "1961-11-22"),
      born("turns-40-tomorrow", "1986-11-23"),
      applicant(1, { applicantId: "leap", birthDate: "1984-02-29" }),
    ];
    const state = given(opening(1, span), ...people, day(TODAY));
    expect(comingOfAgeToday(state)).toEqual([]);
    state.apply(9, day(TODAY + 1, TODAY));
    expect(comingOfAgeToday(state)).toEqual(["turns-40"]);
    state.apply(10, closed(2));
    expect(comingOfAgeToday(state)).toEqual([]);
  });

  test("on the first day nobody comes of age, and all that waited for it opens", () => {
    const state = given(opening(1, { validFrom: fromDayNumber(TODAY) }), applicant(1), day(TODAY));
    expect(comingOfAgeToday(state)).toEqual([]);
    expect(openingToday(state).map(({ openingId }) => openingId)).toEqual(["o"]);
  });
});

type Step =
  | { sort: "applicant" | "withdrawn" | "closed"; id: number; revision: number; keeps: boolean }
  | { sort: "opening"; id: number; revision: number; days: number; keeps: boolean }
  | { sort: "day"; days: number; keeps: boolean };

function steps(): fc.Arbitrary<Step[]> {
  const keeps = fc.boolean();
  const [id, revision] = [fc.nat(4), fc.integer({ min: 1, max: 6 })];
  return fc.array(
    fc.oneof(
      fc.record({ sort: fc.constantFrom("applicant", "withdrawn", "closed"), id, revision, keeps }),
      fc.record({ sort: fc.constant("opening"), id, revision, days: fc.integer({ min: -3, max: 8 }), keeps }),
      fc.record({ sort: fc.constant("opening"), id, revision, days: fc.integer({ min: -3, max: 8 }), keeps }),
      fc.record({ sort: fc.constant("day"), days: fc.integer({ min: -1, max: 4 }), keeps }),
    ),
    { minLength: 5, maxLength: 40 },
  ) as fc.Arbitrary<Step[]>;
}

function toRecord(step: Step, state: ShardState): LogRecord {
  const today = state.day ?? TODAY;
  switch (step.sort) {
    case "applicant":
      return applicant(step.revision, { applicantId: `a${step.id}` });
    case "withdrawn":
      return withdrawn(step.revision, `a${step.id}`);
    case "opening":
      return opening(step.revision, { openingId: `o${step.id}`, validThrough: fromDayNumber(today + step.days) });
    case "closed":
      return closed(step.revision, `o${step.id}`);
    case "day":
      return day(today + step.days, state.day);
  }
}

/** Everything that can be asked of a state. */
function everything(state: ShardState) {
  const probes = [0, 1, 2, 3, 4].flatMap((id) =>
    [1, 3, 6].flatMap((revision) => [
      applicant(revision, { applicantId: `a${id}` }),
      withdrawn(revision, `a${id}`),
      opening(revision, { openingId: `o${id}` }),
      closed(revision, `o${id}`),
    ]),
  );
  const byId = <T>(values: Iterable<T>, idOf: (value: T) => string) =>
    new Map([...values].map((value) => [idOf(value), value]));
  return {
    applicants: byId(state.applicants.values(), ({ applicantId }) => applicantId),
    openings: byId(state.openings.values(), ({ openingId }) => openingId),
    days: [state.day, state.startOf()?.previousDay],
    lastSeq: state.lastSeq,
    standings: probes.map((probe) => state.standingOf(probe)),
    numbers: probes.map((probe) => state.lastSeqOf(probe)),
    openingToday: openingToday(state),
    closings: [0, 1, 2, 3, 4].map((id) => state.closingOf(`o${id}`)),
  };
}

describe("a state that is built anew from the log", () => {
  test("is the live one at every moment, whichever deletions of the last record were done", () => {
    let superfluous = 0;
    fc.assert(
      fc.property(steps(), (taken) => {
        const live = new ShardState();
        const log = new Map<number, LogRecord>();
        for (const step of taken) {
          const record = toRecord(step, live);
          if (live.standingOf(record) !== "new") continue;
          const seq = live.lastSeq + 1;
          log.set(seq, record);
          const numbers = live.apply(seq, record);
          superfluous += numbers.length;
          if (step.keeps) expect(everything(rebuild(log))).toEqual(everything(live));
          for (const number of numbers) log.delete(number);
        }
        const started = rebuild(log);
        started.prepare(rules.taxonomy);
        expect(everything(started)).toEqual(everything(live));
      }),
      { numRuns: 300, seed: 20_261_121 },
    );
    expect(superfluous).toBeGreaterThan(300);
  });
});

function rebuild(log: ReadonlyMap<number, LogRecord>): ShardState {
  const state = new ShardState();
  for (const [seq, record] of log) state.applyBytes(seq, encodeRecord(record));
  return state;
}
