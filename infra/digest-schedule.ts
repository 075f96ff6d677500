import { Duration, Stack, TimeZone } from "aws-cdk-lib";
import { PolicyDocument, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { IFunction } from "aws-cdk-lib/aws-lambda";
import { Schedule, ScheduleExpression } from "aws-cdk-lib/aws-scheduler";
import { LambdaInvoke } from "aws-cdk-lib/aws-scheduler-targets";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { allow } from "./allow.ts";

/** Two minutes past: clocks of functions may differ by less, and whoever was put down for this hour is there by then. */
const MINUTE = "2";

/** The next hour looks at the same again. */
const RUN_AGE_MAX_MINUTES = 30;
const RUN_RETRIES_MAX = 5;

export interface DigestScheduleProps {
  readonly scheduleName: string;
  readonly digest: IFunction;
  readonly deadLetterQueue: Queue;
}

/** Wakes those for whom something waits, every hour. */
export class DigestSchedule extends Construct {
  constructor(scope: Construct, id: string, { scheduleName, digest, deadLetterQueue }: DigestScheduleProps) {
    super(scope, id);
    const { account } = Stack.of(this);
    const role = new Role(this, "Role", {
      assumedBy: new ServicePrincipal("scheduler.amazonaws.com", {
        conditions: { StringEquals: { "aws:SourceAccount": account } },
      }),
      inlinePolicies: {
        own: new PolicyDocument({
          statements: [
            allow("lambda", ["InvokeFunction"], digest.functionArn),
            allow("sqs", ["SendMessage"], deadLetterQueue.queueArn),
          ],
        }),
      },
    });
    new Schedule(this, "Schedule", {
      scheduleName,
      schedule: ScheduleExpression.cron({ minute: MINUTE, timeZone: TimeZone.ASIA_SEOUL }),
      target: new LambdaInvoke(digest, {
        role: role.withoutPolicyUpdates(),
        maxEventAge: Duration.minutes(RUN_AGE_MAX_MINUTES),
        retryAttempts: RUN_RETRIES_MAX,
        deadLetterQueue,
      }),
    });
  }
}
