import { centerEvents, eventsIn, eventsOut, payloadSchema } from "../catalog.ts";
import type { EventDefinition } from "../envelope.ts";
import { applicantContracts, type Contract, shortlistContracts } from "./contracts.ts";

type Json = Readonly<Record<string, unknown>>;

/** What a channel carries, by the message's name. */
type Messages = Readonly<Record<string, Json>>;

interface Channel {
  readonly address: string;
  readonly title: string;
  readonly description: string;
  readonly messages: Messages;
  readonly parameters?: Json;
  /** What we do on it. */
  readonly action: "receive" | "send";
}

/** An event as EventBridge carries it, with its sample. */
function busMessage({ name, source, detail, sample }: EventDefinition): Json {
  return {
    name,
    title: name,
    contentType: "application/json",
    payload: {
      type: "object",
      required: ["source", "detail-type", "detail"],
      properties: {
        source: { type: "string", const: source },
        "detail-type": { type: "string", const: name },
        detail: payloadSchema(detail, "draft-7"),
      },
    },
    examples: [{ name: `${name}Sample`, payload: { source, "detail-type": name, detail: sample } }],
  };
}

function queueMessage({ name, schema, samples }: Contract): Json {
  return {
    name,
    title: name,
    contentType: "application/json",
    payload: payloadSchema(schema, "draft-7"),
    examples: samples.map((payload, at) => ({ name: `${name}Sample${at + 1}`, payload })),
  };
}

function queueMessages(contracts: readonly Contract[]): Messages {
  return Object.fromEntries(contracts.map((contract) => [contract.name, queueMessage(contract)]));
}

function busMessages(events: readonly EventDefinition[]): Messages {
  return Object.fromEntries(events.map((event) => [event.name, busMessage(event)]));
}

const stage = { stage: { description: "Stage of the deployment.", enum: ["dev", "prod"], default: "dev" } };

/** Everything that is spoken over, by the channel's id. Operations are named after what we do with it. */
const channels: Readonly<Record<string, Channel>> = {
  eventsIn: {
    address: "ieum-{stage}",
    title: "Events in",
    description: "The EventBridge bus. Producers put these events on it with PutEvents.",
    messages: busMessages(Object.values(eventsIn)),
    parameters: stage,
    action: "receive",
  },
  eventsOut: {
    address: "ieum-{stage}",
    title: "Events out",
    description: "The same bus. These events follow from those that come in; any rule may select them.",
    messages: busMessages(Object.values(eventsOut)),
    parameters: stage,
    action: "send",
  },
  centerFeed: {
    address: "ieum-{stage}-center-{center}",
    title: "A center's feed",
    description: "One SQS queue for each center: what concerns the districts that it serves, and nothing else.",
    messages: busMessages(centerEvents),
    parameters: { ...stage, center: { description: "Id of the center, such as `west`." } },
    action: "send",
  },
  employerShortlists: {
    address: "ieum-{stage}-employer-shortlists",
    title: "Employers' shortlists",
    description: "An SQS queue: who suits an opening, with consent and without contact data, and who no longer does.",
    messages: queueMessages(shortlistContracts),
    parameters: stage,
    action: "send",
  },
  applicantMessages: {
    address: "ieum-{stage}-applicant-messages",
    title: "Messages to applicants",
    description:
      "An SQS queue: messages in words, of one opening or of several, each to be sent once by its `messageId`.",
    messages: queueMessages(applicantContracts),
    parameters: stage,
    action: "send",
  },
};

function reference(...path: readonly string[]): Json {
  return { $ref: `#/${path.join("/")}` };
}

/** The AsyncAPI 3.1 document of everything that comes in and goes out, made from the catalogue: it can't disagree with what is checked. */
export function toAsyncApi(version: string): Json {
  const entries = Object.entries(channels);
  return {
    asyncapi: "3.1.0",
    id: "urn:ieum:events",
    info: {
      title: "Ieum",
      version,
      description:
        "Events and messages of Ieum, a job-matching service for public employment agencies. Delivery is at least once; every event keeps its `eventId` and every message its `messageId` when it comes again.",
      license: { name: "Apache-2.0", url: "https://www.apache.org/licenses/LICENSE-2.0" },
      tags: [{ name: "matching" }],
    },
    defaultContentType: "application/json",
    channels: Object.fromEntries(entries.map(([id, { action: _ours, ...channel }]) => [id, channel])),
    operations: Object.fromEntries(
      entries.map(([id, { action, messages, title }]) => [
        `${action}${id.charAt(0).toUpperCase()}${id.slice(1)}`,
        {
          action,
          title,
          channel: reference("channels", id),
          messages: Object.keys(messages).map((name) => reference("channels", id, "messages", name)),
        },
      ]),
    ),
  };
}
