import { messageToApplicant } from "../events/messages.ts";
import { createAwsPorts } from "./adapters/aws/aws-ports.ts";
import { onQueue, type QueueRecord } from "./runtime/consumer.ts";
import { failuresOfEach } from "./runtime/each-record.ts";
import { readEnvironment } from "./runtime/environment.ts";
import type { Log } from "./runtime/log.ts";
import { readMessage } from "./runtime/read-message.ts";
import { setAside } from "./runtime/set-aside.ts";
import { readSendConfiguration } from "./sending/send-configuration.ts";
import { type SendConfiguration, type SendDesk, type SendPorts, sendOn } from "./sending/sending.ts";

/** The longest that SQS delays a message: whoever is to be left alone is looked at again so often. */
const LOOK_AGAIN_SECONDS = 900;

/** Sends messages to people on every channel that reaches them, each telling once per channel. */
export async function sendMessages(
  records: readonly QueueRecord[],
  ports: SendPorts,
  configuration: SendConfiguration,
  log: Log,
): Promise<Map<string, unknown>> {
  return failuresOfEach(records, (record) => sendRecord(record, { ports, configuration, log }));
}

/** One channel that fails holds up no other; the message is tried again for its sake, and the others know that they are done. */
async function sendRecord(record: QueueRecord, desk: SendDesk): Promise<void> {
  const { ports, configuration, log } = desk;
  const read = readMessage(messageToApplicant, "applicant-messages", record);
  if (read.kind === "poison") return setAside(read.poison, ports, log);
  const by = `${record.messageId}@${ports.clock.now()}`;
  const settled = await Promise.allSettled(
    configuration.channels.map((channel) => sendOn(channel, read.message, by, desk)),
  );
  const fault = settled.find((one) => one.status === "rejected");
  if (fault !== undefined) throw fault.reason;
  if (settled.some((one) => one.status === "fulfilled" && one.value === "later")) {
    await ports.queues.send("applicant-messages", [{ body: record.body, delaySeconds: LOOK_AGAIN_SECONDS }]);
  }
}

let running: { ports: SendPorts; configuration: SendConfiguration } | undefined;

export const handler = onQueue("send", (records, log) => {
  if (running === undefined) {
    const environment = readEnvironment(process.env);
    running = { ports: createAwsPorts(environment), configuration: readSendConfiguration(environment) };
  }
  return sendMessages(records, running.ports, running.configuration, log);
});
