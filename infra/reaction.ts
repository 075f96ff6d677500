import { Duration, RemovalPolicy } from "aws-cdk-lib";
import { PolicyDocument, type PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import {
  Architecture,
  EventSourceMapping,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  Tracing,
} from "aws-cdk-lib/aws-lambda";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { environmentNames } from "../functions/runtime/environment.ts";
import { acknowledge } from "./acknowledge.ts";
import { allow } from "./allow.ts";
import { BUNDLED_TAXONOMY, bundledCode, type TaxonomyToBundle } from "./bundle.ts";
import type { Keys } from "./keys.ts";
import type { FunctionName } from "./names.ts";
import type { StageSettings } from "./stages.ts";

/** Messages of one invocation: the most that one read of a FIFO queue gives. */
const BATCH_MAX = 10;

/** Why roles carry their policies themselves. */
export const INLINE_POLICY =
  "The policy is this role's alone and goes with it: nobody can attach it elsewhere, and one place says all that the role may do.";

/** What no queue feeds runs by the clock, once at a time; the other is for somebody who runs it by hand meanwhile. */
const SCHEDULED_CONCURRENCY_MAX = 2;

export interface ReactionProps {
  /** The plain name: its code is `functions/<entry>.ts`. */
  readonly entry: FunctionName;
  readonly functionName: string;
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly statements: readonly PolicyStatement[];
  readonly settings: StageSettings;
  readonly keys: Keys;
  /** Whether its environment holds secrets. */
  readonly isToldSecrets: boolean;
  /** The taxonomy that goes with the bundle, if it needs one. */
  readonly taxonomy?: TaxonomyToBundle | undefined;
  /** The queues it reacts to, and how many of it may run at a time by each. */
  readonly consumes?:
    | readonly { readonly queue: Queue; readonly concurrencyMax: number; readonly batchMax?: number }[]
    | undefined;
  /** Takes what a function that no queue feeds could not handle. */
  readonly deadLetterQueue?: Queue;
  /** How many may run at a time of a function that people wait for. */
  readonly callersMax?: number | undefined;
}

const TRACES_ARE_ANYWHERE =
  "X-Ray has no resources that traces could be limited to: its two actions are allowed on everything or not at all.";

const CALLER_WAITS =
  "Somebody waits for its answer and is told when it fails: nothing is left to be done later. Lambda uses a dead-letter queue for asynchronous invocations alone.";

const FAILS_INTO_QUEUE =
  "A queue feeds it: what fails stays in the queue, and goes to that queue's own dead-letter queue after five receives. Lambda uses a function's for asynchronous invocations alone.";

/**
 * A function with all that is its own: the bundle, the role, the log and the queue it is fed from. The role says everything the function may
 * do in one place and takes no grants from elsewhere.
 */
export class Reaction extends Construct {
  readonly function: LambdaFunction;

  constructor(scope: Construct, id: string, props: ReactionProps) {
    super(scope, id);
    const logGroup = new LogGroup(this, "Log", {
      logGroupName: `/aws/lambda/${props.functionName}`,
      retention: RetentionDays.THREE_MONTHS,
      encryptionKey: props.keys.operations,
      removalPolicy: props.settings.keepsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    const role = this.#role(props, logGroup);
    if (props.isToldSecrets) props.keys.allowSecretsTo(role);
    this.function = new LambdaFunction(this, "Function", {
      functionName: props.functionName,
      code: bundledCode(props.entry, props.taxonomy),
      handler: "index.handler",
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: props.memoryMb,
      timeout: Duration.seconds(props.timeoutSeconds),
      role: role.withoutPolicyUpdates(),
      // A bound on what a flood may cost and take from other functions of the account. Equal to what its queues may start, so that none is turned away.
      reservedConcurrentExecutions:
        props.consumes?.reduce((sum, { concurrencyMax }) => sum + concurrencyMax, 0) ??
        props.callersMax ??
        SCHEDULED_CONCURRENCY_MAX,
      tracing: Tracing.ACTIVE,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      environment: {
        ...props.environment,
        ...(props.taxonomy === undefined ? {} : { [environmentNames.taxonomyFile]: BUNDLED_TAXONOMY }),
        NODE_OPTIONS: "--enable-source-maps",
      },
      ...(props.isToldSecrets ? { environmentEncryption: props.keys.secrets } : {}),
      ...(props.deadLetterQueue === undefined ? {} : { deadLetterQueue: props.deadLetterQueue }),
    });
    acknowledge(this.function, {
      "NIST.800.53.R5::NIST.800.53.R5-LambdaInsideVPC":
        "It calls services of AWS by their public, authenticated endpoints over TLS and opens no port; there is nothing private for it to reach.",
    });
    if (props.callersMax !== undefined) {
      acknowledge(this.function, {
        "NIST.800.53.R5::NIST.800.53.R5-LambdaDLQ": CALLER_WAITS,
        "Serverless::Serverless-LambdaDLQ": CALLER_WAITS,
      });
    }
    if (props.consumes !== undefined) {
      for (const [at, { queue, concurrencyMax, batchMax = BATCH_MAX }] of props.consumes.entries()) {
        new EventSourceMapping(this, at === 0 ? "Source" : `Source${at + 1}`, {
          target: this.function,
          eventSourceArn: queue.queueArn,
          batchSize: batchMax,
          reportBatchItemFailures: true,
          maxConcurrency: concurrencyMax,
        });
      }
      acknowledge(this, {
        "NIST.800.53.R5::NIST.800.53.R5-LambdaDLQ": FAILS_INTO_QUEUE,
        "Serverless::Serverless-LambdaDLQ": FAILS_INTO_QUEUE,
        "Serverless::Serverless-LambdaEventSourceMappingDestination": FAILS_INTO_QUEUE,
      });
    }
  }

  #role({ statements, consumes, deadLetterQueue }: ReactionProps, logGroup: LogGroup): Role {
    const own = [
      allow("logs", ["CreateLogStream", "PutLogEvents"], logGroup.logGroupArn),
      allow("xray", ["PutTraceSegments", "PutTelemetryRecords"], "*"),
    ];
    if (consumes !== undefined) {
      const arns = consumes.map(({ queue }) => queue.queueArn);
      own.push(allow("sqs", ["ReceiveMessage", "DeleteMessage", "GetQueueAttributes"], ...arns));
    }
    if (deadLetterQueue !== undefined) own.push(allow("sqs", ["SendMessage"], deadLetterQueue.queueArn));
    const role = new Role(this, "Role", {
      assumedBy: new ServicePrincipal("lambda.amazonaws.com"),
      inlinePolicies: { own: new PolicyDocument({ statements: [...own, ...statements] }) },
    });
    acknowledge(role, {
      "NIST.800.53.R5::NIST.800.53.R5-IAMNoInlinePolicy": INLINE_POLICY,
      "AwsSolutions::AwsSolutions-IAM5[Resource::*]": TRACES_ARE_ANYWHERE,
      "Serverless::Serverless-LambdaStarPermissions": TRACES_ARE_ANYWHERE,
    });
    return role;
  }
}
