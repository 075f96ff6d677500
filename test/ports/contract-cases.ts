import { describe, expect, test } from "vitest";
import type { RecordedStep } from "../../domain/cases/case-life.ts";
import { callsOf, collect, type Harness } from "./harness.ts";

const KEY = { party: "applicant#applicant-1042", caseId: "case-1" };
const OPENED: RecordedStep = { revision: 1, on: "2026-11-21", center: "west", step: { kind: "opened" }, eventId: "e1" };
const FIRST = { ...KEY, programmeId: "leap-package", steps: [OPENED], version: 1 };
const SECOND = { ...FIRST, steps: [OPENED, { ...OPENED, revision: 2, eventId: "e2" }], version: 2 };

/** Cases of centers. */
export function describeCases(current: () => Harness): void {
  describe("cases", () => {
    const cases = () => current().ports.cases;

    test("one is kept in one call and comes back as it was", async () => {
      expect(await callsOf(current(), () => cases().put(FIRST))).toBe(1);
      expect(await cases().get(KEY)).toEqual(FIRST);
      expect(await cases().get({ ...KEY, caseId: "case-2" })).toBeUndefined();
    });

    test("each change is made on the one before alone", async () => {
      expect(await cases().put(SECOND)).toBe(false);
      expect(await cases().put(FIRST)).toBe(true);
      expect(await cases().put(FIRST)).toBe(false);
      expect(await cases().put(SECOND)).toBe(true);
      expect(await cases().put({ ...SECOND, steps: [] })).toBe(false);
      expect(await cases().get(KEY)).toEqual(SECOND);
    });

    test("those of a party come in order of id, without those of another", async () => {
      await cases().put({ ...FIRST, caseId: "case-2" });
      await cases().put(FIRST);
      await cases().put({ ...FIRST, party: "employer#applicant-1042" });
      expect((await cases().of(KEY.party)).map(({ caseId }) => caseId)).toEqual(["case-1", "case-2"]);
    });

    test("the list of a center points to them, and to two of one id by two parties", async () => {
      const employers = { ...KEY, party: "employer#cafe-7" };
      await cases().list(KEY, ["west", "north"]);
      await cases().list(KEY, ["west"]);
      await cases().list(employers, ["west"]);
      expect(await collect(cases().listed("west"))).toEqual([KEY, employers]);
      expect(await collect(cases().listed("north"))).toEqual([KEY]);
      expect(await collect(cases().listed("south"))).toEqual([]);
    });

    test("what is sealed with one stays when it changes, is in no other reading, and goes with it", async () => {
      expect(await cases().seal(KEY, "note-1", "sealed")).toBe(false);
      await cases().put(FIRST);
      expect(await cases().seal(KEY, "note-1", "sealed")).toBe(true);
      await cases().put(SECOND);
      expect(await cases().get(KEY)).toEqual(SECOND);
      expect(await cases().of(KEY.party)).toEqual([SECOND]);
      expect([...(await cases().sealedOf(KEY))]).toEqual([["note-1", "sealed"]]);
      await cases().list(KEY, ["west"]);
      await cases().remove(KEY, ["west", "north"]);
      await cases().remove(KEY, ["west", "north"]);
      expect(await cases().get(KEY)).toBeUndefined();
      expect([...(await cases().sealedOf(KEY))]).toEqual([]);
      expect(await collect(cases().listed("west"))).toEqual([]);
      expect(await cases().seal(KEY, "note-1", "sealed")).toBe(false);
    });
  });
}
