import { describe, expect, test } from "vitest";
import type { EntityStore } from "../../functions/ports.ts";
import { callsOf, collectPages, type Harness, upTo } from "./harness.ts";

const ID = "entity-1";
const BODY = '{"title":"카페 바리스타 ☕ 🧑‍🍳"}';
const OTHER_BODY = '{"title":"사무 보조"}';

export function describeEntityStores(current: () => Harness): void {
  describe.each(["applicants", "openings"] as const)("%s", (port) => {
    const store = (): EntityStore => current().ports[port];
    const state = async (): Promise<unknown> => (await store().get([ID]))[0];
    const kept = (revision: number, body: string | undefined, isClosed = false) => ({
      id: ID,
      revision,
      body,
      isClosed,
    });

    test("all are read as they are: what is open, what has closed and what has left", async () => {
      for (const number of upTo(120)) await store().keep(`id-${number}`, number, BODY);
      await store().close("id-1", 500);
      await store().withdraw("id-2", 500);
      const all = await collectPages(store().each());
      expect(all).toHaveLength(120);
      const byId = new Map(all.map((entity) => [entity.id, entity]));
      expect(byId.get("id-1")).toMatchObject({ revision: 500, isClosed: true });
      expect(byId.get("id-2")).toMatchObject({ revision: 500, body: undefined });
      expect(byId.get("id-3")).toMatchObject({ revision: 3, body: BODY, isClosed: false });
    });

    describe("keep", () => {
      test("a first revision is kept, in one call", async () => {
        expect(await callsOf(current(), () => store().keep(ID, 1, BODY))).toBe(1);
        expect(await state()).toEqual(kept(1, BODY));
      });

      test("a newer revision replaces, also when numbers between are missing", async () => {
        await store().keep(ID, 1, BODY);
        expect(await store().keep(ID, 10, OTHER_BODY)).toEqual({ kind: "kept" });
        expect(await state()).toEqual(kept(10, OTHER_BODY));
      });

      test("revisions compare as numbers, not as text", async () => {
        await store().keep(ID, 10, BODY);
        expect(await store().keep(ID, 9, OTHER_BODY)).toEqual({ kind: "superseded" });
      });

      test("the same revision and body again is already kept", async () => {
        await store().keep(ID, 1, BODY);
        expect(await store().keep(ID, 1, BODY)).toEqual({ kind: "already-kept" });
        expect(await state()).toEqual(kept(1, BODY));
      });

      test("an older revision is superseded and changes nothing", async () => {
        await store().keep(ID, 2, BODY);
        expect(await store().keep(ID, 1, OTHER_BODY)).toEqual({ kind: "superseded" });
        expect(await state()).toEqual(kept(2, BODY));
      });

      test("the same revision with another body is a conflict and changes nothing", async () => {
        await store().keep(ID, 1, BODY);
        expect(await store().keep(ID, 1, OTHER_BODY)).toEqual({ kind: "conflict" });
        expect(await state()).toEqual(kept(1, BODY));
      });

      test("of two bodies for one revision at the same time one is kept and the other is a conflict", async () => {
        const outcomes = await Promise.all([store().keep(ID, 1, BODY), store().keep(ID, 1, OTHER_BODY)]);
        expect(outcomes.map(({ kind }) => kind).toSorted()).toEqual(["conflict", "kept"]);
      });

      test("a body of 64 KiB is kept whole", async () => {
        const body = JSON.stringify("가".repeat(21_800));
        await store().keep(ID, 1, body);
        expect(await state()).toEqual(kept(1, body));
      });
    });

    describe("close", () => {
      test("a kept entity is closed with its body, in one call", async () => {
        await store().keep(ID, 1, BODY);
        expect(await callsOf(current(), () => store().close(ID, 2))).toBe(1);
        expect(await state()).toEqual(kept(2, BODY, true));
      });

      test("an unknown entity is marked, and its earlier revision is superseded when it comes", async () => {
        expect(await store().close(ID, 2)).toEqual({ kind: "kept" });
        expect(await state()).toEqual(kept(2, undefined, true));
        expect(await store().keep(ID, 1, BODY)).toEqual({ kind: "superseded" });
      });

      test("the same closing again is already kept", async () => {
        await store().close(ID, 2);
        expect(await store().close(ID, 2)).toEqual({ kind: "already-kept" });
      });

      test("a closing older than what is kept is superseded", async () => {
        await store().keep(ID, 3, BODY);
        expect(await store().close(ID, 2)).toEqual({ kind: "superseded" });
        expect(await state()).toEqual(kept(3, BODY));
      });

      test("one revision can't be both a body and a closing", async () => {
        await store().keep(ID, 1, BODY);
        expect(await store().close(ID, 1)).toEqual({ kind: "conflict" });
        await store().close(ID, 2);
        expect(await store().keep(ID, 2, BODY)).toEqual({ kind: "conflict" });
      });

      test("a newer revision opens it again", async () => {
        await store().close(ID, 2);
        expect(await store().keep(ID, 3, BODY)).toEqual({ kind: "kept" });
        expect(await state()).toEqual(kept(3, BODY));
      });
    });

    describe("withdraw", () => {
      test("the id and the revision are all that stays, in one call", async () => {
        await store().keep(ID, 1, BODY);
        expect(await callsOf(current(), () => store().withdraw(ID, 2))).toBe(1);
        expect(await state()).toEqual(kept(2, undefined));
      });

      test("nothing brings it back, whatever its revision", async () => {
        await store().withdraw(ID, 5);
        for (const revision of [1, 5, 6, 2_147_483_647]) {
          expect(await store().keep(ID, revision, BODY)).toEqual({ kind: "withdrawn" });
          expect(await store().close(ID, revision)).toEqual({ kind: "withdrawn" });
        }
        expect(await state()).toEqual(kept(5, undefined));
      });

      test("it also removes a newer revision: whoever leaves has left for good", async () => {
        await store().keep(ID, 7, BODY);
        await store().withdraw(ID, 2);
        expect(await state()).toEqual(kept(2, undefined));
      });

      test("it removes a closing mark", async () => {
        await store().keep(ID, 1, BODY);
        await store().close(ID, 2);
        await store().withdraw(ID, 3);
        expect(await state()).toEqual(kept(3, undefined));
      });

      test("several withdrawals end at the highest revision in any order", async () => {
        await store().withdraw(ID, 2);
        await store().withdraw(ID, 4);
        await store().withdraw(ID, 4);
        await store().withdraw(ID, 3);
        expect(await state()).toEqual(kept(4, undefined));
      });
    });

    test("every order of the same changes ends at the same revision and mark", async () => {
      const changes: readonly ((id: string) => Promise<unknown>)[] = [
        (id) => store().keep(id, 1, BODY),
        (id) => store().keep(id, 2, OTHER_BODY),
        (id) => store().close(id, 3),
        (id) => store().keep(id, 4, BODY),
      ];
      for (const [at, order] of permutations(changes).entries()) {
        const id = `ordered-${at}`;
        for (const change of order) await change(id);
        expect(await store().get([id])).toEqual([{ id, revision: 4, body: BODY, isClosed: false }]);
      }
    });

    describe("get", () => {
      test("entities come in the order asked for, each once, without those that aren't kept", async () => {
        await store().keep("b", 1, BODY);
        await store().keep("a", 2, OTHER_BODY);
        const found = await store().get(["b", "missing", "a", "b"]);
        expect(found.map(({ id, revision }) => [id, revision])).toEqual([
          ["b", 1],
          ["a", 2],
        ]);
      });

      test("100 ids are read in one call, and no ids in none", async () => {
        const ids = upTo(100).map((number) => `many-${number}`);
        for (const id of ids) await store().keep(id, 1, BODY);
        expect(await callsOf(current(), () => store().get(ids))).toBe(1);
        expect((await store().get(ids)).map(({ id }) => id)).toEqual(ids);
        expect(await callsOf(current(), () => store().get([]))).toBe(0);
        expect(await store().get([])).toEqual([]);
      });

      test("more than 100 ids are a fault", async () => {
        const ids = upTo(250).map((number) => `many-${number}`);
        await expect(store().get(ids)).rejects.toThrow(
          new RangeError("250 ids were asked for at once, 100 is the most"),
        );
      });
    });
  });

  describe("contacts", () => {
    const contacts = () => current().ports.contacts;
    const applicants = () => current().ports.applicants;

    test("a contact is put and read in one call each, and shows in nothing else", async () => {
      await applicants().keep(ID, 1, BODY);
      expect(await callsOf(current(), () => contacts().put(ID, "sealed"))).toBe(1);
      expect(await callsOf(current(), () => contacts().get(ID))).toBe(1);
      expect(await contacts().get(ID)).toBe("sealed");
      expect(await applicants().get([ID])).toEqual([{ id: ID, revision: 1, body: BODY, isClosed: false }]);
    });

    test("a contact outlasts later revisions of the profile", async () => {
      await applicants().keep(ID, 1, BODY);
      await contacts().put(ID, "sealed");
      await applicants().keep(ID, 2, OTHER_BODY);
      expect(await contacts().get(ID)).toBe("sealed");
      expect(await applicants().keep(ID, 2, OTHER_BODY)).toEqual({ kind: "already-kept" });
    });

    test("a contact goes with whoever leaves, and none is kept of them or of a stranger afterwards", async () => {
      expect(await contacts().put(ID, "sealed")).toBe(false);
      await applicants().keep(ID, 1, BODY);
      await contacts().put(ID, "sealed");
      await applicants().withdraw(ID, 2);
      expect(await contacts().get(ID)).toBeUndefined();
      expect(await contacts().put(ID, "sealed")).toBe(false);
      expect(await contacts().get(ID)).toBeUndefined();
    });

    test("a contact can be replaced and removed; removing none is the same", async () => {
      await applicants().keep(ID, 1, BODY);
      await contacts().put(ID, "sealed");
      await contacts().put(ID, "sealed anew");
      expect(await contacts().get(ID)).toBe("sealed anew");
      expect(await contacts().put(ID, undefined)).toBe(true);
      expect(await contacts().put(ID, undefined)).toBe(true);
      expect(await contacts().get(ID)).toBeUndefined();
    });
  });

  describe("openings by their employer", () => {
    const openings = () => current().ports.openings;
    const body = (employerId: string) => JSON.stringify({ employerId });

    test("are listed by id, from one on and up to a number, closed ones too, and nobody else's", async () => {
      for (const id of ["b", "d", "a", "c"]) await openings().keep(id, 1, body("employer-1"));
      await openings().keep("e", 1, body("employer-2"));
      await openings().close("c", 2);
      expect(await openings().ofEmployer("employer-1", undefined, 10)).toEqual(["a", "b", "c", "d"]);
      expect(await openings().ofEmployer("employer-1", "a", 2)).toEqual(["b", "c"]);
      expect(await openings().ofEmployer("employer-3", undefined, 10)).toEqual([]);
    });

    test("go over to another employer with the revision that says so", async () => {
      await openings().keep("a", 1, body("employer-1"));
      await openings().keep("a", 2, body("employer-2"));
      expect(await openings().ofEmployer("employer-1", undefined, 10)).toEqual([]);
      expect(await openings().ofEmployer("employer-2", undefined, 10)).toEqual(["a"]);
    });
  });

  test("applicants and openings of the same id don't meet", async () => {
    const { applicants, openings } = current().ports;
    await applicants.keep(ID, 1, BODY);
    expect(await openings.get([ID])).toEqual([]);
  });
}

function permutations<Value>(values: readonly Value[]): readonly (readonly Value[])[] {
  if (values.length === 0) return [[]];
  return values.flatMap((value, at) => permutations(values.toSpliced(at, 1)).map((rest) => [value, ...rest]));
}
