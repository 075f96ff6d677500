import { FORMAT_VERSION, STANDING_FORMAT_VERSION } from "../../domain/index/record-format.ts";
import { SCHEMA_VERSION } from "../../events/envelope.ts";
import type { LogItem, Ports, QueueMessage } from "../../functions/ports.ts";

/**
 * The next version of the code, as far as the present one meets it: it writes log records of the next format and messages of the next schema version,
 * and reads both. While a deployment is under way both versions run side by side.
 */
const NEXT_FORMAT = STANDING_FORMAT_VERSION + 1;
const OLD_MARK = `"schemaVersion":${SCHEMA_VERSION},`;
const NEW_MARK = `"schemaVersion":${SCHEMA_VERSION + 1},`;

export function newerPorts(ports: Ports): Ports {
  const { shardLog, queues } = ports;
  return {
    ...ports,
    shardLog: {
      ...shardLog,
      append: (shard, { seq, record }) =>
        shardLog.append(shard, { seq, record: withFormat(record, FORMAT_VERSION, NEXT_FORMAT) }),
      readAfter: async function* (shard, seq) {
        for await (const page of shardLog.readAfter(shard, seq)) yield page.map(asPresent);
      },
    },
    queues: {
      send: (queue, messages) =>
        queues.send(queue, queue === "matching" || queue === "applicant-alerts" ? messages.map(asNewer) : messages),
    },
  };
}

/** A record as the present code writes it, whichever version has written it. */
export function asPresent({ seq, record }: LogItem): LogItem {
  return { seq, record: record && withFormat(record, NEXT_FORMAT, FORMAT_VERSION) };
}

function withFormat(record: Uint8Array, from: number, to: number): Uint8Array {
  if (record[0] !== from) return record;
  const changed = record.slice();
  changed[0] = to;
  return changed;
}

function asNewer(message: QueueMessage): QueueMessage {
  return { ...message, body: message.body.replace(OLD_MARK, NEW_MARK) };
}

/** What the next version understands of a body on one of our queues: as the present one would have written it. */
export function readByNewer(body: string): string {
  return body.replace(NEW_MARK, OLD_MARK);
}
