import { CfnOutput, Duration, Stack, type StackProps, Token } from "aws-cdk-lib";
import { EventBus } from "aws-cdk-lib/aws-events";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";
import { importsPattern, intakePattern } from "../events/catalog.ts";
import { DELAY_SECONDS_MAX } from "../functions/adapters/queue-messages.ts";
import { acknowledge } from "./acknowledge.ts";
import { BusToQueue, type Destination, toWorkQueue } from "./bus-to-queue.ts";
import { type Resources, toEnvironment, toStatements } from "./capabilities.ts";
import { CenterFeed } from "./center-feed.ts";
import { centers as allCenters, type Center, districtsByCenter } from "./centers.ts";
import { HttpApi } from "./http-api.ts";
import { hasSignIn, type Identity, identityEnvironment, requireSafe } from "./identity.ts";
import { Keys } from "./keys.ts";
import { centersEnvironment, type Mail, mailEnvironment, optOutEnvironment } from "./mail.ts";
import {
  allResources,
  type FunctionName,
  fifoQueueNames,
  functionNames,
  type NamedResource,
  optionalFunctionNames,
  type QueueName,
  queueNames,
  type ResourceNames,
  resourceNames,
} from "./names.ts";
import type { Watched } from "./observability/alarms.ts";
import { Observability } from "./observability/observability.ts";
import { operatingEnvironment, operatingStatements } from "./operated-queues.ts";
import { permissions } from "./permissions.ts";
import { Reaction } from "./reaction.ts";
import { type Rhythm, ScheduledRun } from "./scheduled-run.ts";
import { SchemaRegistry } from "./schema-registry.ts";
import { sizes } from "./sizes.ts";
import { type Stage, stages } from "./stages.ts";
import { Tables } from "./tables.ts";
import { webhookEnvironment } from "./webhook-key.ts";
import { deadLetterQueue, WorkQueue } from "./work-queue.ts";

/** In Seoul: before anybody at a center starts to work, and after the day has started. */
const FOLLOW_UP_HOUR = 6;

/** What could not be run by the next time is left to that, or is over. */
const daily = (hour: number): Rhythm => ({ hour, minute: 0, ageMax: Duration.hours(24), retriesMax: 185 });

/**
 * Two minutes past: clocks of functions may differ by less, and whoever was put down for this hour is there by then. What fails for half an hour is left to
 * the next one, which looks at the same again.
 */
const HOURLY: Rhythm = { minute: 2, ageMax: Duration.minutes(30), retriesMax: 5 };

/** The hour in which a run begins may end without it, and the figures of that hour come some minutes late. */
const SILENT_HOURS_OF_DAILY = 26;
const SILENT_HOURS_OF_HOURLY = 3;

/** A webhook that is down and messages that wait for the morning go back into their queue again and again, and are old each time. */
const queuesThatPutOff: ReadonlySet<QueueName> = new Set<QueueName>(["applicant-messages", "webhooks"]);

type ScheduleName = keyof ResourceNames["schedules"];

export interface IeumStackProps extends StackProps {
  readonly stage: Stage;
  readonly centers?: readonly Center[];
  /** Artifact of the taxonomy to go by instead of the built-in one. */
  readonly taxonomyFile?: string | undefined;
  /** How messages to people are sent; without it nobody here takes them off their queue. */
  readonly mail?: Mail | undefined;
  /** Who signs the tokens that the API takes; without it, it takes none. */
  readonly identity?: Identity | undefined;
}

/** `applicant-alerts` as the beginning of an output's name: `ApplicantAlerts`. */
function pascal(kebab: string): string {
  return kebab.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
}

/** The whole service: the bus, what waits in queues, what reacts to it, what is kept, and a feed for each center. */
export class IeumStack extends Stack {
  readonly #names: ResourceNames;
  readonly #resources: Resources;
  readonly #taxonomyFile: string | undefined;
  readonly #mail: Mail | undefined;
  readonly #identity: Identity;
  readonly #centers: readonly Center[];
  readonly #keys: Keys;
  readonly #stage: Stage;
  /** Queues that operators look after, by their short names. */
  readonly #operated: ReadonlyMap<string, WorkQueue>;

  constructor(
    scope: Construct,
    id: string,
    { stage, centers = allCenters, taxonomyFile, mail, identity = {}, ...props }: IeumStackProps,
  ) {
    super(scope, id, props);
    this.#taxonomyFile = taxonomyFile;
    this.#mail = mail;
    this.#stage = stage;
    requireSafe(identity, stages[stage].keepsData);
    this.#identity = identity;
    this.#centers = centers;
    this.#names = resourceNames(stage, centers);
    const settings = { ...stages[stage], centerDistricts: JSON.stringify(districtsByCenter(centers)) };
    this.#keys = new Keys(this, "Keys", { names: this.#names, settings });
    const bus = new EventBus(this, "Bus", { eventBusName: this.#names.bus });
    new SchemaRegistry(this, "Schemas", { registryName: this.#names.schemaRegistry });
    const tables = new Tables(this, "Tables", { names: this.#names.tables, settings, key: this.#keys.tables }).byName;
    const queues = this.#workQueues();
    this.#resources = { tables, queues: mapValues(queues, ({ queue }) => queue), bus, settings };

    new BusToQueue(this, "ToIntake", {
      bus,
      ruleName: this.#names.rules.intake,
      // The type of patterns knows texts alone, the service also ways to compare; a token passes both.
      pattern: { source: Token.asList(intakePattern.source) },
      to: [toWorkQueue(queues.intake)],
    });
    new BusToQueue(this, "ToImports", {
      bus,
      ruleName: this.#names.rules.imports,
      pattern: importsPattern,
      to: [toWorkQueue(queues.imports)],
    });
    for (const name of ["intake", "match", "notify", "feed", "webhook"] as const) this.#reaction(name);
    const toFeed = { queue: queues.feed.queue, undelivered: this.#feedUndelivered() };
    const feeds = centers.map((center) => [center.id, this.#centerFeed(center, toFeed)] as const);
    const ofCenters = feeds.map(([centerId, { queue }]) => [`center-${centerId}`, queue] as const);
    this.#operated = new Map([...Object.entries(queues), ...ofCenters]);
    const apiUrl = this.#httpApi(stage);
    if (mail !== undefined)
      this.#reaction("send", undefined, mailEnvironment(mail, centers, apiUrl, hasSignIn(identity)));
    this.#scheduled("start-day", "DayStart", daily(0), "startDay");
    this.#scheduled("digest", "DigestSchedule", HOURLY, "digest");
    this.#scheduled("follow-up", "FollowUpSchedule", daily(FOLLOW_UP_HOUR), "followUp");

    const { topic } = new Observability(this, "Observability", {
      names: this.#names,
      watched: this.#watched(),
      key: this.#keys.operations,
      hasSend: mail !== undefined,
    });

    this.#output("AlarmTopicArn", topic.topicArn);
    this.#output("BusName", bus.eventBusName);
    for (const [name, table] of Object.entries(tables)) this.#output(`${pascal(name)}TableName`, table.tableName);
    for (const [name, queue] of this.#operated) this.#queueOutputs(name, queue);
  }

  #workQueues(): Record<QueueName, WorkQueue> {
    const { send: _send, ...others } = sizes;
    const consumers = Object.values(this.#mail === undefined ? others : sizes);
    const toQueue = (name: QueueName): WorkQueue => {
      const consumer = consumers.find(({ consumes }) => consumes?.some(({ queue }) => queue === name));
      return new WorkQueue(this, `${pascal(name)}Queue`, {
        names: this.#names.queues[name],
        isFifo: fifoQueueNames.has(name),
        isFedByBus: name === "feed",
        ...(consumer === undefined ? {} : { consumerTimeoutSeconds: consumer.timeoutSeconds }),
      });
    };
    return Object.fromEntries(queueNames.map((name) => [name, toQueue(name)])) as Record<QueueName, WorkQueue>;
  }

  #reaction(name: FunctionName, deadLetters?: Queue, environment: Readonly<Record<string, string>> = {}): Reaction {
    const { memoryMb, timeoutSeconds, consumes, callersMax } = sizes[name];
    return new Reaction(this, pascal(name), {
      entry: name,
      functionName: this.#names.functions[name],
      memoryMb,
      timeoutSeconds,
      environment: {
        ...toEnvironment(permissions[name], this.#resources),
        ...(name === "webhook" ? webhookEnvironment(this.#stage) : {}),
        ...(name === "api"
          ? {
              ...identityEnvironment(this.#identity),
              ...centersEnvironment(this.#centers),
              ...operatingEnvironment(this.#names),
            }
          : {}),
        ...(name === "api" && this.#mail !== undefined ? optOutEnvironment(this.#mail) : {}),
        ...environment,
      },
      statements: [
        ...toStatements(permissions[name], this.#resources),
        ...(name === "api" ? operatingStatements(this.#operated) : []),
      ],
      settings: this.#resources.settings,
      keys: this.#keys,
      isToldSecrets:
        name === "send" ||
        name === "webhook" ||
        (name === "api" && (this.#identity.clientSecret !== undefined || this.#mail !== undefined)),
      callersMax,
      taxonomy: permissions[name].readsTaxonomy ? { file: this.#taxonomyFile } : undefined,
      consumes: consumes?.map((one) => ({ ...one, queue: this.#resources.queues[one.queue] })),
      ...(deadLetters === undefined ? {} : { deadLetterQueue: deadLetters }),
    });
  }

  /** Gives the address, which ends with a slash. */
  #httpApi(stage: Stage): string {
    const { api } = new HttpApi(this, "Http", {
      name: this.#names.functions.api,
      stageName: stage,
      handler: this.#reaction("api").function,
      settings: this.#resources.settings,
      keys: this.#keys,
    });
    this.#output("ApiUrl", api.url);
    return api.url;
  }

  /** A function that runs by the clock, and the place for runs that fail to the last. */
  #scheduled(name: FunctionName, id: string, rhythm: Rhythm, schedule: ScheduleName): void {
    const deadLettersId = `${pascal(name)}DeadLetter`;
    const deadLetters = deadLetterQueue(this, `${deadLettersId}s`, this.#names[`${schedule}DeadLetterQueue`]);
    new ScheduledRun(this, id, {
      scheduleName: this.#names.schedules[schedule],
      rhythm,
      runs: this.#reaction(name, deadLetters).function,
      deadLetterQueue: deadLetters,
    });
    this.#output(`${deadLettersId}QueueUrl`, deadLetters.queueUrl);
  }

  /** EventBridge leaves what it can't deliver to a FIFO queue in a standard one alone. */
  #feedUndelivered(): Queue {
    const undelivered = deadLetterQueue(this, "FeedUndelivered", this.#names.feedUndeliveredQueue);
    acknowledge(undelivered, {
      "AwsSolutions::AwsSolutions-SQS3": "It is a rule's dead-letter queue, which the pack only recognises for queues.",
    });
    this.#output("FeedUndeliveredQueueUrl", undelivered.queueUrl);
    return undelivered;
  }

  #centerFeed(center: Center, feed: Destination): CenterFeed {
    const names = this.#names.centers[center.id];
    if (names === undefined) throw new Error(`center ${center.id} has no names`);
    return new CenterFeed(this, `Center${pascal(center.id)}`, { bus: this.#resources.bus, center, names, feed });
  }

  /** What is watched, by name: all that there is. */
  #watched(): Watched {
    const { stack, bus, functions, queues, centers } = this.#names;
    const namesOf = (kind: NamedResource["kind"]) =>
      allResources(this.#names).flatMap((resource) => (resource.kind === kind ? resource.name : []));
    const running = functionNames.filter((name) => this.#mail !== undefined || !optionalFunctionNames.has(name));
    const consumed = new Set(running.flatMap((name) => sizes[name].consumes?.map(({ queue }) => queue) ?? []));
    const own = queueNames.filter((name) => consumed.has(name));
    const others = queueNames.filter((name) => !consumed.has(name));
    return {
      stack,
      bus,
      tables: namesOf("table"),
      rules: namesOf("rule"),
      deadLetterQueues: namesOf("queue").filter((name) => /-dlq(?:\.fifo)?$/.test(name)),
      ownQueues: own.map((name) => ({
        name: queues[name].queue,
        putOffSeconds: queuesThatPutOff.has(name) ? DELAY_SECONDS_MAX : 0,
      })),
      othersQueues: [...others.map((name) => queues[name].queue), ...Object.values(centers).map(({ queue }) => queue)],
      functions: running.map((name) => ({ name: functions[name], timeoutSeconds: sizes[name].timeoutSeconds })),
      schedules: [
        { functionName: functions["start-day"], silentHours: SILENT_HOURS_OF_DAILY },
        { functionName: functions["follow-up"], silentHours: SILENT_HOURS_OF_DAILY },
        { functionName: functions.digest, silentHours: SILENT_HOURS_OF_HOURLY },
      ],
      api: { name: functions.api, stage: this.#stage },
      intake: functions.intake,
      match: functions.match,
      webhook: functions.webhook,
    };
  }

  #queueOutputs(name: string, { queue, deadLetterQueue }: WorkQueue): void {
    this.#output(`${pascal(name)}QueueUrl`, queue.queueUrl);
    this.#output(`${pascal(name)}DeadLetterQueueUrl`, deadLetterQueue.queueUrl);
  }

  #output(name: string, value: string): void {
    new CfnOutput(this, name, { value });
  }
}

function mapValues<Key extends string, From, To>(record: Record<Key, From>, map: (from: From) => To): Record<Key, To> {
  const entries = Object.entries(record) as [Key, From][];
  return Object.fromEntries(entries.map(([key, value]) => [key, map(value)])) as Record<Key, To>;
}
