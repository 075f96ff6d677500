import { type Duration, Stack, TimeZone } from "aws-cdk-lib";
import { PolicyDocument, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { IFunction } from "aws-cdk-lib/aws-lambda";
import { ContextAttribute, Schedule, ScheduleExpression, ScheduleTargetInput } from "aws-cdk-lib/aws-scheduler";
import { LambdaInvoke } from "aws-cdk-lib/aws-scheduler-targets";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { acknowledge } from "./acknowledge.ts";
import { allow } from "./allow.ts";
import { INLINE_POLICY } from "./reaction.ts";

/** When something runs, in Seoul, and how long a run that fails is tried again. */
export interface Rhythm {
  /** Every hour when it is left out. */
  readonly hour?: number;
  readonly minute: number;
  readonly ageMax: Duration;
  readonly retriesMax: number;
}

export interface ScheduledRunProps {
  readonly scheduleName: string;
  readonly rhythm: Rhythm;
  readonly runs: IFunction;
  readonly deadLetterQueue: Queue;
}

/**
 * Runs a function again and again by the clock in Seoul. The function is told the time that was meant, so that a late or repeated run is of the same
 * time: its event is `{ "scheduledTime": "2026-11-21T15:00:00Z" }`.
 */
export class ScheduledRun extends Construct {
  constructor(scope: Construct, id: string, { scheduleName, rhythm, runs, deadLetterQueue }: ScheduledRunProps) {
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
    acknowledge(role, { "NIST.800.53.R5::NIST.800.53.R5-IAMNoInlinePolicy": INLINE_POLICY });
    const { hour, minute, ageMax, retriesMax } = rhythm;
    new Schedule(this, "Schedule", {
      scheduleName,
      schedule: ScheduleExpression.cron({
        minute: String(minute),
        ...(hour === undefined ? {} : { hour: String(hour) }),
        timeZone: TimeZone.ASIA_SEOUL,
      }),
      target: new LambdaInvoke(runs, {
        role: role.withoutPolicyUpdates(),
        input: ScheduleTargetInput.fromObject({ scheduledTime: ContextAttribute.scheduledTime }),
        maxEventAge: ageMax,
        retryAttempts: retriesMax,
        deadLetterQueue,
      }),
    });
  }
}
