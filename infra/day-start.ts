import { Duration, Stack, TimeZone } from "aws-cdk-lib";
import { PolicyDocument, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { IFunction } from "aws-cdk-lib/aws-lambda";
import { ContextAttribute, Schedule, ScheduleExpression, ScheduleTargetInput } from "aws-cdk-lib/aws-scheduler";
import { LambdaInvoke } from "aws-cdk-lib/aws-scheduler-targets";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { allow } from "./allow.ts";

/** A day that could not be started by its own end is over. */
const START_AGE_MAX_HOURS = 24;
const START_RETRIES_MAX = 185;

export interface DayStartProps {
  readonly scheduleName: string;
  readonly startDay: IFunction;
  readonly deadLetterQueue: Queue;
}

/**
 * Starts the day at midnight in Seoul. The function is told the time that was meant, so that a late or repeated start is of the same day: its
 * event is `{ "scheduledTime": "2026-11-21T15:00:00Z" }`.
 */
export class DayStart extends Construct {
  constructor(scope: Construct, id: string, { scheduleName, startDay, deadLetterQueue }: DayStartProps) {
    super(scope, id);
    const { account } = Stack.of(this);
    const role = new Role(this, "Role", {
      assumedBy: new ServicePrincipal("scheduler.amazonaws.com", {
        conditions: { StringEquals: { "aws:SourceAccount": account } },
      }),
      inlinePolicies: {
        own: new PolicyDocument({
          statements: [
            allow("lambda", ["InvokeFunction"], startDay.functionArn),
            allow("sqs", ["SendMessage"], deadLetterQueue.queueArn),
          ],
        }),
      },
    });
    new Schedule(this, "Schedule", {
      scheduleName,
      schedule: ScheduleExpression.cron({ minute: "0", hour: "0", timeZone: TimeZone.ASIA_SEOUL }),
      target: new LambdaInvoke(startDay, {
        role: role.withoutPolicyUpdates(),
        input: ScheduleTargetInput.fromObject({ scheduledTime: ContextAttribute.scheduledTime }),
        maxEventAge: Duration.hours(START_AGE_MAX_HOURS),
        retryAttempts: START_RETRIES_MAX,
        deadLetterQueue,
      }),
    });
  }
}
