import * as z from "zod";
import { dayInSeoul } from "../domain/model/calendar.ts";
import { SCHEMA_VERSION } from "../events/envelope.ts";
import { createAwsPorts } from "./adapters/aws/aws-ports.ts";
import type { Ports } from "./ports.ts";
import { deriveUlid } from "./runtime/derive-id.ts";
import { readEnvironment } from "./runtime/environment.ts";
import type { Log } from "./runtime/log.ts";
import { onSchedule } from "./runtime/on-schedule.ts";

/** What the schedule sends: when it was to fire, so that a late try still announces its own day. */
const scheduledRun = z.object({ scheduledTime: z.iso.datetime() });

/**
 * Says on the bus that a day has started in Seoul: the one that the schedule meant, else today. The event's id is made from the day
 * alone, so a schedule that fires twice says the same thing twice.
 */
export async function startDay(
  run: unknown,
  { clock, bus }: Pick<Ports, "clock" | "bus">,
  log: Log,
): Promise<{ day: string }> {
  const now = clock.now();
  const scheduled = scheduledRun.safeParse(run);
  const day = dayInSeoul(scheduled.success ? Date.parse(scheduled.data.scheduledTime) : now);
  const eventId = deriveUlid("00000000000000000000000000", `day ${day}`);
  await bus.publish([
    {
      name: "DayStarted",
      detail: {
        eventId,
        occurredAt: new Date(now).toISOString(),
        correlationId: eventId,
        schemaVersion: SCHEMA_VERSION,
        day,
      },
    },
  ]);
  log.info("day announced", { day, eventId, correlationId: eventId });
  return { day };
}

let ports: Ports | undefined;

export const handler = onSchedule("start-day", async (run, log) => {
  ports ??= createAwsPorts(readEnvironment(process.env));
  return startDay(run, ports, log);
});
