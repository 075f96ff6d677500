/**
 * `ieum demo programmes`: one applicant from a missed match over a course and a certificate to the match, in events, on a fresh twin. Each event is
 * told in Korean as it happens; the last line is JSON that says what came of each step, and whether all of them happened.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { bridgeId, recommendationId } from "../../domain/delivery/recommendation.ts";
import { dayInSeoul } from "../../domain/model/calendar.ts";
import { type ApplicantMessage, messageToApplicant } from "../../events/messages.ts";
import { openingUnmatched } from "../../events/opening-unmatched.ts";
import { createAwsPorts } from "../../functions/adapters/aws/aws-ports.ts";
import type { Ports } from "../../functions/ports.ts";
import type { EnvironmentName } from "../../functions/runtime/environment.ts";
import { toEntry } from "../cli/publish.ts";
import { putEvents } from "../cli/put-events.ts";
import type { TableName } from "../names.ts";
import { runService, type Service } from "./local-service.ts";
import { APPLICANT_ID, COURSE_ID, JOB_ID, type Step, stepsOn } from "./programmes-story.ts";

/** What came of the demo; `isComplete` only if every step did. */
export interface ProgrammesOutcome {
  /** The job and the person were kept, and nothing was told of the two. */
  readonly missed: boolean;
  /** Conditions that `OpeningUnmatched` proposed to relax: none, since the law asks for the certificate; undefined when it never came. */
  readonly proposals: number | undefined;
  /** The course that the job was told with. */
  readonly bridgedWith: string | undefined;
  /** Openings that the completion was said to bring. */
  readonly unlocks: number | undefined;
  /** Score of the match after the completion. */
  readonly matchedWith: number | undefined;
  /** Messages of the pair in the order in which they were sent: with the course, then as a match. */
  readonly told: readonly string[];
  readonly deadLettered: number;
  readonly isComplete: boolean;
}

/** Tables that the demo looks into. */
const TABLES: Readonly<Partial<Record<EnvironmentName, TableName>>> = {
  bridgesTable: "bridges",
  recommendationsTable: "recommendations",
};

type Say = (line: string) => void;

/** One opening in a message, alone or among several. */
type Told = Pick<ApplicantMessage, "recommendationId" | "openingId" | "ko">;

/** Runs the story on a twin of its own, which is gone afterwards. */
export async function runProgrammesDemo(say: Say): Promise<ProgrammesOutcome> {
  const dataDir = mkdtempSync(join(tmpdir(), "ieum-programmes-"));
  try {
    const service = await runService({ dataDir, fresh: true, port: 0, tablesPort: 0 });
    try {
      return await tellStory(service, say);
    } finally {
      await service.stop();
    }
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function tellStory(service: Service, say: Say): Promise<ProgrammesOutcome> {
  const events = new EventBridgeClient(service.twin.clientConfig("events"));
  const messages = new MessagesOf(service);
  const dynamoDb = new DynamoDBClient(service.twin.clientConfig("dynamodb"));
  const ports = portsOf(service, dynamoDb);
  const unmatched = watchUnmatched(service);
  const told: Told[] = [];
  const play = async (step: Step) => {
    say(`■ ${step.detailType}  ${step.words}`);
    await putEvents(events, service.names.bus, [
      toEntry({ "detail-type": step.detailType, detail: step.detail }, undefined),
    ]);
    await service.twin.idle();
    for (const item of await messages.take()) {
      told.push(item);
      for (const line of [item.ko.title, ...item.ko.lines]) say(`    → 구직자에게: ${line}`);
    }
  };
  try {
    const steps = stepsOn(dayInSeoul(Date.now()));
    for (const step of steps.untilMissed) await play(step);
    const untoldPair = told.every(({ openingId }) => openingId !== JOB_ID);
    const first = unmatched.found();
    const [byLaw] = first?.requiredByLaw ?? [];
    if (byLaw !== undefined)
      say(
        `    → 상담사에게: 맞는 사람이 없습니다. 필요한 자격증은 법이 정한 것이라 구인기업이 풀 수 없고, 그 자격증만 있으면 ${byLaw.matches}명이 맞습니다.`,
      );
    for (const step of steps.untilBridged) await play(step);
    const [bridge] = await ports.bridges.list(APPLICANT_ID);
    const evidence = JSON.parse(bridge?.evidence ?? "{}");
    for (const step of steps.untilMatched) await play(step);
    const match = (await ports.recommendations.list(APPLICANT_ID)).find(({ openingId }) => openingId === JOB_ID);
    if (match !== undefined) say(`■ 매칭  ${APPLICANT_ID}님과 ${JOB_ID}: ${Math.floor(match.score / 100)}점`);
    const outcome = {
      missed: untoldPair && first?.openingId === JOB_ID,
      proposals: first?.relaxations?.length,
      bridgedWith: evidence.bridge?.courseOpeningId,
      unlocks: evidence.bridge?.unlocks,
      matchedWith: match?.score,
      told: told.filter(({ openingId }) => openingId === JOB_ID).map((message) => message.recommendationId),
      deadLettered: deadLettersOf(service),
    };
    return { ...outcome, isComplete: isComplete(outcome) };
  } finally {
    unmatched.end();
    for (const client of [events, dynamoDb, messages]) client.destroy();
  }
}

/** Whether every step happened, in its order and once. */
export function isComplete({
  missed,
  proposals,
  bridgedWith,
  matchedWith,
  told,
  deadLettered,
}: Omit<ProgrammesOutcome, "isComplete">): boolean {
  const inOrder = [bridgeId(APPLICANT_ID, JOB_ID), recommendationId(APPLICANT_ID, JOB_ID)];
  return (
    missed &&
    proposals === 0 &&
    bridgedWith === COURSE_ID &&
    matchedWith !== undefined &&
    told.join() === inOrder.join() &&
    deadLettered === 0
  );
}

function portsOf({ names }: Service, dynamoDb: DynamoDBClient): Pick<Ports, "bridges" | "recommendations"> {
  const environment = (name: EnvironmentName) => {
    const table = TABLES[name];
    if (table === undefined) throw new Error(`the demo doesn't look into ${name}`);
    return names.tables[table];
  };
  const unused = { region: "us-east-1" };
  return createAwsPorts(environment, {
    dynamoDb,
    sqs: new SQSClient(unused),
    eventBridge: new EventBridgeClient(unused),
  });
}

/** The first opening that the bus said suits nobody. */
function watchUnmatched({ twin }: Service) {
  let found: ReturnType<typeof openingUnmatched.detail.parse> | undefined;
  const end = twin.on("event", (notice) => {
    if (notice.kind !== "accepted" || notice.event["detail-type"] !== openingUnmatched.name) return;
    found ??= openingUnmatched.detail.parse(notice.event.detail);
  });
  return { found: () => found, end };
}

function deadLettersOf({ twin }: Service): number {
  const dead = Object.entries(twin.counts()).filter(([name]) => /-dlq(?:\.fifo)?$/.test(name));
  return dead.flatMap(([, counts]) => Object.values(counts)).reduce((sum, count) => sum + count, 0);
}

/** Takes messages to applicants off their queue, as whoever sends them would. */
class MessagesOf {
  readonly #client: SQSClient;
  readonly #url: string;

  constructor({ twin, names }: Service) {
    this.#client = new SQSClient({ ...twin.clientConfig("sqs"), useQueueUrlAsEndpoint: false });
    const { queue } = names.queues["applicant-messages"];
    this.#url = Object.values(twin.outputs).find((output) => output.endsWith(`/${queue}`)) ?? queue;
  }

  async take(): Promise<Told[]> {
    const taken: Told[] = [];
    for (;;) {
      // What was received stays hidden for longer than the demo takes, so nothing comes twice.
      const { Messages = [] } = await this.#client.send(
        new ReceiveMessageCommand({ QueueUrl: this.#url, MaxNumberOfMessages: 10, VisibilityTimeout: 600 }),
      );
      if (Messages.length === 0) return taken;
      for (const { Body = "" } of Messages) {
        const message = messageToApplicant.parse(JSON.parse(Body));
        taken.push(...("items" in message ? message.items : [message]));
      }
    }
  }

  destroy(): void {
    this.#client.destroy();
  }
}
