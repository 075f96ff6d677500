import * as z from "zod";
import { applicantProfileUpdated } from "./applicant-profile-updated.ts";
import { applicantWithdrawn } from "./applicant-withdrawn.ts";
import { caseRecorded } from "./case-recorded.ts";
import { completionRecorded } from "./completion-recorded.ts";
import { dayStarted } from "./day-started.ts";
import { deliveryOptedOut } from "./delivery-opted-out.ts";
import { type EventDefinition, type EventSource, eventSources, IMPORT_SOURCE } from "./envelope.ts";
import { eventRejected } from "./event-rejected.ts";
import { followUpDue } from "./follow-up-due.ts";
import { followUpRecorded } from "./follow-up-recorded.ts";
import { institutionRegistered } from "./institution-registered.ts";
import { internshipOpened } from "./internship-opened.ts";
import { jobPosted } from "./job-posted.ts";
import { ledgerEntered } from "./ledger-entered.ts";
import { matchesFound } from "./matches-found.ts";
import { matchesLost } from "./matches-lost.ts";
import { matchesWithdrawn } from "./matches-withdrawn.ts";
import { openingClosed } from "./opening-closed.ts";
import { openingUnmatched } from "./opening-unmatched.ts";
import { outcomeRecorded } from "./outcome-recorded.ts";
import { programmeOpened } from "./programme-opened.ts";
import { programmeRulesSet } from "./programme-rules-set.ts";
import { recommendationReviewed } from "./recommendation-reviewed.ts";
import { reviewRequested } from "./review-requested.ts";

/** Events that come in, by detail type. */
export const eventsIn = {
  JobPosted: jobPosted,
  InternshipOpened: internshipOpened,
  ProgrammeOpened: programmeOpened,
  OpeningClosed: openingClosed,
  ApplicantProfileUpdated: applicantProfileUpdated,
  ApplicantWithdrawn: applicantWithdrawn,
  DeliveryOptedOut: deliveryOptedOut,
  CompletionRecorded: completionRecorded,
  InstitutionRegistered: institutionRegistered,
  OutcomeRecorded: outcomeRecorded,
  RecommendationReviewed: recommendationReviewed,
  FollowUpRecorded: followUpRecorded,
  LedgerEntered: ledgerEntered,
  CaseRecorded: caseRecorded,
  DayStarted: dayStarted,
  ProgrammeRulesSet: programmeRulesSet,
} as const;

/** Events that go out, by detail type. */
export const eventsOut = {
  MatchesFound: matchesFound,
  MatchesWithdrawn: matchesWithdrawn,
  MatchesLost: matchesLost,
  OpeningUnmatched: openingUnmatched,
  FollowUpDue: followUpDue,
  ReviewRequested: reviewRequested,
  EventRejected: eventRejected,
} as const;

export type EventInName = keyof typeof eventsIn;
export type EventOutName = keyof typeof eventsOut;

type DetailIn<Name extends EventInName> = z.output<(typeof eventsIn)[Name]["detail"]>;

/** An event that was accepted, told apart by `name`. */
export type EventIn = { [Name in EventInName]: { readonly name: Name; readonly detail: DetailIn<Name> } }[EventInName];

/** An event to publish. */
export type EventOut = {
  [Name in EventOutName]: { readonly name: Name; readonly detail: z.output<(typeof eventsOut)[Name]["detail"]> };
}[EventOutName];

/** Events that this service puts on the bus: its own, the day, which it announces to itself, and what people tell it by the API. */
export const eventsPublished = { ...eventsOut, ...eventsIn } as const;

export type EventPublished = EventOut | EventIn;

export const allEvents: readonly EventDefinition[] = [...Object.values(eventsIn), ...Object.values(eventsOut)];

const OWN_SOURCES: readonly EventSource[] = ["ieum.matching", "ieum.intake", "ieum.aftercare"];

/** Sources that producers send from. */
export const producerSources = eventSources.filter((source) => !OWN_SOURCES.includes(source));

/** What rows of a file become, and so what may come from an import. */
const importedEvents: ReadonlySet<string> = new Set<EventInName>([
  "JobPosted",
  "InternshipOpened",
  "ProgrammeOpened",
  "ApplicantProfileUpdated",
]);

/** Sources that an event may come from: its own, or an import. */
export function sourcesOf({ name, source }: EventDefinition): readonly EventSource[] {
  return importedEvents.has(name) ? [source, IMPORT_SOURCE] : [source];
}

/**
 * What goes to intake: everything on the bus that is neither our own nor imported. An event nobody knows is refused with a reason, not lost without
 * a word because no rule wanted it.
 */
export const intakePattern = { source: [{ "anything-but": [...OWN_SOURCES, IMPORT_SOURCE] }] };

/** What waits in a queue of its own, until there is room among what comes one by one. */
export const importsPattern = { source: [IMPORT_SOURCE] };

/** Events that a center gets of its districts: all of them carry `district`. */
export const centerEvents = [
  matchesFound,
  matchesWithdrawn,
  matchesLost,
  openingUnmatched,
  followUpDue,
  reviewRequested,
] as const;

/** JSON Schema of what goes over a wire, in the dialect that a reader wants, without the line that names the dialect. */
export function payloadSchema(schema: z.ZodType, target: "draft-4" | "draft-7"): Record<string, unknown> {
  const { $schema: _dialect, ...rules } = z.toJSONSchema(schema, { target, io: "input" });
  return rules;
}

/** JSON Schema (draft 4, as the EventBridge schema registry wants it) of an event as it stands on the bus. */
export function toJsonSchema(event: EventDefinition): Record<string, unknown> {
  return {
    $schema: "http://json-schema.org/draft-04/schema#",
    title: event.name,
    type: "object",
    required: ["source", "detail-type", "detail"],
    properties: {
      source: { type: "string", enum: [...sourcesOf(event)] },
      "detail-type": { type: "string", enum: [event.name] },
      detail: payloadSchema(event.detail, "draft-4"),
    },
  };
}
