/**
 * Rules, targets and schedules with the property names of CloudFormation, so that a template's plain values fit as they
 * are. What a template asks for and the service or the bus does not do is refused when the bus is built, not ignored,
 * even of rules and schedules that are disabled.
 */
import { busName, busNameIn } from "./bus-name.ts";
import { compilePattern, type EventPattern } from "./event-pattern.ts";
import { refuseInput, type TargetInput } from "./event-target-input.ts";
import { parseSchedule } from "./schedule.ts";

export type RuleTarget = TargetInput & {
  Arn: string;
  Id?: string;
  SqsParameters?: { MessageGroupId?: string };
  /** EventBridge Scheduler only: how an `Input` becomes an event when the target is a bus. */
  EventBridgeParameters?: { DetailType: string; Source: string };
  RetryPolicy?: { MaximumRetryAttempts?: number; MaximumEventAgeInSeconds?: number };
  DeadLetterConfig?: { Arn?: string };
  RoleArn?: string;
};

export type BusRule = {
  Arn: string;
  Name: string;
  EventBusName?: string;
  State?: string;
  EventPattern?: EventPattern;
  ScheduleExpression?: string;
  Targets?: readonly RuleTarget[];
};

/** An `AWS::Scheduler::Schedule`. A flexible time window is taken as its beginning. */
export type BusSchedule = {
  Arn: string;
  Name: string;
  State?: string;
  ScheduleExpression: string;
  ScheduleExpressionTimezone?: string;
  StartDate?: string;
  EndDate?: string;
  Target: RuleTarget;
};

/** A rule, target or schedule of the template that the service, or this bus, does not take. */
export class InvalidBusResource extends Error {
  override readonly name = "InvalidBusResource";
}

/** The bounds of a retry policy; the upper ones are also what holds when a target has no policy. */
export const RETRY_ATTEMPTS_MAX = 185;
export const EVENT_AGE_SECONDS_MAX = 86_400;
const EVENT_AGE_SECONDS_MIN = 60;

type Refuse = (reason: string) => InvalidBusResource;

export function assertRule(rule: BusRule, buses: ReadonlySet<string>): void {
  const refuse: Refuse = (reason) => new InvalidBusResource(`Rule ${rule.Name}: ${reason}`);
  const bus = busName(rule.EventBusName);
  if (!buses.has(bus)) throw refuse(`its bus "${bus}" does not exist`);
  if (rule.ScheduleExpression !== undefined) {
    if (bus !== "default") throw refuse("scheduled rules live on the default bus only");
    if (parseSchedule(rule.ScheduleExpression).kind === "at") throw refuse("at(…) belongs to EventBridge Scheduler");
  } else if (rule.EventPattern === undefined) {
    throw refuse("it has neither a pattern nor a schedule");
  }
  if (rule.EventPattern !== undefined) compilePattern(rule.EventPattern);
  for (const target of rule.Targets ?? []) assertTarget(target, buses, refuse);
}

export function assertSchedule(schedule: BusSchedule, buses: ReadonlySet<string>): void {
  const refuse: Refuse = (reason) => new InvalidBusResource(`Schedule ${schedule.Name}: ${reason}`);
  parseSchedule(schedule.ScheduleExpression, schedule.ScheduleExpressionTimezone);
  for (const date of [schedule.StartDate, schedule.EndDate]) {
    if (date !== undefined && Number.isNaN(Date.parse(date))) throw refuse(`"${date}" is not a date`);
  }
  const { Target } = schedule;
  assertTarget(Target, buses, refuse);
  if (Target.InputPath !== undefined || Target.InputTransformer !== undefined) throw refuse("only Input is possible");
  if (busNameIn(Target.Arn) !== undefined && !(Target.EventBridgeParameters && Target.Input)) {
    throw refuse("a bus as target needs EventBridgeParameters and Input");
  }
}

function assertTarget(target: RuleTarget, buses: ReadonlySet<string>, refuse: Refuse): void {
  const { Arn, RetryPolicy = {}, DeadLetterConfig } = target;
  const bus = busNameIn(Arn);
  const service = /^arn:[^:]+:(sqs|lambda):/.exec(Arn)?.[1];
  if (bus !== undefined && !buses.has(bus)) throw refuse(`target bus "${bus}" does not exist`);
  if (bus === undefined && service === undefined) throw refuse(`target ${Arn} is not a queue, a function or a bus`);
  if (service === "sqs" && Arn.endsWith(".fifo") && !target.SqsParameters?.MessageGroupId) {
    throw refuse(`target ${Arn} is a FIFO queue and needs SqsParameters.MessageGroupId`);
  }
  if (DeadLetterConfig?.Arn?.endsWith(".fifo")) throw refuse("a dead-letter queue must be a standard queue");
  const { MaximumRetryAttempts: attempts = 0, MaximumEventAgeInSeconds: age = EVENT_AGE_SECONDS_MAX } = RetryPolicy;
  if (attempts < 0 || attempts > RETRY_ATTEMPTS_MAX) throw refuse(`MaximumRetryAttempts ${attempts} is out of range`);
  if (age < EVENT_AGE_SECONDS_MIN || age > EVENT_AGE_SECONDS_MAX) {
    throw refuse(`MaximumEventAgeInSeconds ${age} is out of range`);
  }
  const refusedInput = refuseInput(target);
  if (refusedInput !== undefined) throw refuse(refusedInput);
}
