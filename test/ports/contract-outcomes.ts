import { describe, expect, test } from "vitest";
import { type FollowUp, followUpsOf } from "../../domain/outcomes/follow-up.ts";
import type { LedgerFact } from "../../domain/outcomes/ledger-fact.ts";
import type { FollowUpList, KeptStatement } from "../../functions/outcome-ports.ts";
import type { OutcomeOfPair } from "../../functions/ports.ts";
import { aRecommendation } from "./contract-told.ts";
import { callsOf, collect, type Harness, upTo } from "./harness.ts";

const APPLICANT = "applicant-1042";
const EVENT = "01KB0000000000000000000007";
const FAR = "2199-12-31";

function anOutcome(changes: Partial<OutcomeOfPair> = {}): OutcomeOfPair {
  const base = {
    applicantId: APPLICANT,
    openingId: "job-1",
    revision: 2,
    outcome: "applied",
    on: "2026-11-23",
  } as const;
  return { ...base, eventId: EVENT, center: "central", ...changes };
}

function kept(changes: Partial<OutcomeOfPair> = {}) {
  const { applicantId: _person, openingId: _opening, ...outcome } = anOutcome(changes);
  return outcome;
}

export function describeOutcomes(current: () => Harness): void {
  describe("outcomes", () => {
    const recommendations = () => current().ports.recommendations;
    const histories = async () => (await recommendations().list(APPLICANT)).map(({ history }) => history);
    const kinds = async (...wishes: readonly OutcomeOfPair[]) => {
      const recorded = [];
      for (const wish of wishes) recorded.push((await recommendations().recordOutcome(wish)).kind);
      return recorded;
    };

    test("an outcome is recorded in two calls and listed with its recommendation, which stays as it was told", async () => {
      await recommendations().tell(aRecommendation("job-1"));
      await recommendations().tell(aRecommendation("job-2"));
      const declined = anOutcome({ outcome: "declined", reason: "pay", programmeId: "p", kind: "internship" });
      expect(await callsOf(current(), () => recommendations().recordOutcome(declined))).toBe(2);
      const history = [kept({ outcome: "declined", reason: "pay", programmeId: "p", kind: "internship" })];
      expect(await recommendations().list(APPLICANT)).toEqual([
        { ...aRecommendation("job-1"), history },
        aRecommendation("job-2"),
      ]);
    });

    test("the whole history is kept in the order of revisions, in whatever order they arrive", async () => {
      await recommendations().tell(aRecommendation("job-1"));
      const wishes = [anOutcome({ revision: 10, outcome: "hired" }), anOutcome({ revision: 9 })];
      expect(await kinds(...wishes)).toEqual(["recorded", "recorded"]);
      expect(await histories()).toEqual([[kept({ revision: 9 }), kept({ revision: 10, outcome: "hired" })]]);
    });

    test("the same again is already recorded, with the center and the event of the first time, in one call", async () => {
      await recommendations().tell(aRecommendation("job-1"));
      await recommendations().recordOutcome(anOutcome());
      const again = anOutcome({ center: "west", eventId: "01KB0000000000000000000008" });
      expect(await callsOf(current(), () => recommendations().recordOutcome(again))).toBe(1);
      expect(await recommendations().recordOutcome(again)).toEqual({ kind: "already-recorded", outcome: kept() });
      expect(await histories()).toEqual([[kept()]]);
    });

    test("what can't be is refused, with the code and the path, and changes nothing", async () => {
      await recommendations().tell(aRecommendation("job-1"));
      await recommendations().recordOutcome(anOutcome());
      expect(await recommendations().recordOutcome(anOutcome({ outcome: "hired" }))).toMatchObject({
        refusal: { code: "REVISION_CONFLICT", path: "/revision" },
      });
      expect(await recommendations().recordOutcome(anOutcome({ revision: 3, outcome: "retained" }))).toMatchObject({
        refusal: { code: "OUTCOME_OUT_OF_ORDER", path: "/outcome" },
      });
      expect(await histories()).toEqual([[kept()]]);
    });

    test("an outcome of a pair that nobody was told of is unknown and leaves nothing", async () => {
      await recommendations().tell(aRecommendation("job-2"));
      expect(await kinds(anOutcome())).toEqual(["unknown"]);
      expect(await recommendations().list(APPLICANT)).toEqual([aRecommendation("job-2")]);
    });

    test("what was forgotten isn't brought back by a late outcome", async () => {
      await recommendations().tell(aRecommendation("job-1"));
      await recommendations().recordOutcome(anOutcome());
      await recommendations().forget(APPLICANT);
      expect(await kinds(anOutcome({ revision: 3, outcome: "hired" }))).toEqual(["unknown"]);
      expect(await recommendations().list(APPLICANT)).toEqual([]);
    });

    test("of several outcomes of one revision at the same time exactly one is recorded", async () => {
      await recommendations().tell(aRecommendation("job-1"));
      const wishes = upTo(8).map((day) => anOutcome({ on: `2026-12-0${day}` }));
      const recorded = await Promise.all(wishes.map((wish) => recommendations().recordOutcome(wish)));
      expect(recorded.map(({ kind }) => kind).toSorted()).toEqual(["recorded", ...upTo(7).map(() => "refused")]);
    });

    test("outcomes of several revisions at the same time are all recorded", async () => {
      await recommendations().tell(aRecommendation("job-1"));
      const life = ["seen", "applied", "interviewed", "hired", "retained"] as const;
      const wishes = life.map((outcome, at) => anOutcome({ outcome, revision: at + 1 }));
      await Promise.all(wishes.map((wish) => recommendations().recordOutcome(wish)));
      expect((await histories())[0]?.map(({ outcome }) => outcome)).toEqual(life);
    });

    test("telling the pair again gives the recommendation with its history", async () => {
      await recommendations().tell(aRecommendation("job-1"));
      await recommendations().recordOutcome(anOutcome());
      const { history } = await recommendations().tell({ ...aRecommendation("job-1"), alertId: "another" });
      expect(history).toEqual([kept()]);
    });

    test("all of them can be read, whoever's they are", async () => {
      await recommendations().tell(aRecommendation("job-1"));
      await recommendations().tell(aRecommendation("job-2", "applicant-2"));
      await recommendations().recordOutcome(anOutcome());
      const all = await collect(recommendations().each());
      expect(all.toSorted((a, b) => (a.openingId < b.openingId ? -1 : 1))).toEqual([
        { ...aRecommendation("job-1"), history: [kept()] },
        aRecommendation("job-2", "applicant-2"),
      ]);
    });
  });
}

function someFollowUps(openingId = "job-1", applicantId = APPLICANT): FollowUp[] {
  return followUpsOf({ applicantId, openingId, hiredOn: "2026-11-30", causeId: EVENT, programmeId: "internship" });
}

export function describeFollowUps(current: () => Harness): void {
  describe("follow-ups", () => {
    const followUps = () => current().ports.followUps;
    const on = async (list: FollowUpList, through = FAR) =>
      (await collect(followUps().listed(list, through))).map(({ dueOn, openingId }) => `${dueOn} ${openingId}`);
    const ALL_DUE = ["2027-02-28", "2027-05-30", "2027-11-30", "2028-11-30", "2029-11-30"].map((day) => `${day} job-1`);
    const [first] = someFollowUps();
    if (first === undefined) throw new Error("a hire has follow-ups");
    const announcement = { on: "2027-02-28", district: "11440", center: "central" };
    const result = {
      revision: 1,
      result: "employed",
      on: "2027-03-02",
      satisfaction: 4.85,
      center: "central",
    } as const;

    test("scheduled ones stand with their person and on the list, in the order of days; twice is once", async () => {
      await followUps().schedule(someFollowUps());
      await followUps().schedule(someFollowUps());
      expect(await on("scheduled")).toEqual(ALL_DUE);
      expect(await on("due")).toEqual([]);
      expect(await followUps().of(APPLICANT)).toEqual(someFollowUps());
    });

    test("a list goes up to a day, that day included", async () => {
      await followUps().schedule(someFollowUps());
      expect(await on("scheduled", "2027-02-27")).toEqual([]);
      expect(await on("scheduled", "2027-02-28")).toEqual(ALL_DUE.slice(0, 1));
    });

    test("an announced one keeps what was announced unless whoever knows it says otherwise, and is due once it is moved there", async () => {
      await followUps().schedule(someFollowUps());
      expect(await followUps().announce(first, announcement, undefined)).toEqual({ ...first, announced: announcement });
      const other = { on: "2027-03-01", district: "11380" };
      expect((await followUps().announce(first, other, undefined))?.announced).toEqual(announcement);
      expect((await followUps().announce(first, announcement, other))?.announced).toEqual(announcement);
      expect((await followUps().announce(first, other, announcement))?.announced).toEqual(other);
      expect(await on("scheduled")).toEqual(ALL_DUE);
      await followUps().move([first, first], "due");
      await followUps().move([first], undefined);
      expect(await on("scheduled")).toEqual(ALL_DUE.slice(1));
      expect(await on("due")).toEqual(ALL_DUE.slice(0, 1));
      await followUps().schedule(someFollowUps());
      expect(await on("scheduled")).toEqual(ALL_DUE.slice(1));
    });

    test("one that nobody asks any more is on neither list, and stays with its person", async () => {
      await followUps().schedule(someFollowUps());
      await followUps().move([first], undefined);
      await followUps().move([first], "due");
      expect([await on("scheduled"), await on("due")]).toEqual([ALL_DUE.slice(1), []]);
      expect(await followUps().of(APPLICANT)).toEqual(someFollowUps());
      expect(await followUps().announce(first, announcement, undefined)).toMatchObject({ announced: announcement });
    });

    test("a result closes it on both lists and is kept; the same again changes nothing", async () => {
      await followUps().schedule(someFollowUps());
      await followUps().announce(first, announcement, undefined);
      expect(await followUps().record(first, result)).toEqual({ kind: "recorded", results: [result] });
      expect(await followUps().record(first, { ...result, center: "west" })).toEqual({ kind: "already-recorded" });
      expect(await on("due")).toEqual([]);
      expect(await on("scheduled")).toEqual(ALL_DUE.slice(1));
      expect((await followUps().of(APPLICANT))[0]).toEqual({ ...first, announced: announcement, results: [result] });
    });

    test("a correction is kept beside what it corrects, and another body of a revision is refused", async () => {
      await followUps().schedule(someFollowUps());
      const corrected = { ...result, revision: 2, result: "left" } as const;
      await followUps().record(first, corrected);
      expect(await followUps().record(first, result)).toEqual({ kind: "recorded", results: [result, corrected] });
      expect(await followUps().record(first, { ...result, result: "left" })).toMatchObject({
        refusal: { code: "REVISION_CONFLICT" },
      });
    });

    test("of several results of one revision at the same time exactly one is recorded", async () => {
      await followUps().schedule(someFollowUps());
      const wishes = upTo(6).map((day) => ({ ...result, on: `2027-03-0${day}` }));
      const recorded = await Promise.all(wishes.map((wish) => followUps().record(first, wish)));
      expect(recorded.filter(({ kind }) => kind === "recorded")).toHaveLength(1);
    });

    test("removing leaves nothing of them, nothing can be announced or recorded of them, and nobody else's go", async () => {
      await followUps().schedule(someFollowUps());
      await followUps().schedule(someFollowUps("job-2", "applicant-2"));
      await followUps().announce(first, announcement, undefined);
      await followUps().move([first], "due");
      await followUps().forget(APPLICANT);
      expect(await on("due")).toEqual([]);
      expect(await on("scheduled")).toEqual(ALL_DUE.map((entry) => entry.replace("job-1", "job-2")));
      expect(await followUps().announce(first, announcement, undefined)).toBeUndefined();
      expect(await followUps().record(first, result)).toEqual({ kind: "unknown" });
      await followUps().move([first], "due");
      expect(await followUps().of(APPLICANT)).toEqual([]);
      expect(await followUps().of("applicant-2")).toEqual(someFollowUps("job-2", "applicant-2"));
      await followUps().forget(APPLICANT);
    });

    test("more than one call takes are removed", async () => {
      for (const number of upTo(12)) await followUps().schedule(someFollowUps(`job-${number}`));
      await followUps().forget(APPLICANT);
      expect(await on("scheduled")).toEqual([]);
      expect(await followUps().of(APPLICANT)).toEqual([]);
    });
  });
}

export function describeLedger(current: () => Harness): void {
  describe("ledger", () => {
    const ledger = () => current().ports.ledger;
    const aStatement = (changes: Partial<KeptStatement> = {}): KeptStatement => ({
      source: "report",
      period: "2026",
      revision: 1,
      body: '{"figures":[]}',
      ...changes,
    });
    const aFact = (changes: Partial<LedgerFact> = {}): LedgerFact => ({
      factId: "f-1",
      measure: "hired",
      center: "north",
      on: "2026-11-23",
      programmeId: "civic-role",
      kind: "civic-role",
      apart: "fair",
      ...changes,
    });

    test("a statement is kept by source and period, in one call, and a later revision replaces it", async () => {
      expect(await callsOf(current(), () => ledger().enter("center#north", aStatement()))).toBe(1);
      await ledger().enter("center#north", aStatement({ period: "2025" }));
      await ledger().enter("center#west", aStatement());
      expect(await ledger().enter("center#north", aStatement({ revision: 10, body: "[]" }))).toEqual({ kind: "kept" });
      expect(await ledger().statements("center#north")).toEqual([
        aStatement({ period: "2025" }),
        aStatement({ revision: 10, body: "[]" }),
      ]);
    });

    test.each([
      ["the same again", {}, "already-kept"],
      ["another body of the revision", { body: "[]" }, "conflict"],
      ["an earlier revision", { revision: 1, body: "[]" }, "superseded"],
    ])("%s changes nothing", async (_, changes, kind) => {
      await ledger().enter("center#north", aStatement({ revision: 2 }));
      expect(await ledger().enter("center#north", aStatement({ revision: 2, ...changes }))).toEqual({ kind });
      expect(await ledger().statements("center#north")).toEqual([aStatement({ revision: 2 })]);
    });

    test("a fact is counted once however often it comes, and told apart by center and year", async () => {
      await ledger().count(aFact());
      await ledger().count(aFact());
      await ledger().count(aFact({ factId: "f-2", measure: "applied" }));
      await ledger().count(aFact({ factId: "f-3", on: "2027-01-01" }));
      await ledger().count(aFact({ factId: "f-4", center: "west" }));
      await ledger().enter("center#north", aStatement());
      const facts = await collect(ledger().facts("north", 2026));
      expect(facts.toSorted((a, b) => (a.factId < b.factId ? -1 : 1))).toEqual([
        aFact(),
        aFact({ factId: "f-2", measure: "applied" }),
      ]);
      expect(await collect(ledger().facts("north", 2028))).toEqual([]);
    });

    test("a fact that is an answer to a survey keeps its score, 0 too, and its course", async () => {
      const answers = [
        aFact({ measure: "surveyed", score: 0, courseOpeningId: "course-1" }),
        aFact({ factId: "f-2", measure: "surveyed", score: 485 }),
      ];
      for (const answer of answers) await ledger().count(answer);
      const facts = await collect(ledger().facts("north", 2026));
      expect(facts.toSorted((a, b) => (a.factId < b.factId ? -1 : 1))).toEqual(answers);
    });

    test("a fact needs neither programme nor kind", async () => {
      const { programmeId: _programme, kind: _kind, apart: _apart, ...bare } = aFact();
      await ledger().count(bare);
      expect(await collect(ledger().facts("north", 2026))).toEqual([bare]);
    });
  });
}
