/** Makes the moving parts of the twin out of the template's resources: consumers of queues and the bus. */
import type { EventEmitter } from "node:events";
import { type AccessCheck, accessDeniedMessage } from "./access.ts";
import { AsyncInvocation, asyncQueueOf } from "./async-invocation.ts";
import type { BusRule, BusSchedule } from "./bus-resources.ts";
import { findUngranted, toDeliver } from "./deliveries.ts";
import type { KeptJournal } from "./delivery-journal.ts";
import { EventBus } from "./event-bus.ts";
import { type BatchOutcome, EventSourceMapping } from "./event-source-mapping.ts";
import { NotModelled } from "./intrinsics.ts";
import type { LambdaFunction } from "./lambda.ts";
import type { Queues } from "./queues.ts";
import { ACCOUNT, REGION } from "./resource-types.ts";
import type { TwinEvents } from "./running-twin.ts";
import type { Assembly } from "./template.ts";

export type PartsContext = {
  assembly: Assembly;
  queues: Queues;
  functions: LambdaFunction[];
  events: EventEmitter<TwinEvents>;
  access: AccessCheck;
  retryDelayMs: number | undefined;
};

/** What a mapping needs of the function's role; the cloud refuses to make the mapping without it. */
const POLLER_ACTIONS = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"];

export function toMappings({
  assembly,
  queues,
  functions,
  events,
  access,
  retryDelayMs,
}: PartsContext): EventSourceMapping[] {
  return assembly.resources("AWS::Lambda::EventSourceMapping").map((resource) => {
    const { EventSourceArn, FunctionName } = resource.properties as { EventSourceArn: string; FunctionName: string };
    const queue = queues.byArn(EventSourceArn);
    const target = functions.find(({ name, arn }) => name === FunctionName || arn === FunctionName);
    if (queue === undefined) throw new NotModelled(resource.logicalId, `the event source ${EventSourceArn}`);
    if (target === undefined) throw new NotModelled(resource.logicalId, `the function ${FunctionName}`);
    for (const action of POLLER_ACTIONS) {
      const decision = access(target.principal, action, queue.arn);
      if (!decision.allowed) {
        const reason = accessDeniedMessage(target.principal, action, queue.arn, decision.reason);
        throw new Error(`${resource.logicalId} can't poll its queue: ${reason}`);
      }
    }
    const onBatch = (outcome: BatchOutcome): boolean => events.emit("invoke", outcome);
    return new EventSourceMapping(resource, { queue, target, onBatch, retryDelayMs });
  });
}

/** Only functions that a rule or schedule targets have a queue for it. */
export function toAsyncInvocations({
  assembly,
  queues,
  functions,
  events,
  retryDelayMs,
}: PartsContext): AsyncInvocation[] {
  const rules = assembly.resources("AWS::Events::Rule").flatMap(({ properties }) => properties["Targets"] ?? []);
  const schedules = assembly.resources("AWS::Scheduler::Schedule").map(({ properties }) => properties["Target"]);
  const targeted = new Set(([...rules, ...schedules] as { Arn?: string }[]).map(({ Arn }) => Arn));
  return assembly.resources("AWS::Lambda::Function").flatMap((resource) => {
    const target = functions.find(({ arn }) => arn === resource.arn);
    if (target === undefined || !targeted.has(resource.arn)) return [];
    const asyncQueue = asyncQueueOf(resource);
    queues.create([asyncQueue]);
    const queue = queues.byArn(asyncQueue.arn);
    if (queue === undefined) return [];
    const deadLetters = asyncQueue.properties["RedrivePolicy"] !== undefined;
    const onBatch = (outcome: BatchOutcome): boolean => events.emit("invoke", outcome);
    return [new AsyncInvocation({ queue, target, deadLetters, onBatch, retryDelayMs })];
  });
}

export function toBus({ assembly, queues, events }: PartsContext, journal: KeptJournal | undefined): EventBus {
  const rules = assembly.resources("AWS::Events::Rule");
  const asyncQueues = new Map(
    assembly.resources("AWS::Lambda::Function").map((resource) => [resource.arn, asyncQueueOf(resource).arn]),
  );
  const bus = new EventBus({
    account: ACCOUNT,
    region: REGION,
    buses: assembly.resources("AWS::Events::EventBus").map(({ name }) => name),
    rules: rules.map(({ arn, name, properties }) => ({ ...properties, Arn: arn, Name: name }) as BusRule),
    schedules: assembly
      .resources("AWS::Scheduler::Schedule")
      .map(({ arn, name, properties }) => ({ ...properties, Arn: arn, Name: name }) as BusSchedule),
    deliver: toDeliver({
      queue: queues.byArn,
      asyncQueue: (functionArn) => queues.byArn(asyncQueues.get(functionArn) ?? ""),
      ungranted: new Set(findUngranted(rules, assembly.resources("AWS::SQS::QueuePolicy"))),
    }),
    ...(journal === undefined ? {} : { journal }),
  });
  bus.onEvent((notice) => events.emit("event", notice));
  return bus;
}
