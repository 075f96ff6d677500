import { decodeRecord, type LogRecord } from "../../domain/index/log-record.ts";
import { allShards, type ShardPlan } from "../../domain/index/shards.ts";
import { toDayNumber } from "../../domain/model/calendar.ts";
import type { Taxonomy } from "../../domain/taxonomy/taxonomy.ts";
import type { Ports } from "../ports.ts";
import { deriveUlid } from "../runtime/derive-id.ts";
import { keptKeys, recordsOf } from "./kept-records.ts";
import { type Outgoing, sendToShards, toMessages } from "./matching-messages.ts";
import type { Pace } from "./resharding.ts";
import { readMove } from "./shard-move.ts";

/** Records sent at once. */
const RECORDS_PER_SEND = 50;

/** Every id that follows from a run is made of its name: the same run again sends the same. */
function causeOf(name: string): Pick<Outgoing, "eventId" | "correlationId"> {
  const eventId = deriveUlid("00000000000000000000000000", name);
  return { eventId, correlationId: eventId };
}

/**
 * Matches everything that is kept once more, by the threshold, the weights and the taxonomy as they are now: each pair is met by the later of its two. Whoever
 * was told of a pair isn't told of it again; centers and employers get the matches as they are now. The pace bounds the rate.
 */
export async function rematch(
  name: string,
  ports: Pick<
    Ports,
    "clock" | "shardPlans" | "openings" | "applicants" | "programmes" | "ledger" | "institutions" | "queues"
  >,
  { deployed, taxonomy }: { readonly deployed: ShardPlan; readonly taxonomy: Taxonomy },
  pace: Pace,
): Promise<{ readonly records: number }> {
  const cause = causeOf(`rematch ${name}`);
  let records = 0;
  for await (const keys of keptKeys(ports)) {
    const alive = keys.filter(({ type, isGone }) => (type === "applicant" || type === "opening") && !isGone);
    for await (const page of recordsOf(alive, ports, taxonomy)) {
      const outgoing = page.filter(isAlive).map((record) => ({ record, ...cause }));
      for (let at = 0; at < outgoing.length; at += RECORDS_PER_SEND) {
        const some = outgoing.slice(at, at + RECORDS_PER_SEND);
        const messages = await sendToShards(some, ports, () => readMove(ports, deployed));
        records += some.length;
        await pace(messages);
      }
    }
  }
  return { records };
}

/** What has left or closed matches nobody; rules are followed by the openings themselves. */
function isAlive({ type }: LogRecord): boolean {
  return type === "applicant" || type === "opening";
}

/** Days of the service, `YYYY-MM-DD`: from the first one on, and up to the second one, which isn't in it. */
export interface Stretch {
  readonly from: string;
  readonly to?: string | undefined;
}

/**
 * Brings what came in a stretch of days to the shards once more, as their logs have it, where a day begins with the record that says so. What people should have
 * been told of it they are told now, under the ids of before; who was told hears nothing, nor does any center or employer (their feeds have a replay of their own).
 * What was revised or has left since stands in the log at its later place, and comes with that.
 */
export async function replay(
  name: string,
  stretch: Stretch,
  ports: Pick<Ports, "shardPlans" | "shardLog" | "queues">,
  { deployed }: { readonly deployed: ShardPlan },
  pace: Pace,
): Promise<{ readonly records: number }> {
  const { move } = await readMove(ports, deployed);
  const [from, to] = [toDayNumber(stretch.from), stretch.to === undefined ? undefined : toDayNumber(stretch.to)];
  let records = 0;
  for (const shard of allShards(move.current)) {
    let day: number | undefined;
    for await (const page of ports.shardLog.readAfter(shard, 0)) {
      const messages = page.flatMap(({ seq, record: bytes }) => {
        if (bytes === undefined) return [];
        const record = decodeRecord(bytes);
        if (record.type === "day") day = record.day;
        // What came before the first day that the log knows belongs to no day: whoever asks for all of time gets it with it.
        const isIn = (day ?? Number.NEGATIVE_INFINITY) >= from && (to === undefined || (day ?? from) < to);
        if (!isIn || !(isAlive(record) || record.type === "day")) return [];
        return toMessages({ record, ...causeOf(`replay ${name} ${shard} ${seq}`) }, [{ shard, tells: "applicants" }]);
      });
      for (let at = 0; at < messages.length; at += RECORDS_PER_SEND) {
        const some = messages.slice(at, at + RECORDS_PER_SEND);
        await ports.queues.send("matching", some);
        records += some.length;
        await pace(some.length);
      }
    }
  }
  return { records };
}
