import * as z from "zod";
import { endings } from "../domain/delivery/mailbox.ts";
import { deliveryPurposes } from "../domain/model/delivery-settings.ts";
import {
  competencyLevel,
  educationLevels,
  languageLevels,
  opaqueId,
  revision,
  taxonomyCode,
  ulid,
} from "../domain/model/primitives.ts";
import { SCHEMA_VERSION } from "./envelope.ts";
import { matchEntry, versions } from "./matches-found.ts";

/**
 * Messages on our queues. Like events they carry opaque ids, codes and figures. `causationId` is the event that a message follows
 * from; `messageId` is the same for every sending of the same message.
 */
const cause = {
  schemaVersion: z.literal(SCHEMA_VERSION),
  messageId: ulid,
  correlationId: ulid,
  causationId: ulid,
} as const;

/** Intake to match, and match to match where shards have been moved: one record for one shard's log. */
export const matchingMessage = z.strictObject({
  ...cause,
  shard: z.string().regex(/^\d{1,6}#\d{1,6}$/),
  /** A packed log record, base64. */
  record: z.base64(),
  /** Who hears of what follows; everybody when it is missing. `applicants`: those who haven't been told yet, and no center and no employer. */
  tells: z.enum(["nobody", "applicants"]).optional(),
  /** An older generation of shards has had it, and leaves it to this one to find what matches now. */
  isHandedOn: z.literal(true).optional(),
});
export type MatchingMessage = z.infer<typeof matchingMessage>;

/** Match to notify: pairs that somebody may be told of, best first. */
export const alertMessage = z.strictObject({
  ...cause,
  kind: z.literal("matches").optional(),
  pairs: z
    .array(z.strictObject({ applicantId: opaqueId, openingId: opaqueId, score: z.int().min(0).max(10_000).optional() }))
    .min(1),
  /** Numbers the parts of a long list of one opening: nobody of a later part goes before one of an earlier part. */
  part: z.strictObject({ number: z.int().min(1), of: z.int().min(1) }).optional(),
});
export type AlertMessage = z.infer<typeof alertMessage>;

/** Match to notify: an opening has closed before its last day; whoever was told of it hears so. */
export const closingMessage = z.strictObject({ ...cause, kind: z.literal("closing"), openingId: opaqueId });
export type ClosingMessage = z.infer<typeof closingMessage>;

/** Match to notify: pairs that match no more; whoever was told of one and hasn't answered hears so. */
export const lostMessage = z.strictObject({
  ...cause,
  kind: z.literal("lost"),
  lost: z.array(z.strictObject({ applicantId: opaqueId, openingId: opaqueId })).min(1),
});
export type LostMessage = z.infer<typeof lostMessage>;

/** Intake to notify: pairs that a counsellor has said something of. */
export const reviewedMessage = z.strictObject({
  ...cause,
  kind: z.literal("reviewed"),
  reviewed: z.array(z.strictObject({ applicantId: opaqueId, openingId: opaqueId })).min(1),
});
export type ReviewedMessage = z.infer<typeof reviewedMessage>;

/** Digest to notify: people for whom something waits, and openings whose next wave is due, by the hour that they were put down for. */
export const dueMessage = z.strictObject({
  ...cause,
  kind: z.literal("due"),
  due: z
    .array(z.strictObject({ hour: z.int().min(0), subject: z.string().regex(/^(?:applicant|opening)#[\w-]{1,60}$/) }))
    .min(1),
});
export type DueMessage = z.infer<typeof dueMessage>;

/** Match to notify: openings that somebody misses, each with the course that would bring it within reach. */
export const bridgeMessage = z.strictObject({
  ...cause,
  kind: z.literal("bridges"),
  bridges: z
    .array(
      z.strictObject({
        applicantId: opaqueId,
        openingId: opaqueId,
        courseOpeningId: opaqueId,
        /** Openings that the course would bring this person, this one among them. */
        unlocks: z.int().min(1),
      }),
    )
    .min(1),
});
export type BridgeMessage = z.infer<typeof bridgeMessage>;

/** All that waits in the queue of alerts. */
export const alertsMessage = z.discriminatedUnion("kind", [
  alertMessage,
  bridgeMessage,
  closingMessage,
  lostMessage,
  reviewedMessage,
  dueMessage,
]);
export type AlertsMessage = z.infer<typeof alertsMessage>;

/** How one requirement stands with a candidate, and what of them meets it: codes, levels and months, and nothing that they want for themselves. */
const shortlistReason = z.strictObject({
  /** The requirement by its place in the posting, from 0 on. */
  requirement: z.int().min(0).optional(),
  /** Where the posting lists no competency: one that is typical of its occupation. */
  typical: taxonomyCode.optional(),
  status: z.enum(["met", "partly", "missing", "unverified"]),
  /** How far it is met, in basis points; missing where nothing is known. */
  creditBp: z.int().min(0).max(10_000).optional(),
  by: z
    .union([
      z.strictObject({ competency: taxonomyCode, level: competencyLevel }),
      z.strictObject({ certificate: taxonomyCode }),
      /** In the line of work that is asked for. */
      z.strictObject({ months: z.int().min(0) }),
      /** The level at which the language is spoken. */
      z.strictObject({ language: z.enum(languageLevels) }),
      z.strictObject({ education: z.enum(educationLevels) }),
    ])
    .optional(),
});
export type ShortlistReason = z.infer<typeof shortlistReason>;

const shortlistCandidate = z.strictObject({ ...matchEntry.shape, reasons: z.array(shortlistReason) });
export type ShortlistCandidate = z.infer<typeof shortlistCandidate>;

/** Match to employers' systems: who suits an opening, with consent and without contact data; and who no longer does. */
export const shortlistMessage = z.discriminatedUnion("kind", [
  /** Candidates found for an opening that was posted or revised. `part` numbers the parts of a long list. */
  z.strictObject({
    ...cause,
    kind: z.literal("listed"),
    openingId: opaqueId,
    openingRevision: revision,
    part: z.strictObject({ number: z.int().min(1), of: z.int().min(1) }),
    versions,
    candidates: z.array(shortlistCandidate).min(1),
  }),
  /** A candidate who is new, or has changed, for some openings. */
  z.strictObject({
    ...cause,
    kind: z.literal("candidate-updated"),
    versions,
    candidates: z.array(shortlistCandidate).min(1),
  }),
  z.strictObject({
    ...cause,
    kind: z.literal("candidate-withdrawn"),
    applicantId: opaqueId,
    /** The revision of the profile from which on it holds: of an older one nothing counts any more. Missing for whoever has left. */
    applicantRevision: revision.optional(),
    openingIds: z.array(opaqueId).min(1),
  }),
  /** Candidates whom an opening doesn't suit any more, by its own revision or by other rules. */
  z.strictObject({
    ...cause,
    kind: z.literal("unlisted"),
    openingId: opaqueId,
    openingRevision: revision,
    applicants: z.array(z.strictObject({ applicantId: opaqueId, applicantRevision: revision })).min(1),
  }),
  z.strictObject({ ...cause, kind: z.literal("opening-closed"), openingId: opaqueId }),
]);
export type ShortlistMessage = z.infer<typeof shortlistMessage>;

/** Five sentences at most, and where the posting was taken from. */
const rendered = z.strictObject({ title: z.string(), lines: z.array(z.string()).min(1).max(6) });

/** Why somebody hears of an opening: it is new to them, its terms have changed, or it is gone. */
const telling = {
  purpose: z.enum(deliveryPurposes).optional(),
  /** Counts the tellings of the pair; 1 when it is missing. */
  telling: z.int().min(1).optional(),
  /** The course that would bring the opening within reach; missing for what suits the person as they are. */
  courseOpeningId: opaqueId.optional(),
  /** What ended, of a withdrawal: the opening itself when it is missing. */
  ending: z.enum(endings).optional(),
} as const;

/** Notify to whoever sends messages to people: one recommendation in words. `messageId` is the key to send by once. */
export const applicantMessage = z.strictObject({
  ...cause,
  recommendationId: z.string(),
  applicantId: opaqueId,
  openingId: opaqueId,
  ...telling,
  /** The language that the person asked for. */
  language: z.enum(["ko", "en"]),
  ko: rendered,
  en: rendered,
});
export type ApplicantMessage = z.infer<typeof applicantMessage>;

/** Several in one message, best first. `messageId` is the key to send by once. */
export const applicantDigest = z.strictObject({
  ...cause,
  applicantId: opaqueId,
  language: z.enum(["ko", "en"]),
  items: z
    .array(
      z.strictObject({ recommendationId: z.string(), openingId: opaqueId, ...telling, ko: rendered, en: rendered }),
    )
    .min(2)
    .max(10),
});
export type ApplicantDigest = z.infer<typeof applicantDigest>;

/** All that waits in the queue of messages. */
export const messageToApplicant = z.union([applicantMessage, applicantDigest]);
export type MessageToApplicant = z.infer<typeof messageToApplicant>;
/** To whoever delivers webhooks: a center's feed has something new, or a webhook is to be tried again. */
export const webhookNudge = z.strictObject({
  schemaVersion: z.literal(SCHEMA_VERSION),
  center: opaqueId,
  retryOf: opaqueId.optional(),
});
export type WebhookNudge = z.infer<typeof webhookNudge>;
