import * as z from "zod";
import { isSummed, metrics as known, type MetricName } from "../../functions/runtime/metrics.ts";
import { METRICS_PATH } from "../local/metrics-board.ts";
import { connectionArgs, defineOperatorCommand, EXIT_DONE, jsonArg, OperatorError } from "./command.ts";
import { withConnection } from "./connection.ts";
import { openTerminal } from "./terminal.ts";

const figures = z.array(
  z.object({
    function: z.string(),
    metric: z.string(),
    unit: z.string(),
    total: z.number().optional(),
    last: z.number().optional(),
    max: z.number().optional(),
    by: z.record(z.string(), z.number()).optional(),
  }),
);
type Figures = z.infer<typeof figures>;

export const metrics = defineOperatorCommand({
  meta: {
    name: "metrics",
    description: "What the functions have counted since the twin started; in AWS the same stands on the dashboard",
  },
  args: { ...jsonArg, ...connectionArgs },
  run: ({ args }) =>
    withConnection(args, async (connection) => {
      const { isTwin, names, events } = connection;
      if (!isTwin) throw new OperatorError(`in AWS figures stand in CloudWatch, on the dashboard ${names.dashboard}`);
      const endpoint = await events.config.endpoint?.();
      const answer = await fetch(`http://${endpoint?.hostname}:${endpoint?.port}${METRICS_PATH}`);
      if (!answer.ok) throw new OperatorError(`the twin shows no figures (status ${answer.status}): start it anew`);
      const read = figures.parse(await answer.json());
      const terminal = openTerminal();
      if (args.json) terminal.json(read);
      else for (const line of toLines(read)) terminal.line(line);
      return EXIT_DONE;
    }),
});

/** In the order in which events go through, which is that of the list of metrics. */
function toLines(read: Figures): string[] {
  if (read.length === 0) return ["nothing has been counted yet"];
  const order = Object.keys(known);
  const sorted = read.toSorted((a, b) => order.indexOf(a.metric) - order.indexOf(b.metric));
  const width = Math.max(...sorted.map(({ metric }) => metric.length));
  return [
    ...sorted.map(({ metric, unit, total, last, max, by, function: name }) => {
      const value = total === undefined ? `${last} (${max} at the most) ${unit.toLowerCase()}` : String(total);
      const parts = Object.entries(by ?? {}).map(([label, count]) => `${label} ${count}`);
      return `${metric.padEnd(width)}  ${value}${parts.length === 0 ? "" : ` (${parts.join(", ")})`}  ${name}`;
    }),
    balance(read, "EventsReceived", ["EventsAccepted", "EventsSuperseded", "EventsRefused", "EventsQuarantined"]),
    balance(read, "RecordsReceived", ["RecordsApplied", "RecordsSuperseded", "RecordsQuarantined"]),
  ];
}

/** Guarantee 2, as it stands. */
function balance(read: Figures, received: MetricName, decided: readonly MetricName[]): string {
  const total = (name: MetricName) =>
    read.filter(({ metric }) => metric === name && isSummed(name)).reduce((sum, one) => sum + (one.total ?? 0), 0);
  const sum = decided.reduce((all, name) => all + total(name), 0);
  return `${received} ${total(received)} = ${decided.join(" + ")} ${sum}${sum === total(received) ? "" : "  DIFFER"}`;
}
