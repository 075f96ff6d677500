import { renderChanges, renderWithdrawal } from "../../domain/delivery/change-words.ts";
import type { RecommendationEvidence } from "../../domain/delivery/evidence.ts";
import type { Entry, Pending } from "../../domain/delivery/mailbox.ts";
import type { Send } from "../../domain/delivery/policy.ts";
import { recommendationId } from "../../domain/delivery/recommendation.ts";
import { renderEndorsement } from "../../domain/delivery/review.ts";
import { materialChanges, type TermsChange } from "../../domain/delivery/terms.ts";
import { namesIn } from "../../domain/matching/names.ts";
import { type Language, renderMessage, SENTENCES_MAX } from "../../domain/matching/render.ts";
import type { Applicant } from "../../domain/model/applicant.ts";
import type { Opening } from "../../domain/model/opening.ts";
import type { Taxonomy } from "../../domain/taxonomy/taxonomy.ts";
import { SCHEMA_VERSION } from "../../events/envelope.ts";
import type { ApplicantDigest, ApplicantMessage } from "../../events/messages.ts";
import type { QueueMessage } from "../ports.ts";

/** One opening as it goes out: its entry, what it is, and the reasons as they are kept. */
export interface Telling {
  readonly entry: Entry & { readonly pending: Pending };
  readonly opening: Opening;
  readonly evidence: string;
}

/** What goes to one person in one message. */
export interface Letter {
  readonly applicant: Applicant;
  readonly send: Send;
  readonly tellings: readonly [Telling, ...Telling[]];
}

/** The message of a letter. Its id is kept with the claim, so that whoever sends it again, or what is left of it, sends it under the same. */
export function toQueueMessage({ applicant, send, tellings }: Letter, taxonomy: Taxonomy): QueueMessage {
  const { applicantId, language } = applicant;
  const [first] = tellings;
  const { correlationId, causationId } = first.entry.pending.cause;
  const cause = { schemaVersion: SCHEMA_VERSION, correlationId, causationId } as const;
  const common = { ...cause, messageId: send.sendId, applicantId, language };
  const [item, ...others] = tellings.map((telling) => toItem(applicantId, telling, taxonomy));
  if (item !== undefined && others.length === 0) {
    const message: ApplicantMessage = { ...common, ...item };
    return { body: JSON.stringify(message) };
  }
  const digest: ApplicantDigest = { ...common, items: item === undefined ? [] : [item, ...others] };
  return { body: JSON.stringify(digest) };
}

function toItem(applicantId: string, telling: Telling, taxonomy: Taxonomy) {
  const { entry, opening, evidence } = telling;
  const { purpose, telling: count, ending } = entry.pending;
  const { bridge = entry.pending.bridge } = JSON.parse(evidence) as RecommendationEvidence;
  return {
    recommendationId: recommendationId(applicantId, entry.openingId),
    openingId: opening.openingId,
    // The first telling of a recommendation is what a message is unless it says otherwise.
    ...(count === 1 && purpose === "recommendation" ? {} : { purpose, telling: count }),
    ...(bridge && { courseOpeningId: bridge.courseOpeningId }),
    ...(ending && { ending }),
    ko: toWords(telling, "ko", taxonomy),
    en: toWords(telling, "en", taxonomy),
  };
}

function toWords({ entry, opening, evidence }: Telling, language: Language, taxonomy: Taxonomy) {
  const { reasons, review } = JSON.parse(evidence) as RecommendationEvidence;
  const { attribution, ...rendered } = renderMessage(reasons, opening, language, taxonomy);
  const { title } = rendered;
  const source = attribution === undefined ? [] : [attribution];
  const endorsement = review === undefined ? [] : [renderEndorsement(language)];
  const lines = [...endorsement, ...rendered.lines].slice(0, SENTENCES_MAX - source.length);
  switch (entry.pending.purpose) {
    case "recommendation":
      return { title, lines: [...lines, ...source] };
    case "change": {
      const changes = renderChanges(changesOf(entry), language, namesIn(language, taxonomy));
      // What changed comes first, reasons fill up.
      return { title, lines: [...changes, ...lines].slice(0, SENTENCES_MAX).concat(source) };
    }
    case "withdrawal":
      return { title, lines: [...renderWithdrawal(language, entry.pending.ending)] };
  }
}

function changesOf({ told, pending }: Telling["entry"]): readonly TermsChange[] {
  if (told === undefined) return [];
  const changes = materialChanges(told, pending);
  if (!told.isWithdrawn) return changes;
  return [{ code: AGAIN[told.ending ?? "closed"] }, ...changes];
}

/** What has happened to an opening that was taken back and is told again, by what it was taken back for. */
const AGAIN = {
  closed: "open-again",
  "course-closed": "open-again",
  "no-longer-a-match": "fits-again",
  held: "released",
} as const;
