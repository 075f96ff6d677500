import { SCHEMA_VERSION } from "../events/envelope.ts";
import type { DueMessage } from "../events/messages.ts";
import { createAwsPorts } from "./adapters/aws/aws-ports.ts";
import type { Ports } from "./ports.ts";
import { deriveUlid } from "./runtime/derive-id.ts";
import { readEnvironment } from "./runtime/environment.ts";
import { hourOf } from "./runtime/hours.ts";
import { inGroups, settled } from "./runtime/in-groups.ts";
import type { Log } from "./runtime/log.ts";
import { onSchedule } from "./runtime/on-schedule.ts";

/** Hours looked back on: whoever was put down late, or while this function was down, is found for a week. An empty hour costs half a read unit. */
const HOURS_BACK = 7 * 24;

/** Subjects in one message: as many as one invocation works off in its time. */
const SUBJECTS_PER_MESSAGE_MAX = 50;

/**
 * Finds everybody whose hour has come and hands them to whoever notifies, which alone decides and sends. Nobody is taken off the list here: only what has been
 * worked off is, so that a crash anywhere is followed by the same again at the next run.
 */
export async function wakeDue(
  { clock, wakeUps, queues }: Pick<Ports, "clock" | "wakeUps" | "queues">,
  log: Log,
): Promise<{ woken: number }> {
  const now = clock.now();
  const last = hourOf(now);
  const hours = Array.from({ length: HOURS_BACK + 1 }, (_, back) => last - HOURS_BACK + back);
  const found = await settled(hours, async (hour) => (await wakeUps.due(hour)).map((subject) => ({ hour, subject })));
  const due = found.flat();
  const parts = inGroups(due, SUBJECTS_PER_MESSAGE_MAX);
  await queues.send(
    "applicant-alerts",
    parts.map((part) => ({ body: JSON.stringify(toMessage(part, last)) })),
  );
  log.info("waiting applicants woken", { records: due.length });
  return { woken: due.length };
}

/** The same subjects in the same hour make the same message. */
function toMessage(due: DueMessage["due"], hour: number): DueMessage {
  const messageId = deriveUlid("00000000000000000000000000", `due ${hour} ${due.map(({ subject }) => subject).join()}`);
  return {
    schemaVersion: SCHEMA_VERSION,
    messageId,
    correlationId: messageId,
    causationId: messageId,
    kind: "due",
    due,
  };
}

let ports: Ports | undefined;

export const handler = onSchedule("digest", async (_run, log) => {
  ports ??= createAwsPorts(readEnvironment(process.env));
  return wakeDue(ports, log);
});
