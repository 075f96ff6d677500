import { describe, expect, test } from "vitest";
import { eventsIn } from "../../../events/catalog.ts";
import { contracts } from "../../../events/contracts/contracts.ts";
import { findBroken, releaseFileName } from "../../../events/contracts/released.ts";
import { parseEvent } from "../../../events/parse-event.ts";
import { contractStates, readReleased } from "../../../infra/released-contracts.ts";

const released = readReleased();

/** What is promised of something now, and what was before. */
function promised(name: string) {
  const contract = contracts.find((one) => one.name === name);
  const before = contract && released.get(releaseFileName(contract));
  if (contract === undefined || before === undefined) throw new Error(`${name} is not released`);
  return { contract, before };
}

describe("what was promised of events and messages", () => {
  test.each(contracts)("$name is promised, and nothing of it is broken", ({ name }) => {
    const state = contractStates().find((one) => one.name === name);
    expect(state?.broken).toEqual([]);
    // If this fails, something new isn't promised yet: `npm run ieum -- contract release`.
    expect(state?.isReleased).toBe(true);
  });

  test("nothing that was promised has gone", () => {
    const present = new Set(contracts.map(releaseFileName));
    expect([...released.keys()].filter((file) => !present.has(file))).toEqual([]);
  });

  test.each(Object.values(eventsIn))("every released sample of $name is still taken in", (event) => {
    const { samples } = promised(event.name).before;
    expect(samples.length).toBeGreaterThan(0);
    for (const detail of samples) {
      const body = JSON.stringify({ source: event.source, "detail-type": event.name, detail });
      expect(parseEvent(body)).toMatchObject({ kind: "accepted" });
    }
  });

  test("a sample that is refused now is told with its place", () => {
    const { contract, before } = promised("OpeningClosed");
    const broken = { ...before, samples: [{ ...eventsIn.OpeningClosed.sample, openingId: "a b" }] };
    expect(findBroken(contract, before.schema, broken)).toMatchObject([{ path: "/openingId" }]);
  });

  test("a message that loses a field is told with its place", () => {
    const { contract, before } = promised("ApplicantMessage");
    const { required = [], ...rest } = before.schema as { readonly required?: readonly string[] };
    const without = { ...rest, required: required.filter((name) => name !== "applicantId") };
    expect(findBroken(contract, without, before)).toEqual([{ path: "/applicantId", change: "may be missing" }]);
  });
});
