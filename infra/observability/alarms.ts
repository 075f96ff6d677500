import { Duration } from "aws-cdk-lib";
import { Alarm, ComparisonOperator, type IMetric, Stats, TreatMissingData } from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import type { Topic } from "aws-cdk-lib/aws-sns";
import { Construct } from "constructs";
import {
  apiFigure,
  functionFigure,
  lostByRule,
  ownFigure,
  queueFigure,
  refusedShare,
  throttledOnTable,
  unaccounted,
} from "./figures.ts";
import { type AlarmKind, runbook } from "./runbook.ts";

/** What alarms watch, by the names that the cloud knows it by. */
export interface Watched {
  readonly stack: string;
  readonly bus: string;
  readonly tables: readonly string[];
  readonly rules: readonly string[];
  readonly deadLetterQueues: readonly string[];
  /** Queues that functions of ours consume, and for how long a message of theirs may be put off. */
  readonly ownQueues: readonly { readonly name: string; readonly putOffSeconds: number }[];
  /** Queues that others consume. */
  readonly othersQueues: readonly string[];
  readonly functions: readonly { readonly name: string; readonly timeoutSeconds: number }[];
  /** What runs by the clock, and after how many hours without a run something is wrong. */
  readonly schedules: readonly { readonly functionName: string; readonly silentHours: number }[];
  /** The front door: the name of the API and of its stage. */
  readonly api: { readonly name: string; readonly stage: string };
  readonly intake: string;
  readonly match: string;
  readonly webhook: string;
}

export interface AlarmsProps {
  readonly watched: Watched;
  readonly topic: Topic;
}

/** Half of what a dead-letter queue keeps: as long again is left to do something about it. */
const DEAD_LETTER_AGE_MAX_SECONDS = 7 * 86_400;

/** An event is worked off within seconds. A quarter of an hour is three tries of a function that fails, and soon enough for everybody who waits. */
const WORK_AGE_MAX_SECONDS = 900;

/** Half of what these queues keep; a weekend without anybody at a center is longer than a day. */
const OTHERS_AGE_MAX_SECONDS = 2 * 86_400;

/** A batch that fails as a whole is tried again by itself; three within minutes are no accident, and neither are three answers that nobody got. */
const ERRORS_MIN = 3;

/** Share of its time after which the next slow call would end a function. */
const TIME_USED_MAX = 0.8;

/** A producer's mistake in an import is to be heard of; single refusals are everyday. */
const REFUSED_PERCENT_MAX = 20;
const REFUSED_OF_EVENTS_MIN = 20;

/** See the README's section on scale: half of the function's time, and the size from which on more shards are better. */
const CATCH_UP_MAX_MS = 30_000;
const APPLICANTS_PER_SHARD_MAX = 1_000_000;

const SECOND_MS = 1_000;

interface Condition {
  readonly of: IMetric;
  readonly above: number;
  /** Periods of the last five that have to be above: one when it is left out, of one. */
  readonly periods?: number;
}

/** All alarms. Each says in its description where the runbook is, and tells the topic, also when it is over. */
export class Alarms extends Construct {
  readonly #stack: string;
  readonly #action: SnsAction;

  constructor(scope: Construct, id: string, { watched, topic }: AlarmsProps) {
    super(scope, id);
    this.#stack = watched.stack;
    this.#action = new SnsAction(topic);
    this.#onQueues(watched);
    for (const one of watched.functions) this.#onFunction(one);
    for (const one of watched.schedules) this.#onSchedule(one);
    for (const rule of watched.rules) {
      this.#above("rule-fails", rule, { of: lostByRule(watched.bus, rule), above: 0 });
    }
    // A table doubles what it can take within minutes of a peak: what is left after that doesn't pass by itself.
    for (const table of watched.tables) {
      this.#above("table-throttled", table, { of: throttledOnTable(table), above: 0, periods: 3 });
    }
    this.#above("api-fails", watched.api.name, {
      of: apiFigure("5XXError", watched.api.name, watched.api.stage),
      above: ERRORS_MIN - 1,
    });
    this.#onOwnFigures(watched);
  }

  #onQueues({ deadLetterQueues, ownQueues, othersQueues }: Watched): void {
    const age = (queue: string) => queueFigure("ApproximateAgeOfOldestMessage", queue);
    for (const queue of deadLetterQueues) {
      this.#above("dead-letters", queue, { of: queueFigure("ApproximateNumberOfMessagesVisible", queue), above: 0 });
      this.#above("dead-letters-old", queue, { of: age(queue), above: DEAD_LETTER_AGE_MAX_SECONDS });
    }
    for (const { name, putOffSeconds } of ownQueues) {
      this.#above("work-waits", name, { of: age(name), above: WORK_AGE_MAX_SECONDS + putOffSeconds });
    }
    for (const queue of othersQueues) {
      this.#above("others-wait", queue, { of: age(queue), above: OTHERS_AGE_MAX_SECONDS });
    }
  }

  #onFunction({ name, timeoutSeconds }: Watched["functions"][number]): void {
    this.#above("function-fails", name, { of: functionFigure("Errors", name), above: ERRORS_MIN - 1 });
    this.#above("function-throttled", name, { of: functionFigure("Throttles", name), above: 0, periods: 3 });
    this.#above("function-slow", name, {
      of: functionFigure("Duration", name, Stats.MAXIMUM),
      above: TIME_USED_MAX * timeoutSeconds * SECOND_MS,
    });
  }

  #onSchedule({ functionName, silentHours }: Watched["schedules"][number]): void {
    this.#add("schedule-silent", functionName, {
      // By the hour: a run may come a minute sooner or later than the day before, and one sum over a day would then count none.
      metric: functionFigure("Invocations", functionName, Stats.SUM, Duration.hours(1)),
      threshold: 1,
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      evaluationPeriods: silentHours,
      datapointsToAlarm: silentHours,
      // A function that isn't run writes no figure at all.
      treatMissingData: TreatMissingData.BREACHING,
    });
  }

  #onOwnFigures({ intake, match, webhook }: Watched): void {
    const ofEvents = ["EventsAccepted", "EventsSuperseded", "EventsRefused", "EventsQuarantined"] as const;
    const ofRecords = ["RecordsApplied", "RecordsSuperseded", "RecordsQuarantined"] as const;
    this.#above("unaccounted", intake, { of: unaccounted("EventsReceived", ofEvents, intake), above: 0 });
    this.#above("unaccounted", match, { of: unaccounted("RecordsReceived", ofRecords, match), above: 0 });
    const share = refusedShare(intake, REFUSED_OF_EVENTS_MIN);
    this.#above("many-refused", intake, { of: share, above: REFUSED_PERCENT_MAX });
    this.#above("webhook-paused", webhook, { of: ownFigure("WebhooksPaused", webhook), above: 0 });
    this.#above("shard-large", `${match}-applicants`, {
      of: ownFigure("IndexApplicants", match),
      above: APPLICANTS_PER_SHARD_MAX,
    });
    this.#above("shard-large", `${match}-catch-up`, { of: ownFigure("CatchUpTime", match), above: CATCH_UP_MAX_MS });
  }

  #above(kind: AlarmKind, what: string, { of, above, periods = 1 }: Condition): void {
    this.#add(kind, what, {
      metric: of,
      threshold: above,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: periods === 1 ? 1 : 5,
      datapointsToAlarm: periods,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
  }

  #add(kind: AlarmKind, what: string, props: ConstructorParameters<typeof Alarm>[2]): void {
    const plain = what.startsWith(`${this.#stack}-`) ? what.slice(this.#stack.length + 1) : what;
    const alarm = new Alarm(this, `${kind} ${plain}`.replaceAll(".", "-"), {
      ...props,
      alarmName: `${this.#stack}-${kind}-${plain}`,
      alarmDescription: `${plain}. What to do: README, Runbook, "${runbook[kind]}".`,
    });
    alarm.addAlarmAction(this.#action);
    alarm.addOkAction(this.#action);
  }
}
