import { canonicalJson } from "../domain/canonical-json.ts";
import { CLAIM_LEASE_MS } from "../domain/delivery/claiming.ts";
import { CLOSED_MAILBOX, withOptOut } from "../domain/delivery/mailbox.ts";
import type { LogRecord } from "../domain/index/log-record.ts";
import type { ShardPlan } from "../domain/index/shards.ts";
import { toOpeningFacts } from "../domain/matching/facts.ts";
import { dayInSeoul, toDayNumber } from "../domain/model/calendar.ts";
import type { Opening } from "../domain/model/opening.ts";
import type { CenterDistricts } from "../domain/outcomes/center-of.ts";
import { toRuleFacts } from "../domain/programme/rule-facts.ts";
import { type Refusal, refusal } from "../domain/refusal.ts";
import type { Taxonomy } from "../domain/taxonomy/taxonomy.ts";
import type { EventIn } from "../events/catalog.ts";
import { parseEvent } from "../events/parse-event.ts";
import { createAwsPorts } from "./adapters/aws/aws-ports.ts";
import { type Outgoing, sendToShards } from "./operating/matching-messages.ts";
import { readMove } from "./operating/shard-move.ts";
import type { Completed, Kept, Ports } from "./ports.ts";
import { onQueue, type QueueRecord } from "./runtime/consumer.ts";
import { type Environment, readEnvironment } from "./runtime/environment.ts";
import { wakeHour } from "./runtime/hours.ts";
import type { Log } from "./runtime/log.ts";
import { readMatchingConfiguration } from "./runtime/rules.ts";
import { setAside } from "./runtime/set-aside.ts";
import { aboutAccepted } from "./taking-in/about-accepted.ts";
import { countDispositions, type TakenIn, toDisposition } from "./taking-in/accounting.ts";
import { takeCaseIn } from "./taking-in/cases.ts";
import { completedParts, countCompletion } from "./taking-in/completions.ts";
import { giveWay } from "./taking-in/giving-way.ts";
import { toInstitutionRecord } from "./taking-in/institutions.ts";
import { refusalByWhatIsKnown } from "./taking-in/known.ts";
import { changeMailbox } from "./taking-in/mailboxes.ts";
import { takeFollowUpIn, takeOutcomeIn, takeStatementIn, withdrawApplicant } from "./taking-in/outcomes.ts";
import { isOfProfile, keepParticipation, keepProfile, type ProfileEvent } from "./taking-in/profiles.ts";
import { forgetRecommended, lookAtRecommendedAgain } from "./taking-in/recommended.ts";
import { takeReviewIn } from "./taking-in/reviews.ts";
import { tieTwins } from "./taking-in/twins.ts";

/** What intake goes by. */
export interface IntakeConfiguration {
  readonly taxonomy: Taxonomy;
  /** The shards that it was deployed with: as long as nobody has moved to others. */
  readonly plan: ShardPlan;
  readonly centers: CenterDistricts;
}

type IntakePorts = Pick<
  Ports,
  | "clock"
  | "openings"
  | "applicants"
  | "mailboxes"
  | "opportunities"
  | "institutions"
  | "programmes"
  | "recommendations"
  | "bridges"
  | "wakeUps"
  | "followUps"
  | "ledger"
  | "cases"
  | "quarantine"
  | "shardPlans"
  | "queues"
  | "backlog"
  | "bus"
>;

/**
 * Takes events in: validate, keep the entity, hand it to the shards. What can't ever succeed is set aside with its reason on first sight.
 * Every step gives the same when it is repeated, so a crash anywhere is followed by a redelivery and nothing else.
 */
export async function takeIn(
  records: readonly QueueRecord[],
  ports: IntakePorts,
  configuration: IntakeConfiguration,
  log: Log,
): Promise<Map<string, unknown>> {
  const since = ports.clock.now();
  const failures = new Map<string, unknown>();
  const dispatches = await Promise.all(
    records.map(async (record): Promise<TakenIn> => {
      const { messageId } = record;
      try {
        return await takeInOne(record, ports, configuration, log);
      } catch (error) {
        failures.set(messageId, error);
        return { messageId, outgoing: [] };
      }
    }),
  );
  const waiting = dispatches.filter(({ outgoing }) => outgoing.length > 0);
  try {
    const outgoing = waiting.flatMap((one) => one.outgoing);
    if (waiting.some(({ isImported }) => isImported)) await giveWay(ports.clock.now() - since, ports.backlog);
    await sendToShards(outgoing, ports, () => readMove(ports, configuration.plan));
    await lookAtRecommendedAgain(outgoing, ports);
  } catch (error) {
    for (const { messageId } of waiting) failures.set(messageId, error);
  }
  countDispositions(dispatches, failures, log);
  return failures;
}

async function takeInOne(
  record: QueueRecord,
  ports: IntakePorts,
  { taxonomy, centers, plan }: IntakeConfiguration,
  log: Log,
): Promise<TakenIn> {
  const { messageId } = record;
  const parsed = parseEvent(record.body, dayInSeoul(ports.clock.now()));
  if (parsed.kind === "refused") {
    await setAside({ record, refusal: parsed.refusal, about: parsed.about }, ports, log);
    return { messageId, outgoing: [], disposition: { kind: "quarantined", code: parsed.refusal.code } };
  }
  const { event } = parsed;
  const about = aboutAccepted(event);
  const { eventId, correlationId } = event.detail;
  const toOutgoing = (records: readonly LogRecord[]) =>
    records.map((logRecord): Outgoing => ({ record: logRecord, eventId, correlationId }));
  const tellShards = async (records: readonly LogRecord[]) => {
    await sendToShards(toOutgoing(records), ports, () => readMove(ports, plan));
  };
  const unknown = await refusalByWhatIsKnown(event, taxonomy, ports);
  const { reason, logged } =
    unknown === undefined
      ? await keepAndRecord(event, ports, { taxonomy, centers, tellShards })
      : { reason: unknown, logged: [] };
  if (reason !== undefined) {
    await setAside({ record, refusal: reason, about }, ports, log);
    return { messageId, outgoing: [], disposition: toDisposition(reason) };
  }
  log.info("event accepted", { ...about, detailType: event.name });
  const { isImported } = parsed;
  const taken = { messageId, outgoing: toOutgoing(logged), disposition: toDisposition(undefined) };
  return isImported ? { ...taken, isImported } : taken;
}

/** What keeping an event goes by. */
interface Keeping extends Pick<IntakeConfiguration, "taxonomy" | "centers"> {
  /** For what the shards must hear before the next step: the rest is sent when the whole batch is kept. */
  readonly tellShards: (records: readonly LogRecord[]) => Promise<void>;
}

/** What became of somebody: of a hire or the end of one, their record says so from then on. */
type OutcomeEvent = Extract<EventIn, { name: "OutcomeRecorded" | "FollowUpRecorded" }>;

/** Keeps what an event says, and gives the records that it leaves in the log of each shard it concerns, or the reason when it can't be kept. */
async function keepAndRecord(
  event: EventIn,
  ports: IntakePorts,
  keeping: Keeping,
): Promise<{ reason: Refusal | undefined; logged: readonly LogRecord[] }> {
  const { taxonomy, centers } = keeping;
  const listed = (record: LogRecord | undefined) => (record === undefined ? [] : [record]);
  if (event.name === "OutcomeRecorded" || event.name === "FollowUpRecorded") {
    const {
      refusal: reason,
      participation,
      places,
    } = event.name === "OutcomeRecorded"
      ? await takeOutcomeIn(event.detail, ports, centers)
      : await takeFollowUpIn(event.detail, ports, centers);
    const { applicantId } = event.detail;
    const person = participation && (await keepParticipation(applicantId, participation, ports.applicants, taxonomy));
    // Places first: whoever has just taken the last one isn't shown it any more.
    return { reason, logged: [...places, ...listed(person)] };
  }
  if (!isOfProfile(event)) {
    return { reason: await keep(event, ports, keeping), logged: listed(toLogRecord(event, taxonomy)) };
  }
  const { kept, record, coursesWithoutPart } = await keepProfile(event, ports.applicants, taxonomy);
  const isCompletion = event.name === "CompletionRecorded";
  const reason = refusalOfKept(kept, isCompletion ? "" : "/applicant");
  if (reason !== undefined) return { reason, logged: [] };
  if (isCompletion) await countCompletion(event.detail, ports, centers);
  const applicantId = isCompletion ? event.detail.applicantId : event.detail.applicant.applicantId;
  let last = record;
  for (const part of await completedParts(coursesWithoutPart, ports)) {
    last = (await keepParticipation(applicantId, part, ports.applicants, taxonomy)) ?? last;
  }
  return { reason: undefined, logged: listed(last) };
}

/** Keeps what an event says, and gives the reason when it can't be. */
async function keep(
  event: Exclude<EventIn, ProfileEvent | OutcomeEvent>,
  ports: IntakePorts,
  { centers, tellShards }: Keeping,
): Promise<Refusal | undefined> {
  switch (event.name) {
    case "JobPosted":
    case "InternshipOpened":
    case "ProgrammeOpened": {
      const kept = await keepOpening(event.detail.opening, ports);
      // Before the shards have it, and so before anybody is alerted.
      if (kept.kind === "kept" || kept.kind === "already-kept") await tieTwins(event.detail.opening, ports);
      return refusalOfKept(kept, "/opening");
    }
    case "OpeningClosed":
      return refusalOfKept(await ports.openings.close(event.detail.openingId, event.detail.revision), "");
    case "ApplicantWithdrawn": {
      const { applicantId, revision } = event.detail;
      const leaving = { applicantId, revision, day: dayInSeoul(ports.clock.now()) };
      await withdrawApplicant(leaving, ports, tellShards);
      await forgetRecommended(applicantId, ports);
      await changeMailbox(applicantId, ports, () => CLOSED_MAILBOX);
      // Whoever was telling them of something may have been frozen, and keep it when others are done: by then nobody can.
      const now = ports.clock.now();
      await ports.wakeUps.set(wakeHour(now + CLAIM_LEASE_MS, now), [`applicant#${applicantId}`]);
      return undefined;
    }
    case "DeliveryOptedOut": {
      const { applicantId, revision, channels } = event.detail;
      await changeMailbox(applicantId, ports, (mailbox) => withOptOut(mailbox, { revision, channels }));
      return undefined;
    }
    case "RecommendationReviewed":
      return takeReviewIn(event.detail, ports, centers);
    case "CaseRecorded":
      return takeCaseIn(event.detail, ports, centers);
    case "LedgerEntered": {
      const taken = await takeStatementIn(event.detail, ports, centers);
      return "kind" in taken ? refusalOfKept(taken, "/statement") : taken;
    }
    case "ProgrammeRulesSet": {
      const { rules } = event.detail;
      const { programmeId, validFrom, revision } = rules;
      const kept = await ports.programmes.keep({ programmeId, validFrom, revision, body: canonicalJson(rules) });
      return refusalOfKept(kept, "/rules");
    }
    case "InstitutionRegistered": {
      const { institution } = event.detail;
      const { institutionId, revision } = institution;
      return refusalOfKept(
        await ports.institutions.keep(institutionId, revision, canonicalJson(institution)),
        "/institution",
      );
    }
    case "DayStarted":
      return undefined;
  }
}

function keepOpening(opening: Opening, ports: IntakePorts): Promise<Kept> {
  return ports.openings.keep(opening.openingId, opening.revision, canonicalJson(opening));
}

/** `entity` is the path of what was to be kept. */
function refusalOfKept(kept: Kept | Completed, entity: string): Refusal | undefined {
  switch (kept.kind) {
    case "kept":
    case "already-kept":
      return undefined;
    case "superseded":
      return refusal("REVISION_SUPERSEDED", `${entity}/revision`, "a newer revision is kept");
    case "conflict":
      return refusal("REVISION_CONFLICT", `${entity}/revision`, "this revision is kept with another body");
    case "withdrawn":
      return refusal("ENTITY_WITHDRAWN", `${entity}/applicantId`, "this applicant has left the service");
  }
}

/** The record that an event leaves in the log of each shard it concerns, undefined when it concerns none. */
function toLogRecord(event: Exclude<EventIn, ProfileEvent | OutcomeEvent>, taxonomy: Taxonomy): LogRecord | undefined {
  switch (event.name) {
    case "JobPosted":
    case "InternshipOpened":
    case "ProgrammeOpened":
      return toOpeningRecord(event.detail.opening, event.detail.occurredAt, taxonomy);
    case "OpeningClosed":
      return {
        type: "opening-closed",
        openingId: event.detail.openingId,
        revision: event.detail.revision,
        districts: [],
      };
    case "ApplicantWithdrawn":
      return { type: "applicant-withdrawn", applicantId: event.detail.applicantId, revision: event.detail.revision };
    case "DayStarted":
      return { type: "day", day: toDayNumber(event.detail.day), previousDay: undefined };
    case "ProgrammeRulesSet":
      return { type: "programme", rules: toRuleFacts(event.detail.rules, taxonomy), previousRules: undefined };
    case "InstitutionRegistered":
      return toInstitutionRecord(event.detail.institution);
    case "DeliveryOptedOut":
    case "RecommendationReviewed":
    case "CaseRecorded":
    case "LedgerEntered":
      return undefined;
  }
}

/** The day from which on an opening looks for people is its own, or that on which it was told of. */
function toOpeningRecord(opening: Opening, occurredAt: string, taxonomy: Taxonomy): LogRecord {
  const since = opening.validFrom ?? opening.datePosted ?? dayInSeoul(Date.parse(occurredAt));
  return { type: "opening", facts: toOpeningFacts(opening, taxonomy), openSince: toDayNumber(since) };
}

function readConfiguration(environment: Environment): IntakeConfiguration {
  const plan = { generation: Number(environment("generation")), shards: Number(environment("shards")) };
  const centers: CenterDistricts = JSON.parse(environment("centerDistricts"));
  return { taxonomy: readMatchingConfiguration(environment).taxonomy, plan, centers };
}

let running: { ports: Ports; configuration: IntakeConfiguration } | undefined;

export const handler = onQueue("intake", (records, log) => {
  if (running === undefined) {
    const environment = readEnvironment(process.env);
    running = { ports: createAwsPorts(environment), configuration: readConfiguration(environment) };
  }
  return takeIn(records, running.ports, running.configuration, log);
});
