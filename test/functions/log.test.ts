import { describe, expect, test } from "vitest";
import * as z from "zod";
import { PartialFailure } from "../../functions/runtime/errors.ts";
import { createLog, type Log } from "../../functions/runtime/log.ts";
import { readMessage } from "../../functions/runtime/read-message.ts";
import { anApplicant, aProfileBody } from "../fixtures/bodies.ts";
import { linesOf } from "../fixtures/written-lines.ts";

const NAME = "카나리아";
const EMAIL = "canary@example.org";
const CANARIES = [NAME, EMAIL, "canary"];

const log = createLog("intake");

/** The one line that is written, of which nothing may be personal. */
function lineOf(work: (to: Log) => void): Record<string, unknown> {
  const [line = {}, ...others] = linesOf(() => work(log));
  expect(others).toEqual([]);
  const text = JSON.stringify(line);
  expect(CANARIES.filter((canary) => text.includes(canary))).toEqual([]);
  return line;
}

/** What was thrown, of whichever kind. */
function thrownBy(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
}

const lineOfError = (error: unknown) => lineOf((to) => to.error("record failed", error, { messageId: "m-1" }));

/** As the SDK makes them of what a service answers. */
function aServiceException(name: string, message: string): Error {
  return Object.assign(new Error(message), { name, $fault: "client", $metadata: { httpStatusCode: 400 } });
}

/** Its trace still begins with what it said first. */
function aChangedError(): Error {
  const error = new Error("canary\n    at y (functions/canary.ts:1:2)");
  expect(error.stack).toContain("canary.ts");
  return Object.assign(error, { message: "" });
}

describe("a line of the log", () => {
  test("has the fields that may be logged, as they are", () => {
    const about = { correlationId: "c-1", entityId: "job-1", path: "/opening/title", revision: 0, day: undefined };
    expect(lineOf((to) => to.warn("event set aside", about))).toMatchObject({
      level: "WARN",
      message: "event set aside",
      service: "intake",
      correlationId: "c-1",
      entityId: "job-1",
      path: "/opening/title",
      revision: 0,
    });
  });

  test("has nothing else, whatever is spread into it, and says how much was left out", () => {
    const profile = { ...anApplicant({ applicantId: "a-1", revision: 7 }), name: NAME, email: EMAIL, [NAME]: true };
    const { applicantId, revision, ...others } = profile;
    const line = lineOf((to) => to.info("applicant matched", profile));
    expect(Object.keys(line).toSorted()).toEqual([
      "applicantId",
      "level",
      "message",
      "redacted",
      "revision",
      "sampling_rate",
      "service",
      "timestamp",
    ]);
    expect(line).toMatchObject({ applicantId, revision, redacted: Object.keys(others).length });
  });

  test.each([[{ name: NAME }], [[EMAIL]], [new Map([[NAME, EMAIL]])], [() => NAME], [true]])(
    "has no field that is no text or number as it should be: %j",
    (value) => {
      const fields = { code: value, records: NAME, reason: 7_300_011, outcome: "refused" };
      const line = lineOf((to) => to.info("event set aside", fields as object));
      expect(line).toMatchObject({ outcome: "refused", redacted: 3 });
      expect(line).not.toHaveProperty("reason");
    },
  );

  test("takes no inherited name for a field", () => {
    expect(lineOf((to) => to.info("m", { toString: "canary", constructor: "canary" } as object))).toMatchObject({
      redacted: 2,
    });
  });
});

describe("an error in the log", () => {
  const body = aProfileBody({ applicantId: "canary-1" });
  const name = z.strictObject({ name: z.literal("nobody") });

  test.each([
    ["of a message that is no JSON", thrownBy(() => JSON.parse(`canary ${NAME}`)), "SyntaxError"],
    ["of a schema", thrownBy(() => name.parse({ name: NAME, [EMAIL]: 1 })), "ZodError"],
    ["that quotes a body", new Error(body), "Error"],
    ["that quotes a body which looks like a trace", new Error("x\n    at y (functions/canary.ts:1:2)"), "Error"],
    ["whose message was replaced", aChangedError(), "Error"],
    ["that carries a body", Object.assign(new RangeError("no"), { body, code: NAME, cause: body }), "RangeError"],
    ["that is caused by one", new TypeError("no", { cause: new Error(body) }), "TypeError"],
    ["that goes by another name", Object.assign(new Error("no"), { name: `canary ${NAME}` }), "Error"],
    [
      "of a service that quotes a value",
      aServiceException("ValidationException", `Value '${NAME}'`),
      "ValidationException",
    ],
    ["that is a text", body, "string"],
    ["that is an object", { name: NAME, message: EMAIL }, "object"],
    ["that is nothing", undefined, "undefined"],
  ])("%s says none of it", (_, error, errorName) => {
    const line = lineOfError(error);
    expect(line).toMatchObject({ level: "ERROR", message: "record failed", messageId: "m-1", errorName });
    expect(line).not.toHaveProperty("errorMessage");
  });

  test.each([
    ["ours", new PartialFailure("PutEvents", 1, 10, "ThrottlingException")],
    ["a service's", aServiceException("AccessDeniedException", "not authorized to perform: sqs:SendMessage")],
  ])("says what it has to say if it is %s that names nobody", (_, error) => {
    expect(lineOfError(error)).toMatchObject({ errorName: error.name, errorMessage: error.message });
  });

  test("says where in our own files it was thrown", () => {
    const message = JSON.stringify({ schemaVersion: 99, applicantId: "canary-1" });
    const newer = z.strictObject({ schemaVersion: z.literal(1) });
    const error = thrownBy(() => readMessage(newer, "matching", { messageId: "m-1", body: message }));
    const { errorName, errorAt } = lineOfError(error);
    expect(errorName).toBe("RangeError");
    expect(errorAt).toMatch(/^functions\/runtime\/read-message\.ts:\d+, functions\/log\.test\.ts:\d+/);
  });

  test("says what it was caused by, by name and code", () => {
    const cause = Object.assign(new Error(`connect ${EMAIL}`), { code: "ECONNREFUSED" });
    expect(lineOfError(new TypeError("fetch failed", { cause }))).toMatchObject({ errorCause: "Error ECONNREFUSED" });
    expect(lineOfError(cause)).toMatchObject({ errorName: "Error", errorCode: "ECONNREFUSED" });
  });
});
