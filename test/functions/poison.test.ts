import { describe, expect, test } from "vitest";
import { eventsOut } from "../../events/catalog.ts";
import type { AlertMessage, MatchingMessage } from "../../events/messages.ts";
import { matchBatch } from "../../functions/match.ts";
import { notifyBatch } from "../../functions/notify.ts";
import type { QueueRecord } from "../../functions/runtime/consumer.ts";
import { type Log, silentLog } from "../../functions/runtime/log.ts";
import { aJobBody, anEventId, aProfileBody } from "../fixtures/bodies.ts";
import { configuration, MemoryService } from "../fixtures/memory-service.ts";

const DAY = "2026-11-21";

/** Something that must never leave the body it came in. */
const TELEPHONE = "010-1234-5678";

type Queue = "matching" | "applicant-alerts";
type Message = MatchingMessage | AlertMessage;

/** Two revisions of one job among the rest: a wrong order would leave another log and other lists. */
const BODIES = [
  aProfileBody(),
  aJobBody(),
  aProfileBody({ applicantId: "applicant-2" }),
  aJobBody({ revision: 2, openingId: "job-2" }),
  aJobBody({ revision: 2, title: "망원동 카페 오후 바리스타" }),
];

const POSITIONS = [0, 1, 2, 3, 4, 5];

/** What a queue hands over when the story has come as far as its consumer, and the world it stands in. */
async function aBatch(queue: Queue, onCall?: ConstructorParameters<typeof MemoryService>[0]) {
  const service = new MemoryService(onCall);
  await service.intake(...BODIES);
  if (queue === "applicant-alerts") {
    for (const { body } of service.world.sent("matching")) await work(service, "matching", [{ messageId: "m", body }]);
  }
  const records = service.world.sent(queue).map(({ body }, index) => ({ messageId: `message-${index}`, body }));
  return { service, records };
}

function work(service: MemoryService, queue: Queue, records: readonly QueueRecord[], log: Log = silentLog) {
  return queue === "matching"
    ? matchBatch(records, service.world, new Map(), configuration, log)
    : notifyBatch(records, service.world, configuration, log);
}

/** The record of a message with some fields replaced. */
function tampered({ body }: QueueRecord, fields: Record<string, unknown>): string {
  return JSON.stringify({ ...(JSON.parse(body) as Message), ...fields });
}

/** Everything but what is set aside. */
function outcomeOf({ world }: MemoryService) {
  const { quarantine, ...tables } = JSON.parse(world.dump());
  return {
    tables,
    alerts: world.sent("applicant-alerts"),
    messages: world.sent("applicant-messages"),
    shortlists: world.sent("employer-shortlists"),
    events: world.published().filter(({ name }) => name !== "EventRejected"),
  };
}

function rejectionsOf({ world }: MemoryService) {
  return world.published().filter(({ name }) => name === "EventRejected");
}

const poisons: [string, (like: QueueRecord) => string, code: string, path: string][] = [
  ["no JSON", () => `{"phone": ${TELEPHONE}`, "NOT_JSON", ""],
  ["empty", () => "", "NOT_JSON", ""],
  ["null", () => "null", "SCHEMA_VIOLATION", ""],
  ["a list", () => `["${TELEPHONE}"]`, "SCHEMA_VIOLATION", ""],
  ["of no version", (like) => tampered(like, { schemaVersion: undefined }), "SCHEMA_VIOLATION", "/schemaVersion"],
  ["without an id", (like) => tampered(like, { messageId: TELEPHONE }), "SCHEMA_VIOLATION", "/messageId"],
  ["with a field of nobody's", (like) => tampered(like, { [TELEPHONE]: TELEPHONE }), "SCHEMA_VIOLATION", ""],
];

describe.each(["matching", "applicant-alerts"] as const)("a poison message on the queue %s", (queue) => {
  test.each(poisons)(
    "that is %s is set aside at every position, and all others are done in order",
    async (...poison) => {
      const [, toBody, code, path] = poison;
      const reference = await aBatch(queue);
      await work(reference.service, queue, reference.records);
      expect(reference.records.length).toBeGreaterThanOrEqual(3);
      for (const position of POSITIONS.slice(0, reference.records.length + 1)) {
        const { service, records } = await aBatch(queue);
        const body = toBody(records[0] as QueueRecord);
        const batch = records.toSpliced(position, 0, { messageId: "poison", body });
        expect(await work(service, queue, batch), `at ${position}`).toEqual(new Map());
        expect(outcomeOf(service), `at ${position}`).toEqual(outcomeOf(reference.service));
        const quarantined = await service.world.quarantine.list(DAY);
        expect(quarantined.map((one) => [one.code, one.path, one.bodyBytes])).toEqual([
          [code, path, Buffer.byteLength(body)],
        ]);
        const [{ quarantineId } = { quarantineId: "" }] = quarantined;
        const [rejection, ...rest] = rejectionsOf(service);
        expect(eventsOut.EventRejected.detail.parse(rejection?.detail)).toMatchObject({ quarantineId, code, path });
        expect(rest).toEqual([]);
      }
    },
  );

  test("shows its body in no table, event or log line", async () => {
    for (const [, toBody] of poisons) {
      const { service, records } = await aBatch(queue);
      const lines: string[] = [];
      const note = (...parts: unknown[]) => void lines.push(JSON.stringify(parts));
      const body = toBody(records[0] as QueueRecord);
      await work(service, queue, [{ messageId: "poison", body }], {
        info: note,
        warn: note,
        error: note,
        count: () => undefined,
      });
      expect(lines.join()).toContain("set aside");
      expect(`${lines} ${service.world.dump()} ${JSON.stringify(rejectionsOf(service))}`).not.toContain(TELEPHONE);
    }
  });

  test("tells the event that it follows from, where that can be read", async () => {
    const { service, records } = await aBatch(queue);
    const body = tampered(records[0] as QueueRecord, {
      causationId: anEventId("cause"),
      correlationId: anEventId("first"),
      messageId: 1,
    });
    await work(service, queue, [{ messageId: "poison", body }]);
    expect((await service.world.quarantine.list(DAY))[0]?.eventId).toBe(anEventId("cause"));
    expect(rejectionsOf(service)[0]?.detail).toMatchObject({
      causationId: anEventId("cause"),
      correlationId: anEventId("first"),
    });
  });

  test("alone in its batch, and delivered twice, is set aside once", async () => {
    const { service } = await aBatch(queue);
    for (const messageId of ["first", "again"]) {
      expect(await work(service, queue, [{ messageId, body: "{" }])).toEqual(new Map());
    }
    expect(await service.world.quarantine.list(DAY)).toHaveLength(1);
    expect(new Set(rejectionsOf(service).map(({ detail }) => detail.eventId)).size).toBe(1);
  });

  test("that can't be set aside now is tried again, and nothing else is", async () => {
    const throttled = new Error("slow down");
    const { service, records } = await aBatch(queue, {
      onCall: (port, _method, when) => {
        if (port === "quarantine" && when === "before") throw throttled;
      },
    });
    const reference = await aBatch(queue);
    await work(reference.service, queue, reference.records);
    const failures = await work(service, queue, records.toSpliced(1, 0, { messageId: "poison", body: "{" }));
    expect(failures).toEqual(new Map([["poison", throttled]]));
    expect(outcomeOf(service)).toEqual(outcomeOf(reference.service));
  });
});

describe("a message of a newer version of the code", () => {
  const withNewFormat = (record: QueueRecord): string => {
    const bytes = Buffer.from((JSON.parse(record.body) as MatchingMessage).record, "base64");
    bytes[0] = 99;
    return tampered(record, { record: bytes.toString("base64") });
  };

  test.each([
    ["format of its log record", withNewFormat],
    ["schema", (record: QueueRecord) => tampered(record, { schemaVersion: 2 })],
  ])(
    "by its %s waits at match with everything after it but poison, and nothing of it is set aside",
    async (_, toBody) => {
      for (const position of POSITIONS.slice(0, BODIES.length)) {
        const { service, records } = await aBatch("matching");
        const newer = { messageId: "newer", body: toBody(records[position] as QueueRecord) };
        const batch = records.toSpliced(position, 1, newer);
        const failures = await work(service, "matching", [...batch, { messageId: "poison", body: "{" }]);
        expect([...failures.keys()]).toEqual(batch.slice(position).map(({ messageId }) => messageId));
        expect((await service.world.quarantine.list(DAY)).map(({ code }) => code)).toEqual(["NOT_JSON"]);

        const reference = await aBatch("matching");
        await work(reference.service, "matching", reference.records.slice(0, position));
        expect(outcomeOf(service)).toEqual(outcomeOf(reference.service));
      }
    },
  );

  test("is tried again at notify, where no other waits for it", async () => {
    const { service, records } = await aBatch("applicant-alerts");
    const newer = { messageId: "newer", body: tampered(records[0] as QueueRecord, { schemaVersion: 2 }) };
    const failures = await work(service, "applicant-alerts", [newer, ...records]);
    expect([...failures.keys()]).toEqual(["newer"]);
    expect(service.world.sent("applicant-messages").length).toBeGreaterThan(0);
    expect(await service.world.quarantine.list(DAY)).toEqual([]);
  });
});
