import { SendMessageBatchCommand } from "@aws-sdk/client-sqs";
import { type BusEvent, toCloudEvent } from "../../events/contracts/cloud-event.ts";
import { toWireMessage } from "../../functions/adapters/queue-messages.ts";
import type { FeedItem } from "../../functions/feed-ports.ts";
import { positionBefore } from "../../functions/feeding/position-at.ts";
import { change } from "../../functions/webhooks/registering.ts";
import {
  connectionArgs,
  defineOperatorCommand,
  EXIT_DONE,
  EXIT_FAILED,
  jsonArg,
  OperatorError,
  toWholeNumber,
} from "./command.ts";
import { type Connection, centerOf, withConnection } from "./connection.ts";
import { findQueueUrl } from "./queue-name.ts";
import { openTerminal } from "./terminal.ts";
import { nudge } from "./webhook.ts";

const LIMIT_DEFAULT = 100;

/** Items asked for in one read. */
const ITEMS_PER_READ = 100;

/** SendMessageBatch takes ten messages. */
const MESSAGES_PER_CALL = 10;

const rangeArgs = {
  center: { type: "string", required: true, description: "Id of the center: west" },
  from: { type: "string", description: "From this time or day on: 2026-11-21T09:00:00+09:00, 2026-11-21 (Seoul)" },
  to: { type: "string", description: "Up to this time or day" },
} as const;

export const feed = defineOperatorCommand({
  meta: { name: "feed", description: "Read what a center was told, as CloudEvents; the last line's cursor goes on" },
  args: {
    ...rangeArgs,
    after: { type: "string", description: "After this cursor instead of from a time" },
    limit: { type: "string", description: `Stop after so many events (${LIMIT_DEFAULT})` },
    ...jsonArg,
    ...connectionArgs,
  },
  run: ({ args }) =>
    withConnection(args, async (connection) => {
      const center = centerOf(connection, args.center);
      const limit = toWholeNumber("limit", args.limit, LIMIT_DEFAULT);
      const after =
        args.after === undefined
          ? await startOf(connection, center, args.from)
          : toWholeNumber("after", args.after, 0, 0);
      const terminal = openTerminal();
      let shown = 0;
      for await (const item of itemsAfter(connection, center, after, toTime("to", args.to))) {
        if (shown === limit) break;
        shown++;
        const event = toCloudEvent(JSON.parse(item.event) as BusEvent);
        if (args.json) terminal.json({ ...event, cursor: String(item.position) });
        else {
          const about = [event.subject, event.data["reason"]].filter((part) => typeof part === "string");
          terminal.line(`${item.position}  ${new Date(item.at).toISOString()}  ${event.type}  ${about.join("  ")}`);
        }
      }
      if (shown === 0 && !args.json) terminal.note(`the feed of ${center} has nothing there`);
      return EXIT_DONE;
    }),
});

export const feedReplay = defineOperatorCommand({
  meta: {
    name: "replay",
    description: "Send a stretch of a center's feed again, marked as a replay, to its queue or to a webhook",
  },
  args: {
    ...rangeArgs,
    webhook: { type: "string", description: "To this webhook instead of to the center's queue" },
    name: { type: "string", description: "Name of the replay, to know it by (replay-<time>)" },
    ...jsonArg,
    ...connectionArgs,
  },
  run: ({ args }) =>
    withConnection(args, async (connection) => {
      const center = centerOf(connection, args.center);
      if (args.from === undefined) throw new OperatorError("--from is needed: what is to be sent again?");
      const items: FeedItem[] = [];
      const after = await startOf(connection, center, args.from);
      for await (const item of itemsAfter(connection, center, after, toTime("to", args.to))) items.push(item);
      const [first, last] = [items[0], items.at(-1)];
      const terminal = openTerminal();
      if (first === undefined || last === undefined) {
        terminal.note(`the feed of ${center} has nothing there`);
        return EXIT_FAILED;
      }
      const name = args.name ?? `replay-${new Date().toISOString()}`;
      if (args.webhook === undefined) await sendAgain(connection, center, items, name);
      else await replayToWebhook(connection, center, args.webhook, first.position, last.position);
      const summary = { center, name, events: items.length, from: first.position, to: last.position };
      if (args.json) terminal.json(summary);
      else terminal.line(`${items.length} events of ${center} are sent again, marked as ${name}`);
      return EXIT_DONE;
    }),
});

/** The queue gets events as EventBridge's own replays send them: the same envelope with `replay-name`. */
async function sendAgain(
  connection: Connection,
  center: string,
  items: readonly FeedItem[],
  name: string,
): Promise<void> {
  const QueueUrl = await findQueueUrl(connection, connection.names.centers[center]?.queue ?? "");
  for (let at = 0; at < items.length; at += MESSAGES_PER_CALL) {
    const Entries = items.slice(at, at + MESSAGES_PER_CALL).map(({ event }, index) => ({
      Id: String(index),
      MessageBody: toWireMessage({ body: JSON.stringify({ ...(JSON.parse(event) as BusEvent), "replay-name": name }) })
        .body,
    }));
    const { Failed = [] } = await connection.sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
    if (Failed.length > 0) throw new OperatorError(`the queue refused ${Failed.length} events; ${at} were sent before`);
  }
}

async function replayToWebhook(
  connection: Connection,
  center: string,
  webhookId: string,
  next: number,
  last: number,
): Promise<void> {
  const { webhooks } = connection.kept;
  const changed = await change(center, webhookId, webhooks, (before) => ({ ...before, replay: { next, last } }));
  if (changed === undefined) throw new OperatorError(`${center} has no webhook ${webhookId}`);
  await nudge(connection, center);
}

async function* itemsAfter(
  { kept }: Connection,
  center: string,
  after: number,
  endMs: number | undefined,
): AsyncGenerator<FeedItem> {
  for (let last = after; ; ) {
    const items = await kept.centerFeeds.readAfter(center, last, ITEMS_PER_READ);
    for (const item of items) {
      if (endMs !== undefined && item.at >= endMs) return;
      yield item;
      last = item.position;
    }
    if (items.length < ITEMS_PER_READ) return;
  }
}

async function startOf({ kept }: Connection, center: string, from: string | undefined): Promise<number> {
  const time = toTime("from", from);
  return time === undefined ? 0 : await positionBefore(kept.centerFeeds, center, time);
}

/** A day means its midnight in Seoul, which has no summer time. */
function toTime(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text);
  const isInstant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/.test(text);
  const time = Date.parse(isDay ? `${text}T00:00:00+09:00` : text);
  if ((!isDay && !isInstant) || Number.isNaN(time)) {
    throw new OperatorError(`--${name} must be a day or a time with its zone, like 2026-11-21T09:00:00+09:00`);
  }
  return time;
}
