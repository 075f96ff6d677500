import { SendMessageCommand } from "@aws-sdk/client-sqs";
import { opaqueId } from "../../domain/model/primitives.ts";
import { newContactKeys } from "../../functions/contacts/sealed.ts";
import type { Webhook } from "../../functions/ports.ts";
import { toNudge } from "../../functions/webhooks/nudge.ts";
import {
  change,
  createSecret,
  register,
  resumed,
  withNewSecret,
  withoutOldSecret,
} from "../../functions/webhooks/registering.ts";
import { sealSecretsWith } from "../../functions/webhooks/sealed-secrets.ts";
import { stages } from "../stages.ts";
import { connectionArgs, defineOperatorCommand, EXIT_DONE, jsonArg, OperatorError, toWholeNumber } from "./command.ts";
import { type Connection, centerOf, webhookPublicKey, withConnection } from "./connection.ts";
import { findQueueUrl } from "./queue-name.ts";
import { openTerminal, type Terminal } from "./terminal.ts";

const ATTEMPTS_DEFAULT = 20;

const centerArg = { center: { type: "string", required: true, description: "Id of the center: west" } } as const;
const idArg = {
  id: { type: "positional", required: true, description: "The webhook's id: letters, digits, hyphens" },
} as const;

const urlFaults = {
  "not-a-url": "is not an address",
  "not-https": "must begin with https://",
  "has-credentials": "may not carry a name or password",
  "is-an-ip-address": "must name a host, not an IP address",
} as const;

export const webhookKeys = defineOperatorCommand({
  meta: { name: "keys", description: "Make a pair of keys for webhooks' secrets: one to seal with, one that opens" },
  args: { ...jsonArg },
  run: async ({ args }) => {
    const keys = newContactKeys();
    const terminal = openTerminal();
    if (args.json) terminal.json(keys);
    else {
      terminal.line(`IEUM_WEBHOOK_PUBLIC_KEY=${keys.publicKey}`);
      terminal.line(`IEUM_WEBHOOK_PRIVATE_KEY=${keys.privateKey}`);
      terminal.note("The private one is for the webhook function alone: keep it where secrets are kept.");
    }
    return EXIT_DONE;
  },
});

export const webhookAdd = defineOperatorCommand({
  meta: {
    name: "add",
    description: "Send a center's feed to an address from now on; prints the secret to check signatures with",
  },
  args: {
    ...idArg,
    ...centerArg,
    url: { type: "string", required: true, description: "Where to: https://…" },
    ...jsonArg,
    ...connectionArgs,
  },
  run: ({ args }) =>
    withConnection(args, async (connection) => {
      const center = centerOf(connection, args.center);
      if (!opaqueId.safeParse(args.id).success) throw new OperatorError(`${args.id} can't be the id of a webhook`);
      const delivered = await connection.kept.centerFeeds.end(center);
      const wanted = { center, webhookId: args.id, url: args.url, delivered };
      const registered = await register(wanted, connection.kept.webhooks, {
        allowsLoopback: stages[connection.stage].allowsLoopbackWebhooks,
        seal: sealSecretsWith(webhookPublicKey(connection)),
      });
      if (registered.kind === "refused") throw new OperatorError(`--url ${urlFaults[registered.fault]}`);
      if (registered.kind === "known") throw new OperatorError(`${center} has a webhook ${args.id} already`);
      show(openTerminal(), registered.webhook, registered.secret, args.json);
      return EXIT_DONE;
    }),
});

export const webhookList = defineOperatorCommand({
  meta: { name: "list", description: "A center's webhooks, how far they are and how they fare" },
  args: { ...centerArg, ...jsonArg, ...connectionArgs },
  run: ({ args }) =>
    withConnection(args, async (connection) => {
      const center = centerOf(connection, args.center);
      const end = await connection.kept.centerFeeds.end(center);
      const terminal = openTerminal();
      for (const { secrets: _hidden, ...webhook } of await connection.kept.webhooks.list(center)) {
        const behind = end - webhook.delivered;
        if (args.json) terminal.json({ ...webhook, behind });
        else {
          const state = webhook.isPaused ? "paused" : webhook.failures > 0 ? `failing (${webhook.failures})` : "fine";
          terminal.line(`${webhook.webhookId}  ${state}  ${behind} behind  ${webhook.url}`);
        }
      }
      return EXIT_DONE;
    }),
});

/** How a command changes a webhook, and the new secret to show, if there is one. */
type Change = (connection: Connection) => { toNext: (webhook: Webhook) => Webhook; secret?: string };

/** A command that changes one webhook and then has it tried again. */
function changing(name: string, description: string, toChange: Change) {
  return defineOperatorCommand({
    meta: { name, description },
    args: { ...idArg, ...centerArg, ...jsonArg, ...connectionArgs },
    run: ({ args }) =>
      withConnection(args, async (connection) => {
        const center = centerOf(connection, args.center);
        const { toNext, secret } = toChange(connection);
        const changed = await change(center, args.id, connection.kept.webhooks, toNext);
        if (changed === undefined) throw new OperatorError(`${center} has no webhook ${args.id}`);
        await nudge(connection, center);
        if (secret !== undefined) show(openTerminal(), changed, secret, args.json);
        return EXIT_DONE;
      }),
  });
}

export const webhookRotate = changing(
  "rotate",
  "Begin a change of secrets: signatures carry the new and the old one until `webhook settle`",
  (connection) => {
    const [secret, seal] = [createSecret(), sealSecretsWith(webhookPublicKey(connection))];
    return { secret, toNext: (webhook) => withNewSecret(webhook, secret, seal) };
  },
);
export const webhookSettle = changing("settle", "End a change of secrets: only the new one is left", () => ({
  toNext: withoutOldSecret,
}));
export const webhookResume = changing("resume", "Try a paused webhook again; nothing was lost meanwhile", () => ({
  toNext: resumed,
}));

export const webhookRemove = defineOperatorCommand({
  meta: { name: "remove", description: "Send no more to a webhook" },
  args: { ...idArg, ...centerArg, ...connectionArgs },
  run: ({ args }) =>
    withConnection(args, async (connection) => {
      await connection.kept.webhooks.remove(centerOf(connection, args.center), args.id);
      return EXIT_DONE;
    }),
});

export const webhookAttempts = defineOperatorCommand({
  meta: { name: "attempts", description: "The latest attempts to deliver to a webhook, the last one first" },
  args: {
    ...idArg,
    ...centerArg,
    limit: { type: "string", description: `So many (${ATTEMPTS_DEFAULT})` },
    ...jsonArg,
    ...connectionArgs,
  },
  run: ({ args }) =>
    withConnection(args, async (connection) => {
      const center = centerOf(connection, args.center);
      const most = toWholeNumber("limit", args.limit, ATTEMPTS_DEFAULT);
      const terminal = openTerminal();
      for (const attempt of await connection.kept.webhooks.attempts(center, args.id, most)) {
        if (args.json) terminal.json(attempt);
        else {
          const { at, position, eventId, status, failure, milliseconds, isReplay } = attempt;
          const outcome = failure === undefined ? terminal.colours.green("taken") : terminal.colours.red(failure);
          terminal.line(
            `${new Date(at).toISOString()}  ${position}  ${eventId}  ${outcome} ${status ?? ""}  ${milliseconds} ms${isReplay ? "  replay" : ""}`,
          );
        }
      }
      return EXIT_DONE;
    }),
});

/** Has a center's webhooks looked after at once. */
export async function nudge(connection: Connection, center: string): Promise<void> {
  const QueueUrl = await findQueueUrl(connection, connection.names.queues.webhooks.queue);
  await connection.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: toNudge(center).body }));
}

/** A secret is shown when it is made and never again: it is kept sealed. */
function show(terminal: Terminal, { center, webhookId, url }: Webhook, secret: string, isJson: boolean): void {
  if (isJson) terminal.json({ center, webhookId, url, secret });
  else {
    terminal.line(`${webhookId} of ${center} gets the feed at ${url}`);
    terminal.line("signatures are checked with this secret, which is shown this once:");
    terminal.line(secret);
  }
}
