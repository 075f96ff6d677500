import { describe, expect, test } from "vitest";
import { printable } from "../../../infra/local/narrator.ts";

describe("what is told of an event", () => {
  test("shows no character that a terminal obeys or that changes how the rest reads", () => {
    expect(printable("카페 \u001b[2J\u0007직원\u202e끝")).toBe("카페 \ufffd[2J\ufffd직원\ufffd끝");
  });
});
