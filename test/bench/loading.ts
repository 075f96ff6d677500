/** What the benches of a whole twin have in common: people for each phase of a load, the load itself, and what of it was lost. */
import { Worker } from "node:worker_threads";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { ulid } from "ulid";
import { type EventInName, eventsIn } from "../../events/catalog.ts";
import { createAwsPorts } from "../../functions/adapters/aws/aws-ports.ts";
import { createAwsClients } from "../../functions/adapters/aws/clients.ts";
import type { Entry } from "../../functions/importing/to-event.ts";
import { inReads } from "../../functions/runtime/in-groups.ts";
import { tableEnvironment } from "../../infra/cli/connection.ts";
import { putEvents } from "../../infra/cli/put-events.ts";
import type { Service } from "../../infra/local/local-service.ts";
import { notKept } from "../fixtures/not-kept.ts";
import type { LoadOrder, LoadReport } from "./twin-load.ts";
import { aGroup, standingOpenings } from "./twin-world.ts";

export type Phase = Pick<LoadOrder, "phase" | "rate" | "seconds" | "crowds">;

/** An event as an entry of PutEvents: the sample's, but for these fields. */
export function toBenchEntry(name: EventInName, fields: object, source: string = eventsIn[name].source): Entry {
  const { sample } = eventsIn[name];
  const eventId = ulid();
  return {
    source,
    detailType: name,
    detail: JSON.stringify({ ...sample, eventId, correlationId: eventId, ...fields }),
  };
}

/** Puts entries on the bus, and throws when it doesn't take one. */
export async function putAll({ twin, names }: Service, entries: readonly Entry[]): Promise<void> {
  const client = new EventBridgeClient(twin.clientConfig("events"));
  const sent = await putEvents(client, names.bus, entries);
  client.destroy();
  const failed = sent.find(({ kind }) => kind === "failed");
  if (failed !== undefined) throw new Error("the bus did not take everybody", { cause: failed });
}

/** What was put, as far as it is looked for in the end. */
type Put = Pick<LoadReport, "expected" | "missing" | "profiles" | "openings">;

/** What is there before the load begins; it counts to no rate, and mustn't be lost either. */
export async function putBackground(service: Service, phases: readonly Phase[]): Promise<Put> {
  const people = phases.flatMap(({ crowds }) =>
    crowds.flatMap(({ firstGroup, groups }) =>
      Array.from({ length: groups }, (_, at) => aGroup(firstGroup + at)).flat(),
    ),
  );
  const standing = standingOpenings();
  await putAll(service, [
    ...people.map((person) => toBenchEntry("ApplicantProfileUpdated", person)),
    ...standing.map((opening) => toBenchEntry("JobPosted", opening)),
  ]);
  await service.twin.idle();
  return {
    expected: [],
    missing: [],
    profiles: new Map(people.map(({ applicant }) => [applicant.applicantId, applicant.revision])),
    openings: new Map(standing.map(({ opening }) => [opening.openingId, opening.revision])),
  };
}

/**
 * Messages that never came out, or that nobody recorded as sent, and openings and profiles, those of an import too, that aren't kept as they were put last;
 * says on the error stream how those stand.
 */
export async function countLost(
  { twin, names }: Service,
  { expected, missing, profiles, openings }: Put,
  imported: ReadonlyMap<string, number> = new Map(),
): Promise<number> {
  const dynamoDb = new DynamoDBClient(twin.clientConfig("dynamodb"));
  const clients = { ...createAwsClients(), dynamoDb };
  const { deliveries } = createAwsPorts(() => names.tables.deliveries, clients);
  const kept = createAwsPorts(tableEnvironment(names), clients);
  const lost = new Map<string, string>(missing.map((key) => [key, "no message"]));
  for (const some of inReads(expected)) {
    const states = await deliveries.states(some, "message");
    for (const key of some) if (states.get(key) !== "sent") lost.set(key, states.get(key) ?? "nothing recorded");
  }
  for (const id of await notKept(kept.applicants, new Map([...profiles, ...imported])))
    lost.set(id, "profile not kept");
  for (const id of await notKept(kept.openings, openings)) lost.set(id, "opening not kept");
  dynamoDb.destroy();
  for (const [state, some] of Map.groupBy(lost, ([, state]) => state)) {
    process.stderr.write(`lost: ${some.length} (${state}), ${some[0]?.[0]} among them\n`);
  }
  return lost.size;
}

export async function load(service: Service, order: Phase): Promise<LoadReport> {
  const { twin, names } = service;
  const queue = names.queues["applicant-messages"].queue;
  const queueUrl = Object.values(twin.outputs).find((output) => output.endsWith(`/${queue}`));
  if (queueUrl === undefined) throw new Error("the stack gives no URL of the queue of messages");
  const workerData: LoadOrder = {
    ...order,
    events: twin.clientConfig("events"),
    sqs: twin.clientConfig("sqs"),
    busName: names.bus,
    queueUrl,
  };
  return await new Promise((resolve, reject) => {
    const worker = new Worker(new URL("./twin-load.ts", import.meta.url), { workerData });
    worker.once("message", resolve);
    worker.once("error", reject);
  });
}
