import { createAwsPorts } from "../../functions/adapters/aws/aws-ports.ts";
import { wakeDue } from "../../functions/digest.ts";
import { announceFollowUps } from "../../functions/follow-up.ts";
import type { DeadLetter, DeadLetters } from "../../functions/operating-ports.ts";
import type { Ports } from "../../functions/ports.ts";
import { silentLog } from "../../functions/runtime/log.ts";
import { startDay } from "../../functions/start-day.ts";
import { type Center, centers, districtsByCenter } from "../centers.ts";
import type { ResourceNames } from "../names.ts";
import { type Connection, tableEnvironment } from "./connection.ts";
import { findQueueUrl } from "./queue-name.ts";

/** Where what the bus could not put into the feeds' queue stands: it goes back into that one. */
export const FEED_UNDELIVERED = "feed-undelivered";

/** Queues that nobody receives from, by their short names: what the bus could not deliver, and runs of the clock that failed to the last. */
export function otherDeadLetterQueues(names: ResourceNames): ReadonlyMap<string, string> {
  return new Map([
    ["start-day", names.startDayDeadLetterQueue],
    ["digest", names.digestDeadLetterQueue],
    ["follow-up", names.followUpDeadLetterQueue],
    [FEED_UNDELIVERED, names.feedUndeliveredQueue],
  ]);
}

type Run = (run: unknown) => Promise<unknown>;

/** What runs by the clock, done here and now: each is the same however often it is done, and asks for no more than a late run would. */
export function clockRuns(open: () => Promise<Ports>): ReadonlyMap<string, Run> {
  return new Map<string, Run>([
    ["start-day", async (run) => startDay(run, await open(), silentLog)],
    ["digest", async () => wakeDue(await open(), silentLog)],
    ["follow-up", async (run) => announceFollowUps(run, await open(), districtsByCenter(), silentLog)],
  ]);
}

/** The ports of functions that run by the clock. */
export async function openClockPorts(connection: Connection): Promise<Ports> {
  const { names, dynamodb, sqs, events } = connection;
  const alertsQueueUrl = await findQueueUrl(connection, names.queues["applicant-alerts"].queue);
  const tables = tableEnvironment(names);
  return createAwsPorts(
    (name) => {
      if (name === "busName") return names.bus;
      return name === "applicantAlertsQueueUrl" ? alertsQueueUrl : tables(name);
    },
    { dynamoDb: dynamodb, sqs, eventBridge: events },
  );
}

/** Lets what stands in those queues go back as well: events to the group of their center, runs by running them. */
export function withOthers(
  deadLetters: DeadLetters,
  runs: ReadonlyMap<string, Run>,
  those: readonly Center[] = centers,
): DeadLetters {
  return {
    ...deadLetters,
    receive: async (queue) => {
      const letters = await deadLetters.receive(queue);
      return queue === FEED_UNDELIVERED ? letters.map((letter) => ({ ...letter, ...groupOf(letter, those) })) : letters;
    },
    sendBack: async (queue, letters) => {
      const run = runs.get(queue);
      if (run === undefined) {
        // What is of no center's district, since districts have moved, has no group to go to.
        const grouped = letters.filter(({ groupId }) => queue !== FEED_UNDELIVERED || groupId !== undefined);
        return deadLetters.sendBack(queue, grouped);
      }
      for (const { body } of letters) await run(JSON.parse(body));
      return letters;
    },
  };
}

/** The rule that could not deliver it was of the center that serves the event's district, and so is the group of the feed. */
function groupOf({ body }: DeadLetter, those: readonly Center[]): { readonly groupId?: string } {
  const { detail } = JSON.parse(body) as { readonly detail?: { readonly district?: string } };
  const center = those.find(({ serves }) => serves.includes(detail?.district ?? ""));
  return center === undefined ? {} : { groupId: center.id };
}
