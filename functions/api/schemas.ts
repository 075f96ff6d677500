import * as z from "zod";
import { overrides, reviewDecisions, reviewReasons, reviewStandings } from "../../domain/delivery/review.ts";
import { lawClauses } from "../../domain/lawful/ground.ts";
import { applicant } from "../../domain/model/applicant.ts";
import { opening } from "../../domain/model/opening.ts";
import { opaqueId, openingKinds, plainDate, revision, ulid } from "../../domain/model/primitives.ts";
import { declineReasons, employerReasons, outcomes } from "../../domain/outcomes/life-cycle.ts";
import { deathReasonKinds } from "../operating/death-reason.ts";

/** What the API takes and gives, as schemas: the document is made from them, and tests hold every answer against them. */

/** A time as answers have it: UTC with milliseconds. */
const instantText = z.iso.datetime();

const basisPoints = z.int().min(0).max(10_000).meta({ description: "Basis points: 10,000 is everything" });

const inBothLanguages = <T extends z.ZodType>(words: T) => z.strictObject({ ko: words, en: words });

/** Fields of an opening that its employer doesn't write. */
const { openingId: _openingId, revision: _revision, employerId: _employerId, ...openingFields } = opening.shape;
export const openingDraft = z.strictObject(openingFields).meta({ id: "OpeningDraft" });

const { applicantId: _applicantId, revision: _profileRevision, ...profileFields } = applicant.shape;
export const profileDraft = z.strictObject(profileFields).meta({ id: "ProfileDraft" });

export const settingsChange = z
  .strictObject({
    language: applicant.shape.language.optional(),
    consent: applicant.shape.consent.optional(),
    delivery: applicant.shape.delivery,
  })
  .meta({ id: "SettingsChange" });

export const accepted = z.strictObject({ eventId: ulid, correlationId: ulid, id: z.string(), revision }).meta({
  id: "Accepted",
  description: "The write is on its way as an event; what it changes can be read a moment later.",
});

export const problem = z
  .looseObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string(),
    code: z.string().meta({ description: "A stable code; the documentation lists them" }),
    pointer: z.string().optional().meta({ description: "JSON Pointer into what was sent" }),
    ground: z.looseObject({ clauses: z.array(z.enum(lawClauses)) }).optional(),
  })
  .meta({ id: "Problem", description: "RFC 9457" });

export const next = z.string().optional().meta({ description: "Cursor of the next page; missing on the last one" });

export const pageOf = <T extends z.ZodType>(item: T) => z.strictObject({ items: z.array(item), next });

export const keptOpening = z
  .strictObject({ opening: z.looseObject(opening.shape).meta({ id: "Opening" }), revision, isClosed: z.boolean() })
  .meta({ id: "KeptOpening" });

export const keptProfile = z
  .strictObject({ profile: z.looseObject(applicant.shape).meta({ id: "Profile" }), revision })
  .meta({ id: "KeptProfile" });

export const settings = z
  .strictObject({
    revision,
    language: applicant.shape.language,
    consent: applicant.shape.consent,
    delivery: applicant.shape.delivery,
  })
  .meta({ id: "Settings" });

export const stage = z.enum(["told", ...outcomes]);

const rendered = z.strictObject({ title: z.string(), lines: z.array(z.string()) });

export const recommendation = z
  .strictObject({
    openingId: opaqueId,
    title: z.string(),
    kind: z.enum(openingKinds),
    validThrough: plainDate.optional(),
    isClosed: z.boolean(),
    isFull: z.boolean(),
    score: basisPoints,
    fitsOpening: basisPoints,
    fitsApplicant: basisPoints,
    toldAt: instantText.optional(),
    stage,
    courseOpeningId: opaqueId.optional(),
    /** What a counsellor has said of it. */
    review: z.enum(reviewStandings),
    words: inBothLanguages(rendered),
  })
  .meta({ id: "Recommendation" });

export const answer = z
  .strictObject({
    outcome: z.enum(outcomes),
    reason: z.enum(declineReasons).optional(),
    on: plainDate.optional(),
  })
  .meta({ id: "Answer", description: "`applied` says: I am interested; `declined`: not for me, and why" });

export const candidateAnswer = z
  .discriminatedUnion("outcome", [
    z.strictObject({ outcome: z.literal("interviewed") }),
    z.strictObject({ outcome: z.literal("declined"), reason: z.enum(employerReasons) }),
  ])
  .meta({ id: "CandidateAnswer", description: "`interviewed`: we meet them; `declined`: we don't, and why" });

export const reviewSaid = z
  .strictObject({
    decision: z.enum(reviewDecisions),
    override: z.enum(overrides).optional(),
    reason: z.enum(reviewReasons),
  })
  .meta({ id: "ReviewSaid", description: "`override` says which way an override goes, and stands with nothing else" });

export const review = z
  .strictObject({ ...reviewSaid.shape, openingId: opaqueId, revision, center: opaqueId, on: plainDate })
  .meta({ id: "Review", description: "A counsellor's last word on a person and an opening" });

const componentPoints = z.strictObject({
  component: z.string(),
  known: z.boolean(),
  points: z.int(),
  possible: z.int(),
});

const requirementAccount = z.looseObject({
  requirement: z.string(),
  importance: z.enum(["must", "should", "nice"]),
  isInferred: z.boolean(),
  status: z.string(),
  creditBp: z.int(),
});

export const account = z
  .looseObject({
    applicantId: opaqueId,
    openingId: opaqueId,
    title: z.string(),
    day: plainDate,
    isMatch: z.boolean(),
    score: basisPoints,
    fitsOpening: basisPoints,
    fitsApplicant: basisPoints,
    thresholdBp: basisPoints,
    obstacles: z.array(z.string()),
    openingSide: z.array(componentPoints),
    applicantSide: z.array(componentPoints),
    requirements: z.array(requirementAccount),
    words: inBothLanguages(z.looseObject({ reasons: z.array(z.string()), questions: z.array(z.string()) })),
  })
  .meta({ id: "Account", description: "Why an opening suits somebody, or why not, and what would help" });

export const reach = z
  .strictObject({
    refusal: z
      .looseObject({ code: z.string(), path: z.string(), message: z.string() })
      .optional()
      .meta({ description: "Why it can't be published as it is" }),
    people: z.int().min(0),
    relaxations: z.array(z.strictObject({ change: z.looseObject({ condition: z.string() }), more: z.int().min(1) })),
  })
  .meta({ id: "Reach" });

export const shortlist = z
  .strictObject({
    openingId: opaqueId,
    isClosed: z.boolean(),
    people: z.int().min(0),
    candidates: z.array(
      z.strictObject({
        applicantId: opaqueId,
        score: basisPoints,
        fitsOpening: basisPoints,
        fitsApplicant: basisPoints,
        requirements: z.array(requirementAccount),
        stage: stage.optional(),
      }),
    ),
  })
  .meta({ id: "Shortlist", description: "Candidates who have agreed to be shown, without contact data" });

const cloudEvent = z.looseObject({ specversion: z.literal("1.0"), id: z.string(), type: z.string(), time: z.string() });

export const feed = z
  .strictObject({
    events: z.array(z.strictObject({ cursor: z.int(), at: instantText, event: cloudEvent })),
    cursor: z.int().meta({ description: "Ask again after this one: nothing is left out in between" }),
    isBehind: z.boolean().meta({ description: "Whether more is there already" }),
  })
  .meta({ id: "Feed" });

export const calls = z
  .strictObject({
    calls: z.array(z.looseObject({ why: z.enum(["follow-up", "unmatched", "unverified"]), applicantId: opaqueId })),
    people: z.int().min(0),
    next,
  })
  .meta({ id: "Calls" });

const figure = z.strictObject({ value: z.number(), basis: z.string() });

export const kpiAccount = z
  .strictObject({
    period: z.string(),
    lines: z.array(z.looseObject({ line: z.string(), target: figure.optional(), actual: figure.optional() })),
    contradictions: z.array(z.looseObject({ rule: z.string(), line: z.string(), measure: z.string() })),
  })
  .meta({ id: "KpiAccount" });

export const quarantined = z
  .looseObject({ quarantineId: z.string(), day: plainDate, code: z.string(), path: z.string(), message: z.string() })
  .meta({ id: "QuarantinedEvent" });

const count = z.int().min(0);

const whatIfOutcome = z.strictObject({ pairs: count, people: count, openings: count, alerts: count, unlisted: count });

export const whatIf = z
  .strictObject({
    people: count,
    openings: count,
    before: whatIfOutcome,
    after: whatIfOutcome,
    newAlerts: count,
    peopleToldAnew: count,
    lostPairs: count,
  })
  .meta({ id: "WhatIf" });

export const programme = z
  .strictObject({ programmeId: opaqueId, rules: z.array(z.looseObject({ validFrom: plainDate, revision })) })
  .meta({ id: "Programme" });

export const jobPosting = z
  .looseObject({
    "@context": z.literal("https://schema.org/"),
    "@type": z.literal("JobPosting"),
    title: z.string(),
    description: z.string().meta({ description: "HTML" }),
    datePosted: plainDate,
    validThrough: z.string().optional(),
    hiringOrganization: z.looseObject({ name: z.string() }),
    jobLocation: z.looseObject({}).optional().meta({ description: "Missing only where the work is done from home" }),
    url: z.url().optional().meta({ description: "Where it was taken from, if it was" }),
  })
  .meta({ id: "JobPosting" });

const whenOfStep = {
  at: instantText.optional().meta({ description: "Missing where only the day is known" }),
  day: plainDate,
};

export const operatedQueue = z
  .strictObject({
    queue: z.string(),
    from: z.string().optional().meta({ description: "Who fills it" }),
    to: z.string().optional().meta({ description: "Who works it off" }),
    waiting: count,
    inFlight: count,
    delayed: count,
    dead: count,
  })
  .meta({ id: "OperatedQueue" });

/** Steps of each kind have fields of their own. */
export const journey = z
  .strictObject({
    steps: z.array(
      z.discriminatedUnion("what", [
        z.strictObject({ ...whenOfStep, what: z.literal("began") }),
        z.strictObject({
          ...whenOfStep,
          what: z.literal("set-aside"),
          code: z.string(),
          path: z.string(),
          message: z.string(),
        }),
        z.strictObject({ ...whenOfStep, what: z.literal("dead-letter"), queue: z.string(), messageId: z.string() }),
        z.strictObject({
          ...whenOfStep,
          what: z.literal("center-told"),
          center: opaqueId,
          detailType: z.string(),
          matches: count.optional(),
        }),
      ]),
    ),
  })
  .meta({ id: "Journey", description: "What is kept of an event's way, in order of time; nothing of it is personal" });

export const deadLetter = z
  .strictObject({
    queue: z.string(),
    messageId: z.string(),
    reason: z.strictObject({
      kind: z.enum(deathReasonKinds),
      code: z.string().optional(),
      path: z.string().optional(),
    }),
    sentAt: z.int().meta({ description: "Epoch milliseconds" }),
    ageSeconds: count,
    groupId: z.string().optional(),
    detailType: z.string().optional(),
    eventId: ulid.optional(),
    correlationId: ulid.optional(),
    entityId: opaqueId.optional(),
    bodySha256: z.string(),
    bodyBytes: count,
  })
  .meta({ id: "DeadLetter", description: "Opaque ids and codes; never the body, which may be personal" });

/** A whole file, as bytes. */
export const file = z.instanceof(Uint8Array<ArrayBuffer>);

export const importAccount = z
  .strictObject({
    taken: z.array(
      z.strictObject({
        row: count,
        id: opaqueId,
        revision,
        unknownNames: count.meta({ description: "Names that no code can be told for; they are left out" }),
      }),
    ),
    unchanged: count.meta({ description: "Rows that say what is kept already" }),
    refused: z.array(
      z.strictObject({
        row: count,
        code: z.string(),
        path: z.string().meta({ description: "JSON Pointer into the event that the row would become" }),
        message: z.string(),
        reason: z.string().meta({ description: "For whoever corrects the row, in Korean" }),
      }),
    ),
    unused: z.array(z.string()).meta({ description: "Columns that nobody uses" }),
  })
  .meta({ id: "ImportAccount", description: "What comes of a file, by its rows as spreadsheets number them" });

export const handled = z.strictObject({ done: count, left: count }).meta({ id: "Handled" });
