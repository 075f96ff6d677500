import { Duration, RemovalPolicy } from "aws-cdk-lib";
import { PolicyDocument, type PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import {
  Architecture,
  EventSourceMapping,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
} from "aws-cdk-lib/aws-lambda";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { environmentNames } from "../functions/runtime/environment.ts";
import { allow } from "./allow.ts";
import { BUNDLED_TAXONOMY, bundledCode, type TaxonomyToBundle } from "./bundle.ts";
import type { FunctionName } from "./names.ts";
import type { StageSettings } from "./stages.ts";

/** Messages of one invocation: the most that one read of a FIFO queue gives. */
const BATCH_MAX = 10;

export interface ReactionProps {
  /** The plain name: its code is `functions/<entry>.ts`. */
  readonly entry: FunctionName;
  readonly functionName: string;
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly statements: readonly PolicyStatement[];
  readonly settings: StageSettings;
  /** The taxonomy that goes with the bundle, if it needs one. */
  readonly taxonomy?: TaxonomyToBundle | undefined;
  /** The queue it reacts to, and how many of it may run at a time. */
  readonly consumes?: { readonly queue: Queue; readonly concurrencyMax: number };
  /** Takes what a function that no queue feeds could not handle. */
  readonly deadLetterQueue?: Queue;
}

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
      removalPolicy: props.settings.keepsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    this.function = new LambdaFunction(this, "Function", {
      functionName: props.functionName,
      code: bundledCode(props.entry, props.taxonomy),
      handler: "index.handler",
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: props.memoryMb,
      timeout: Duration.seconds(props.timeoutSeconds),
      role: this.#role(props, logGroup).withoutPolicyUpdates(),
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      environment: {
        ...props.environment,
        ...(props.taxonomy === undefined ? {} : { [environmentNames.taxonomyFile]: BUNDLED_TAXONOMY }),
        NODE_OPTIONS: "--enable-source-maps",
      },
      ...(props.deadLetterQueue === undefined ? {} : { deadLetterQueue: props.deadLetterQueue }),
    });
    if (props.consumes !== undefined) {
      new EventSourceMapping(this, "Source", {
        target: this.function,
        eventSourceArn: props.consumes.queue.queueArn,
        batchSize: BATCH_MAX,
        reportBatchItemFailures: true,
        maxConcurrency: props.consumes.concurrencyMax,
      });
    }
  }

  #role({ statements, consumes, deadLetterQueue }: ReactionProps, logGroup: LogGroup): Role {
    const own = [allow("logs", ["CreateLogStream", "PutLogEvents"], logGroup.logGroupArn)];
    if (consumes !== undefined) {
      own.push(allow("sqs", ["ReceiveMessage", "DeleteMessage", "GetQueueAttributes"], consumes.queue.queueArn));
    }
    if (deadLetterQueue !== undefined) own.push(allow("sqs", ["SendMessage"], deadLetterQueue.queueArn));
    return new Role(this, "Role", {
      assumedBy: new ServicePrincipal("lambda.amazonaws.com"),
      inlinePolicies: { own: new PolicyDocument({ statements: [...own, ...statements] }) },
    });
  }
}
