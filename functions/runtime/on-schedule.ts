import middy from "@middy/core";
import type { Context } from "aws-lambda";
import { createLog, type Log } from "./log.ts";
import { withoutWords } from "./logged-error.ts";

/** The shell of a function that a schedule invokes: hands what the schedule says to the reaction, and logs what it throws. */
export function onSchedule<Done>(functionName: string, react: (run: unknown, log: Log) => Promise<Done>) {
  const log = createLog(functionName);
  return middy().handler(async (run: unknown, _context: Context): Promise<Done> => {
    try {
      return await react(run, log);
    } catch (error) {
      log.error("run failed and will be tried again", error);
      throw withoutWords(error);
    }
  });
}
