/**
 * Lambda functions of the twin: worker threads that run the very bundles that would be deployed.
 *
 * One environment serves one invocation at a time; a warm one is taken before a new one is made, the most
 * recently used first, as Lambda does, so that unused ones stay unused. An environment that timed out, died or was killed
 * is never used again. Unlike in the cloud, an idle environment is not frozen: its timers go on.
 */
import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { ExecutionEnvironment, type Invocation } from "./lambda-environment.ts";
import { REGION } from "./resource-types.ts";
import type { Assembly, Resource } from "./template.ts";

export type { Invocation } from "./lambda-environment.ts";

export type Endpoints = { dynamodb: string; sqs: string; events: string };
export type LambdaOptions = {
  assembly: Assembly;
  endpoints: Endpoints;
  onLog: (functionName: string, line: string) => void;
};

/** Environments of one function on one laptop, where the template reserves none: threads cost memory, and ten saturate it. */
const CONCURRENCY_MAX = 10;

/** The defaults of Lambda. */
const TIMEOUT_SECONDS = 3;
const MEMORY_MB = 128;

const STOPPED = { errorType: "Runtime.ExitError", errorMessage: "The local twin has stopped" };

type FunctionProperties = {
  Code?: { S3Key?: string };
  Handler?: string;
  Role?: string;
  Timeout?: number;
  MemorySize?: number;
  ReservedConcurrentExecutions?: number;
  Environment?: { Variables?: Record<string, unknown> };
};

function findBundle(folder: string, handler: string): string {
  const stem = handler.slice(0, handler.lastIndexOf("."));
  const found = [".js", ".cjs", ".mjs"].map((ending) => join(folder, stem + ending)).find((file) => existsSync(file));
  return found ?? join(folder, `${stem}.js`);
}

export class LambdaFunction {
  readonly name: string;
  readonly logicalId: string;
  readonly arn: string;
  /** The role's name, which the function signs its calls with. */
  readonly principal: string;
  readonly timeoutSeconds: number;
  readonly #properties: FunctionProperties;
  readonly #options: LambdaOptions;
  readonly #folder: string;
  readonly #idle: ExecutionEnvironment[] = [];
  readonly #all = new Set<ExecutionEnvironment>();
  readonly #waiting: (() => void)[] = [];
  #busy = 0;
  #stopped = false;

  constructor(resource: Resource, options: LambdaOptions) {
    this.name = resource.name;
    this.logicalId = resource.logicalId;
    this.arn = resource.arn;
    this.#properties = resource.properties as FunctionProperties;
    this.#options = options;
    this.principal = this.#properties.Role?.split("/").pop() ?? "anonymous";
    this.timeoutSeconds = this.#properties.Timeout ?? TIMEOUT_SECONDS;
    this.#folder = options.assembly.assetPath(this.#properties.Code?.S3Key ?? "");
  }

  /** `event` is the JSON that the function gets. Never rejects: what goes wrong is a function error, as in the cloud. */
  async invoke(event: string): Promise<Invocation> {
    if (this.#stopped) return { kind: "error", error: STOPPED };
    await this.#turn();
    const environment = this.#warm() ?? this.#start();
    try {
      const unloadable = await environment.initialise();
      if (unloadable !== undefined) return { kind: "error", error: unloadable };
      return await environment.invoke(randomUUID(), event, this.timeoutSeconds);
    } finally {
      if (environment.alive) this.#idle.push(environment);
      else this.#all.delete(environment);
      this.#busy -= 1;
      this.#waiting.shift()?.();
    }
  }

  /** Kills every environment at once, whatever they do; returns how many there were. The next invocation starts anew. */
  async kill(): Promise<number> {
    const environments = [...this.#all];
    this.#idle.length = 0;
    this.#all.clear();
    await Promise.all(environments.map((environment) => environment.kill()));
    return environments.length;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.kill();
  }

  async #turn(): Promise<void> {
    const max = this.#properties.ReservedConcurrentExecutions ?? CONCURRENCY_MAX;
    while (this.#busy >= max) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#busy += 1;
  }

  /** The environment that was used last and has not died meanwhile. */
  #warm(): ExecutionEnvironment | undefined {
    let environment = this.#idle.pop();
    while (environment !== undefined && !environment.alive) {
      this.#all.delete(environment);
      environment = this.#idle.pop();
    }
    return environment;
  }

  #start(): ExecutionEnvironment {
    const handler = this.#properties.Handler ?? "index.handler";
    const environment = new ExecutionEnvironment(
      {
        file: findBundle(this.#folder, handler),
        exportName: handler.slice(handler.lastIndexOf(".") + 1),
        functionName: this.name,
        arn: this.arn,
        memoryMb: this.#memoryMb(),
      },
      this.#environmentVariables(),
      (line) => this.#options.onLog(this.name, line),
    );
    this.#all.add(environment);
    return environment;
  }

  #memoryMb(): number {
    return this.#properties.MemorySize ?? MEMORY_MB;
  }

  /** Nothing of the twin's own environment gets in: a variable that the template forgets is missing here too. */
  #environmentVariables(): Record<string, string> {
    const { endpoints } = this.#options;
    const declared = Object.entries(this.#properties.Environment?.Variables ?? {});
    return {
      TZ: ":UTC",
      LANG: "en_US.UTF-8",
      LAMBDA_TASK_ROOT: this.#folder,
      AWS_REGION: REGION,
      AWS_DEFAULT_REGION: REGION,
      AWS_EXECUTION_ENV: "AWS_Lambda_nodejs24.x",
      AWS_LAMBDA_FUNCTION_NAME: this.name,
      AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(this.#memoryMb()),
      AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${this.name}`,
      AWS_LAMBDA_LOG_STREAM_NAME: "local",
      ...Object.fromEntries(declared.map(([name, value]) => [name, String(value)])),
      // Who calls is read from the signature, so the role's name stands where its temporary key would.
      AWS_ACCESS_KEY_ID: this.principal,
      AWS_SECRET_ACCESS_KEY: "local",
      AWS_ENDPOINT_URL_DYNAMODB: endpoints.dynamodb,
      AWS_ENDPOINT_URL_SQS: endpoints.sqs,
      AWS_ENDPOINT_URL_EVENTBRIDGE: endpoints.events,
    };
  }
}
