import type { Context } from "aws-lambda";
import { describe, expect, test } from "vitest";
import { onQueue } from "../../functions/runtime/consumer.ts";
import { readEnvironment } from "../../functions/runtime/environment.ts";
import { onSchedule } from "../../functions/runtime/on-schedule.ts";
import { linesWritten } from "../fixtures/written-lines.ts";

const CANARY = "카나리아";

/** Each shell around a reaction that throws, as Lambda calls it. */
const shells: Readonly<Record<string, (react: () => never) => Promise<unknown>>> = {
  "behind a queue": async (react) => onQueue("intake", react)({ Records: [] }, {} as Context),
  "on a schedule": async (react) => onSchedule("digest", react)({}, {} as Context),
};

describe.each(Object.entries(shells))("a function %s that throws as a whole", (_, run) => {
  test("gives Lambda no words of what it worked on, and has logged what it was", async () => {
    let thrown: unknown;
    const lines = await linesWritten(async () => {
      thrown = await run(() => JSON.parse(`{"name": ${CANARY}}`) as never).catch((error: unknown) => error);
    });
    expect(thrown).toMatchObject({ name: "SyntaxError", message: "" });
    expect((thrown as Error).cause).toBeUndefined();
    expect(String((thrown as Error).stack) + JSON.stringify(lines)).not.toContain(CANARY);
    expect(lines).toContainEqual(expect.objectContaining({ level: "ERROR", errorName: "SyntaxError" }));
  });

  test("says what the deployment lacks", async () => {
    const missing = () => readEnvironment({})("busName") as never;
    await linesWritten(async () => {
      await expect(run(missing)).rejects.toThrow("environment variable BUS_NAME is not set");
    });
  });
});
