import type * as z from "zod";
import { allEvents, eventsIn } from "../catalog.ts";
import type { EventDefinition } from "../envelope.ts";
import { applicantDigest, applicantMessage, shortlistMessage } from "../messages.ts";
import type { Direction } from "./breaking-changes.ts";
import { digestSample, messageSample, shortlistSamples } from "./message-samples.ts";

/** What somebody outside goes by: the detail of an event, or a message of a queue that others read. */
export interface Contract {
  readonly name: string;
  readonly direction: Direction;
  readonly schema: z.ZodType;
  /** At least one. */
  readonly samples: readonly unknown[];
}

function ofEvent({ name, detail, sample }: EventDefinition): Contract {
  return { name, direction: Object.hasOwn(eventsIn, name) ? "in" : "out", schema: detail, samples: [sample] };
}

/** Messages of the queue of employers' systems. */
export const shortlistContracts: readonly Contract[] = [
  { name: "ShortlistMessage", direction: "out", schema: shortlistMessage, samples: shortlistSamples },
];

/** Messages of the queue of whoever sends to people. */
export const applicantContracts: readonly Contract[] = [
  { name: "ApplicantMessage", direction: "out", schema: applicantMessage, samples: [messageSample] },
  { name: "ApplicantDigest", direction: "out", schema: applicantDigest, samples: [digestSample] },
];

export const contracts: readonly Contract[] = [...allEvents.map(ofEvent), ...shortlistContracts, ...applicantContracts];
