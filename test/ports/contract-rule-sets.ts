import { describe, expect, test } from "vitest";
import type { KeptRules } from "../../functions/ports.ts";
import { callsOf, collectPages, type Harness } from "./harness.ts";

const rules = (changes: Partial<KeptRules> = {}): KeptRules => ({
  programmeId: "boram",
  validFrom: "2026-01-01",
  revision: 1,
  body: '{"name":"보람일자리"}',
  ...changes,
});

export function describeRuleSets(current: () => Harness): void {
  describe("programmes", () => {
    const store = () => current().ports.programmes;

    test("rules are kept and read back, in one call each", async () => {
      expect(await callsOf(current(), () => store().keep(rules()))).toBe(1);
      expect(await callsOf(current(), () => store().of("boram"))).toBe(1);
      expect(await store().of("boram")).toEqual([rules()]);
    });

    test("rule sets of a programme stand side by side by the day that they are valid from, and other programmes' apart", async () => {
      await store().keep(rules({ validFrom: "2027-01-01" }));
      await store().keep(rules());
      await store().keep(rules({ programmeId: "boram-2" }));
      expect((await store().of("boram")).map(({ validFrom }) => validFrom)).toEqual(["2026-01-01", "2027-01-01"]);
      expect(await store().of("nobody")).toEqual([]);
    });

    test("all are read, of every programme", async () => {
      await store().keep(rules({ validFrom: "2027-01-01" }));
      await store().keep(rules({ programmeId: "boram-2" }));
      const all = await collectPages(store().each());
      expect(all.map(({ programmeId, validFrom }) => `${programmeId} ${validFrom}`).toSorted()).toEqual([
        "boram 2027-01-01",
        "boram-2 2026-01-01",
      ]);
    });

    test("a newer revision replaces, by number and not by text", async () => {
      await store().keep(rules({ revision: 9 }));
      expect(await store().keep(rules({ revision: 10, body: "{}" }))).toEqual({ kind: "kept" });
      expect(await store().of("boram")).toEqual([rules({ revision: 10, body: "{}" })]);
    });

    test("an older revision is superseded and changes nothing", async () => {
      await store().keep(rules({ revision: 2 }));
      expect(await store().keep(rules({ revision: 1, body: "{}" }))).toEqual({ kind: "superseded" });
      expect(await store().of("boram")).toEqual([rules({ revision: 2 })]);
    });

    test("the same revision again is already kept, and with another body a conflict", async () => {
      await store().keep(rules());
      expect(await store().keep(rules())).toEqual({ kind: "already-kept" });
      expect(await store().keep(rules({ body: "{}" }))).toEqual({ kind: "conflict" });
      expect(await store().of("boram")).toEqual([rules()]);
    });

    test("of two bodies for one revision at the same time one is kept and the other is a conflict", async () => {
      const outcomes = await Promise.all([store().keep(rules()), store().keep(rules({ body: "{}" }))]);
      expect(outcomes.map(({ kind }) => kind).toSorted()).toEqual(["conflict", "kept"]);
    });
  });
}
