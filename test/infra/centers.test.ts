import { expect, test } from "vitest";
import { DISTRICTS, seoulGu } from "../../domain/geo/catalogue.ts";
import { centerToCall } from "../../functions/runtime/center-to-call.ts";
import { centers } from "../../infra/centers.ts";
import { toCenterToCall } from "../../infra/mail.ts";

test("every district of Seoul belongs to exactly one center", () => {
  const served = centers.flatMap(({ serves }) => serves);
  expect(served.toSorted()).toEqual(seoulGu.map(({ code }) => code).toSorted());
});

test.each(centers)("the campus of $id lies in a district that it serves", ({ campus, serves }) => {
  expect(serves).toContain(campus);
});

test.each(centers)(
  "one reaches the campus of $id from each of its districts without leaving them",
  ({ campus, serves }) => {
    const reached = new Set([campus]);
    for (const code of reached) {
      const district = DISTRICTS.get(code);
      for (const next of [...(district?.neighbours ?? []), ...(district?.acrossRiver ?? [])]) {
        if (serves.includes(next)) reached.add(next);
      }
    }
    expect([...reached].sort()).toEqual([...serves].sort());
  },
);

test("no two centers share an id, and an id is fit for a name", () => {
  const ids = centers.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) expect(id).toMatch(/^[a-z][a-z0-9-]{0,39}$/);
});

test.each(centers)("$id can be called", (center) => {
  expect(centerToCall.safeParse(toCenterToCall(center)).success).toBe(true);
});
