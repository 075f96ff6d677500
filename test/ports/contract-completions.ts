import { describe, expect, test } from "vitest";
import { callsOf, type Harness } from "./harness.ts";

const ID = "applicant-1042";
const PROFILE = '{"applicantId":"applicant-1042"}';
const FIRST = '{"certificates":["barista-2"],"on":"2026-12-18"}';
const SECOND = '{"certificates":["driving-1-large"],"on":"2027-01-29"}';

/** Completions, which stand beside a profile in one item. */
export function describeCompletions(current: () => Harness): void {
  describe("completions", () => {
    const applicants = () => current().ports.applicants;
    const kept = (revision: number, ...completions: string[]) => ({
      id: ID,
      revision,
      body: PROFILE,
      isClosed: false,
      ...(completions.length === 0 ? {} : { completions }),
    });

    test("one is kept beside the profile, in one call, and comes back with it", async () => {
      await applicants().keep(ID, 1, PROFILE);
      expect(await callsOf(current(), () => applicants().complete(ID, 1, FIRST))).toBe(1);
      expect(await applicants().complete(ID, 1, FIRST)).toEqual({ kind: "kept", applicant: kept(1, FIRST) });
      expect(await applicants().get([ID])).toEqual([kept(1, FIRST)]);
    });

    test("one that comes before the profile waits for it, and is nobody until then", async () => {
      expect(await applicants().complete(ID, 1, FIRST)).toEqual({ kind: "kept", applicant: undefined });
      expect(await applicants().get([ID])).toEqual([]);
      expect(await applicants().keep(ID, 1, PROFILE)).toEqual({ kind: "kept", completions: [FIRST] });
      expect(await applicants().get([ID])).toEqual([kept(1, FIRST)]);
    });

    test("a profile that is revised keeps them, and is told of them again when it comes again", async () => {
      await applicants().keep(ID, 1, PROFILE);
      await applicants().complete(ID, 1, FIRST);
      expect(await applicants().keep(ID, 2, PROFILE)).toEqual({ kind: "kept", completions: [FIRST] });
      expect(await applicants().keep(ID, 2, PROFILE)).toEqual({ kind: "already-kept", completions: [FIRST] });
      expect(await applicants().get([ID])).toEqual([kept(2, FIRST)]);
    });

    test("they stand in order of their numbers, whichever came first", async () => {
      await applicants().keep(ID, 1, PROFILE);
      await applicants().complete(ID, 10, SECOND);
      await applicants().complete(ID, 9, FIRST);
      expect(await applicants().get([ID])).toEqual([kept(1, FIRST, SECOND)]);
    });

    test("what has a key of its own stands behind them in order of the keys, and is one again when it comes again", async () => {
      const [one, two] = ['{"kind":"hired","openingId":"job 1"}', '{"kind":"hired","openingId":"job-2"}'];
      await applicants().keep(ID, 1, PROFILE);
      await applicants().complete(ID, "hired job-2", two);
      await applicants().complete(ID, 2, FIRST);
      await applicants().complete(ID, "hired job 1", one);
      expect(await applicants().complete(ID, "hired job-2", two)).toEqual({
        kind: "kept",
        applicant: kept(1, FIRST, one, two),
      });
      expect(await applicants().complete(ID, "hired job-2", one)).toEqual({ kind: "conflict" });
      expect(await applicants().get([ID])).toEqual([kept(1, FIRST, one, two)]);
    });

    test("another body under the same number is a conflict and changes nothing", async () => {
      await applicants().keep(ID, 1, PROFILE);
      await applicants().complete(ID, 1, FIRST);
      expect(await applicants().complete(ID, 1, SECOND)).toEqual({ kind: "conflict" });
      expect(await applicants().get([ID])).toEqual([kept(1, FIRST)]);
    });

    test("they leave with the person, and a late one brings nobody back", async () => {
      await applicants().keep(ID, 1, PROFILE);
      await applicants().complete(ID, 1, FIRST);
      await applicants().withdraw(ID, 2);
      expect(await applicants().complete(ID, 1, FIRST)).toEqual({ kind: "withdrawn" });
      expect(await applicants().complete(ID, 2, SECOND)).toEqual({ kind: "withdrawn" });
      expect(await applicants().get([ID])).toEqual([{ id: ID, revision: 2, body: undefined, isClosed: false }]);
    });

    test("one that came before any profile leaves, too, when the person does", async () => {
      await applicants().complete(ID, 1, FIRST);
      await applicants().withdraw(ID, 1);
      expect(await applicants().get([ID])).toEqual([{ id: ID, revision: 1, body: undefined, isClosed: false }]);
    });

    test("two at the same time are both kept", async () => {
      await applicants().keep(ID, 1, PROFILE);
      await Promise.all([applicants().complete(ID, 1, FIRST), applicants().complete(ID, 2, SECOND)]);
      expect(await applicants().get([ID])).toEqual([kept(1, FIRST, SECOND)]);
    });
  });
}
