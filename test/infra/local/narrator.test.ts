import { describe, expect, test } from "vitest";
import { printable, toldOfLog } from "../../../infra/local/narrator.ts";

describe("what is told of an event", () => {
  test("shows no character that a terminal obeys or that changes how the rest reads", () => {
    expect(printable("카페 \u001b[2J\u0007직원\u202e끝")).toBe("카페 \ufffd[2J\ufffd직원\ufffd끝");
  });
});

describe("what is told of a log line", () => {
  test("of an error is what the line says of it", () => {
    const line = { level: "ERROR", message: "record failed", errorName: "RangeError", errorAt: "functions/match.ts:7" };
    expect(toldOfLog("match", JSON.stringify(line))?.text).toBe(
      "match: record failed (RangeError, functions/match.ts:7)",
    );
    const partial = { ...line, errorName: "PartialFailure", errorMessage: "PutEvents: 1 of 2 entries failed" };
    expect(toldOfLog("match", JSON.stringify(partial))?.text).toContain("PartialFailure, PutEvents: 1 of 2 entries");
  });
});
