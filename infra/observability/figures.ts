import { Duration } from "aws-cdk-lib";
import { MathExpression, Metric, Stats } from "aws-cdk-lib/aws-cloudwatch";
import { isSummed, METRICS_NAMESPACE, type MetricName } from "../../functions/runtime/metrics.ts";

/** Short enough to hear of an outage while it lasts, and what most figures of AWS are good for. */
export const PERIOD = Duration.minutes(5);

/** A figure that a function writes of its own work. */
export function ownFigure(name: MetricName, functionName: string): Metric {
  return new Metric({
    namespace: METRICS_NAMESPACE,
    metricName: name,
    dimensionsMap: { service: functionName },
    statistic: isSummed(name) ? Stats.SUM : Stats.MAXIMUM,
    period: PERIOD,
  });
}

export const queueFigure = (metricName: string, QueueName: string): Metric =>
  new Metric({
    namespace: "AWS/SQS",
    metricName,
    dimensionsMap: { QueueName },
    statistic: Stats.MAXIMUM,
    period: PERIOD,
  });

export const functionFigure = (
  metricName: string,
  FunctionName: string,
  statistic: string = Stats.SUM,
  period = PERIOD,
): Metric => new Metric({ namespace: "AWS/Lambda", metricName, dimensionsMap: { FunctionName }, statistic, period });

export const apiFigure = (metricName: string, ApiName: string, Stage: string): Metric =>
  new Metric({
    namespace: "AWS/ApiGateway",
    metricName,
    dimensionsMap: { ApiName, Stage },
    statistic: Stats.SUM,
    period: PERIOD,
  });

/** The sum of two figures of one thing, each of which is there only while it isn't 0. */
function sumOf(namespace: string, dimensionsMap: Record<string, string>, label: string, one: string, other: string) {
  const figure = (metricName: string) =>
    new Metric({ namespace, metricName, dimensionsMap, statistic: Stats.SUM, period: PERIOD });
  return new MathExpression({
    expression: "FILL(one, 0) + FILL(other, 0)",
    usingMetrics: { one: figure(one), other: figure(other) },
    label,
    period: PERIOD,
  });
}

export function throttledOnTable(TableName: string): MathExpression {
  return sumOf("AWS/DynamoDB", { TableName }, "throttled", "ReadThrottleEvents", "WriteThrottleEvents");
}

/** What a rule could not deliver for good, and what it could not even set aside: that is lost. */
export function lostByRule(EventBusName: string, RuleName: string): MathExpression {
  const dimensions = { EventBusName, RuleName };
  return sumOf("AWS/Events", dimensions, "undelivered", "FailedInvocations", "InvocationsFailedToBeSentToDlq");
}

/** Of what was taken off a queue, how much nothing was decided on: guarantee 2 says none. */
export function unaccounted(
  received: MetricName,
  decided: readonly MetricName[],
  functionName: string,
): MathExpression {
  // Names of metrics in an expression begin with a small letter, and are one figure each within a graph.
  const idOf = (name: MetricName) => name.charAt(0).toLowerCase() + name.slice(1);
  const sum = decided.map((name) => `FILL(${idOf(name)}, 0)`).join(" + ");
  return new MathExpression({
    expression: `ABS(FILL(${idOf(received)}, 0) - (${sum}))`,
    usingMetrics: Object.fromEntries([received, ...decided].map((name) => [idOf(name), ownFigure(name, functionName)])),
    label: "unaccounted",
    period: PERIOD,
  });
}

/** Hundredths of events that are refused, once there are enough of them to speak of a share. */
export function refusedShare(functionName: string, eventsMin: number): MathExpression {
  return new MathExpression({
    expression: `IF(received > ${eventsMin}, 100 * (FILL(refused, 0) + FILL(quarantined, 0)) / received, 0)`,
    usingMetrics: {
      received: ownFigure("EventsReceived", functionName),
      refused: ownFigure("EventsRefused", functionName),
      quarantined: ownFigure("EventsQuarantined", functionName),
    },
    label: "refused %",
    period: PERIOD,
  });
}
