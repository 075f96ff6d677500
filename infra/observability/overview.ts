import { Duration } from "aws-cdk-lib";
import { Dashboard, GraphWidget, type IMetric, Row, TextWidget } from "aws-cdk-lib/aws-cloudwatch";
import { Construct } from "constructs";
import type { MetricName } from "../../functions/runtime/metrics.ts";
import type { Watched } from "./alarms.ts";
import { functionFigure, ownFigure, queueFigure, unaccounted } from "./figures.ts";

/** The grid of a dashboard is 24 wide. */
const THIRD = 8;
const HEIGHT = 6;

export interface OverviewProps {
  readonly dashboardName: string;
  readonly watched: Watched;
  readonly notify: string;
  readonly send: string | undefined;
}

/** One page with what the service does, from left to right and top to bottom as events go through it. */
export class Overview extends Construct {
  constructor(scope: Construct, id: string, { dashboardName, watched, notify, send }: OverviewProps) {
    super(scope, id);
    const { intake, match, webhook } = watched;
    const own = (functionName: string, ...names: MetricName[]) => names.map((name) => ownFigure(name, functionName));
    const rows = [
      [
        graph("Events in", own(intake, "EventsAccepted", "EventsSuperseded", "EventsRefused", "EventsQuarantined")),
        graph("Guarantee 2: acknowledged and undecided (must be 0)", [
          unaccounted(
            "EventsReceived",
            ["EventsAccepted", "EventsSuperseded", "EventsRefused", "EventsQuarantined"],
            intake,
          ),
          unaccounted("RecordsReceived", ["RecordsApplied", "RecordsSuperseded", "RecordsQuarantined"], match),
        ]),
        graph(
          "Oldest unprocessed",
          [intake, match, notify].flatMap((name) => own(name, "OldestUnprocessedAge")),
        ),
      ],
      [
        graph("Matches", own(match, "RecordsApplied", "MatchesFound")),
        graph("Index", own(match, "IndexApplicants", "IndexOpenings")),
        graph("Catching up after a cold start", own(match, "CatchUpTime"), own(match, "CatchUpBytes")),
      ],
      [
        graph("People told", own(notify, "PairsTold", "PairsSuppressed", "PairsDeferred")),
        graph(
          "Messages",
          send === undefined ? [] : own(send, "MessagesSent", "MessagesRepeated", "MessagesSuppressed"),
        ),
        graph("Webhooks", own(webhook, "WebhooksTried", "WebhooksPaused")),
      ],
      [
        graph("Waiting in our queues", depths(watched.ownQueues.map(({ name }) => name))),
        graph("Waiting for others", depths(watched.othersQueues)),
        graph("Dead letters", depths(watched.deadLetterQueues)),
      ],
      [
        graph(
          "Errors",
          watched.functions.map(({ name }) => functionFigure("Errors", name)),
        ),
        graph(
          "Time",
          watched.functions.map(({ name }) => functionFigure("Duration", name, "p99")),
        ),
        graph(
          "At a time",
          watched.functions.map(({ name }) => functionFigure("ConcurrentExecutions", name, "Maximum")),
        ),
      ],
    ];
    new Dashboard(this, "Page", {
      dashboardName,
      defaultInterval: Duration.hours(12),
      widgets: [
        [
          new TextWidget({
            width: 24,
            height: 1,
            markdown: `# ${dashboardName}: what alarms mean stands in the README's runbook`,
          }),
        ],
        ...rows.map((row) => [new Row(...row)]),
      ],
    });
  }
}

function graph(title: string, left: IMetric[], right: IMetric[] = []): GraphWidget {
  return new GraphWidget({ title, width: THIRD, height: HEIGHT, left, right });
}

function depths(queues: readonly string[]): IMetric[] {
  return queues.map((queue) => queueFigure("ApproximateNumberOfMessagesVisible", queue));
}
