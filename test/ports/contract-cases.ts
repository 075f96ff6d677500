import { describe, expect, test } from "vitest";
import type { RecordedStep } from "../../domain/cases/case-life.ts";
import { callsOf, collect, type Harness, upTo } from "./harness.ts";

const KEY = { party: "applicant#applicant-1042", caseId: "case-1" };
const OPENED: RecordedStep = { revision: 1, on: "2026-11-21", center: "west", step: { kind: "opened" }, eventId: "e1" };
const FIRST = { ...KEY, programmeId: "leap-package", center: "west", steps: [OPENED], version: 1 };
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

    test("those of a center are the ones that it has now, also two of one id by two parties", async () => {
      const employers = { ...KEY, party: "employer#cafe-7" };
      const byParty = async (center: string) =>
        (await collect(cases().ofCenter(center))).toSorted((a, b) => (a.party < b.party ? -1 : 1));
      await cases().put(FIRST);
      await cases().put({ ...FIRST, ...employers });
      await cases().put({ ...FIRST, caseId: "case-2", center: "north" });
      expect(await byParty("west")).toEqual([KEY, employers]);
      await cases().put({ ...SECOND, center: "north" });
      expect(await byParty("west")).toEqual([employers]);
      expect(await byParty("north")).toEqual([KEY, { ...KEY, caseId: "case-2" }]);
      expect(await byParty("south")).toEqual([]);
    });

    test("a party that is forgotten has none, also of more than one call removes, and another keeps its own", async () => {
      const ids = upTo(30).map((number) => `case-${String(number).padStart(2, "0")}`);
      for (const caseId of ids) await cases().put({ ...FIRST, caseId });
      await cases().put({ ...FIRST, party: "employer#cafe-7" });
      await cases().forget(KEY.party);
      await cases().forget(KEY.party);
      expect(await cases().of(KEY.party)).toEqual([]);
      expect(await collect(cases().ofCenter("west"))).toEqual([{ party: "employer#cafe-7", caseId: KEY.caseId }]);
    });

    test("what is sealed with one stays when it changes, is in no other reading, and goes with it", async () => {
      expect(await cases().seal(KEY, "note-1", "sealed")).toBe(false);
      await cases().put(FIRST);
      expect(await cases().seal(KEY, "note-1", "sealed")).toBe(true);
      await cases().put(SECOND);
      expect(await cases().get(KEY)).toEqual(SECOND);
      expect(await cases().of(KEY.party)).toEqual([SECOND]);
      expect([...(await cases().sealedOf(KEY))]).toEqual([["note-1", "sealed"]]);
      await cases().forget(KEY.party);
      expect(await cases().get(KEY)).toBeUndefined();
      expect([...(await cases().sealedOf(KEY))]).toEqual([]);
      expect(await cases().seal(KEY, "note-1", "sealed")).toBe(false);
    });
  });
}
