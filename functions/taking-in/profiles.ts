import { canonicalJson } from "../../domain/canonical-json.ts";
import type { LogRecord } from "../../domain/index/log-record.ts";
import { toApplicantFacts } from "../../domain/matching/facts.ts";
import { type Applicant, applicant as applicantSchema } from "../../domain/model/applicant.ts";
import { type Completion, completion as completionSchema, withCompletions } from "../../domain/model/completion.ts";
import {
  completedPartsOf,
  type ParticipationEntry,
  participationKey,
  participationsOf,
  type TakingPart,
} from "../../domain/model/participation.ts";
import type { Taxonomy } from "../../domain/taxonomy/taxonomy.ts";
import type { EventIn } from "../../events/catalog.ts";
import type { ApplicantStore, Completed, Kept } from "../ports.ts";

/** Events that make up what is known of an applicant: two producers, each with revisions of its own. */
export type ProfileEvent = Extract<EventIn, { name: "ApplicantProfileUpdated" | "CompletionRecorded" }>;

export function isOfProfile(event: EventIn): event is ProfileEvent {
  return event.name === "ApplicantProfileUpdated" || event.name === "CompletionRecorded";
}

/** What came of keeping a profile event, and the record that the person has in the log from then on. */
export interface KeptProfile {
  readonly kept: Kept | Completed;
  /** Undefined when nothing was kept, and while a completion waits for its person's profile. */
  readonly record: LogRecord | undefined;
  /** Courses that the person has completed, and of which no part of a programme is recorded: they may have been posted since. */
  readonly coursesWithoutPart: readonly string[];
}

/**
 * Keeps a profile or a completion and makes the record of both. What stands beside it is read in the same step as the write, so of two events of one
 * person the later write has both in its record, in whichever order they come; and (revision, completions) only ever rises.
 */
export async function keepProfile(
  event: ProfileEvent,
  applicants: ApplicantStore,
  taxonomy: Taxonomy,
): Promise<KeptProfile> {
  if (event.name === "ApplicantProfileUpdated") {
    const { applicant } = event.detail;
    const kept = await applicants.keep(applicant.applicantId, applicant.revision, canonicalJson(applicant));
    const isKept = kept.kind === "kept" || kept.kind === "already-kept";
    if (!isKept) return { kept, record: undefined, coursesWithoutPart: [] };
    const bodies = kept.completions ?? [];
    return { kept, record: toRecord(applicant, bodies, taxonomy), coursesWithoutPart: coursesWithoutPart(bodies) };
  }
  const { applicantId, revision, completion } = event.detail;
  const body = canonicalJson(completion);
  const kept = await applicants.complete(applicantId, revision, body);
  // Without a profile, what else was completed isn't told: it is when the profile comes.
  const bodies = kept.kind === "kept" ? (kept.applicant?.completions ?? [body]) : [];
  return { kept, record: recordOf(kept, taxonomy), coursesWithoutPart: coursesWithoutPart(bodies) };
}

function coursesWithoutPart(bodies: readonly string[]): readonly string[] {
  const [recorded, completed] = [new Set<string>(), new Set<string>()];
  for (const body of bodies) {
    const value: unknown = JSON.parse(body);
    if (!isParticipation(value)) completed.add((value as Completion).courseOpeningId ?? "");
    else if (value.kind === "completed") recorded.add(value.openingId);
  }
  return [...completed].filter((openingId) => openingId !== "" && !recorded.has(openingId));
}

/** The record of a profile and the completions that stand beside it. */
export function toRecord(applicant: Applicant, bodies: readonly string[], taxonomy: Taxonomy): LogRecord {
  const facts = toApplicantFacts(withKeptCompletions(applicant, bodies), taxonomy);
  return { type: "applicant", facts, ...(bodies.length === 0 ? {} : { completions: bodies.length }) };
}

/** A profile with what stands beside it as it is kept: completions, and parts in programmes. */
export function withKeptCompletions(applicant: Applicant, bodies: readonly string[]): Applicant & TakingPart {
  const completions: Completion[] = [];
  const entries: ParticipationEntry[] = [];
  for (const body of bodies) {
    const value: unknown = JSON.parse(body);
    if (isParticipation(value)) entries.push(value);
    else completions.push(completionSchema.parse(value));
  }
  const completed = withCompletions(applicant, completions);
  const participations = participationsOf(entries);
  const completedParts = completedPartsOf(entries);
  return {
    ...completed,
    ...(participations.length === 0 ? {} : { participations }),
    ...(completedParts.length === 0 ? {} : { completedParts }),
  };
}

/** Only our own code writes these, and a completion has no kind. */
function isParticipation(value: unknown): value is ParticipationEntry {
  return typeof value === "object" && value !== null && "kind" in value;
}

/**
 * Keeps what is known of somebody's part in a programme beside their profile, and makes the record of both. Undefined for somebody who has left, and when it
 * says otherwise than what is kept under the same key: the first stays.
 */
export async function keepParticipation(
  applicantId: string,
  entry: ParticipationEntry,
  applicants: Pick<ApplicantStore, "complete">,
  taxonomy: Taxonomy,
): Promise<LogRecord | undefined> {
  return recordOf(await applicants.complete(applicantId, participationKey(entry), canonicalJson(entry)), taxonomy);
}

function recordOf(kept: Completed, taxonomy: Taxonomy): LogRecord | undefined {
  const { body, completions = [] } = (kept.kind === "kept" && kept.applicant) || {};
  return body === undefined ? undefined : toRecord(applicantSchema.parse(JSON.parse(body)), completions, taxonomy);
}
