/** Sends to a standard and a FIFO queue, a line per accepted message, until somebody kills it. */
import { openQueues } from "../../../infra/local/queues.ts";

const arn = (name: string): string => `arn:aws:sqs:ap-northeast-2:000000000000:${name}`;
const queues = await openQueues({
  dir: process.argv[2] ?? "",
  urlOf: (name) => `http://127.0.0.1/000000000000/${name}`,
  access: () => ({ allowed: true }),
});
const common = { type: "AWS::SQS::Queue" };
queues.create([
  { ...common, logicalId: "q", name: "q", arn: arn("q"), properties: {} },
  { ...common, logicalId: "f", name: "q.fifo", arn: arn("q.fifo"), properties: { FifoQueue: true } },
]);
for (let sent = 0; ; sent += 1) {
  const body = String(sent);
  queues.byArn(arn("q"))?.send([{ body }]);
  process.stdout.write(`${body}\n`);
  queues.byArn(arn("q.fifo"))?.send([{ body, groupId: "g", deduplicationId: body }]);
  process.stdout.write(`${body}\n`);
  await new Promise((resolve) => setImmediate(resolve));
}
