import { Duration, Stack, TimeZone } from "aws-cdk-lib";
import { PolicyDocument, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { IFunction } from "aws-cdk-lib/aws-lambda";
import { ContextAttribute, Schedule, ScheduleExpression, ScheduleTargetInput } from "aws-cdk-lib/aws-scheduler";
import { LambdaInvoke } from "aws-cdk-lib/aws-scheduler-targets";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { allow } from "./allow.ts";

/** What could not be run by the next time is left to that, or is over. */
const RUN_AGE_MAX_HOURS = 24;
const RUN_RETRIES_MAX = 185;

export interface DailyRunProps {
  readonly scheduleName: string;
  /** In Seoul, 0–23. */
  readonly hour: number;
  readonly runs: IFunction;
  readonly deadLetterQueue: Queue;
}

/**
 * Runs a function once a day in Seoul. The function is told the time that was meant, so that a late or repeated run is of the same day: its
 * event is `{ "scheduledTime": "2026-11-21T15:00:00Z" }`.
 */
export class DailyRun extends Construct {
  constructor(scope: Construct, id: string, { scheduleName, hour, runs, deadLetterQueue }: DailyRunProps) {
    super(scope, id);
    const { account } = Stack.of(this);
    const role = new Role(this, "Role", {
      assumedBy: new ServicePrincipal("scheduler.amazonaws.com", {
        conditions: { StringEquals: { "aws:SourceAccount": account } },
      }),
      inlinePolicies: {
        own: new PolicyDocument({
          statements: [
            allow("lambda", ["InvokeFunction"], runs.functionArn),
            allow("sqs", ["SendMessage"], deadLetterQueue.queueArn),
          ],
        }),
      },
    });
    new Schedule(this, "Schedule", {
      scheduleName,
      schedule: ScheduleExpression.cron({ minute: "0", hour: String(hour), timeZone: TimeZone.ASIA_SEOUL }),
      target: new LambdaInvoke(runs, {
        role: role.withoutPolicyUpdates(),
        input: ScheduleTargetInput.fromObject({ scheduledTime: ContextAttribute.scheduledTime }),
        maxEventAge: Duration.hours(RUN_AGE_MAX_HOURS),
        retryAttempts: RUN_RETRIES_MAX,
        deadLetterQueue,
      }),
    });
  }
}
