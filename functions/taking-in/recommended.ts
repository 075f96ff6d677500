import { standingOf } from "../../domain/delivery/review.ts";
import type { LogRecord } from "../../domain/index/log-record.ts";
import type { OpeningFacts } from "../../domain/matching/facts.ts";
import type { Opening } from "../../domain/model/opening.ts";
import { SCHEMA_VERSION } from "../../events/envelope.ts";
import type { ReviewedMessage } from "../../events/messages.ts";
import type { Outgoing } from "../operating/matching-messages.ts";
import type { Ports, QueueMessage } from "../ports.ts";
import { deriveUlid } from "../runtime/derive-id.ts";
import { mailboxesOf } from "../runtime/documents.ts";
import { inReads, settled } from "../runtime/in-groups.ts";
import { readMembers } from "./twins.ts";

/**
 * Those who may have been told of an opening by a counsellor's word, be it against the score or ahead of the line that they wait in. Whom nothing of it
 * concerns any more may still be in it: what stands is in their mailbox.
 */
export function recommendedKey(openingId: string): string {
  return `recommended#${openingId}`;
}

/** Openings that counsellors recommend against the score, by what else decides on them: a programme's rules and places, an institution's days. */
function recommendedOfKey(of: "programme" | "institution", id: string): string {
  return `recommended-of#${of}#${id}`;
}

type Surroundings = Pick<Opening, "programmeId" | "institutionId">;

/** Has an opening that a counsellor recommends found by its programme and by the institution that offers it. */
export async function noteSurroundings(
  openingId: string,
  { programmeId, institutionId }: Surroundings,
  { opportunities }: Pick<Ports, "opportunities">,
): Promise<void> {
  if (programmeId !== undefined) await opportunities.join(recommendedOfKey("programme", programmeId), [openingId]);
  if (institutionId !== undefined)
    await opportunities.join(recommendedOfKey("institution", institutionId), [openingId]);
}

type Pair = ReviewedMessage["reviewed"][number];

/**
 * Has the pairs looked at again that a counsellor recommends against the score, when one side of them has changed, or the rules, places or days by which their
 * opening goes: what the law, the day or the person had
 * against it may be over, and the score, by which the shards go, brings nobody back to such a pair. The side that changes is kept before the word is
 * looked for here, and a word is kept before the sides are read that it is about: whichever comes later finds the other.
 */
export async function lookAtRecommendedAgain(
  outgoing: readonly Outgoing[],
  ports: Pick<Ports, "mailboxes" | "opportunities" | "queues">,
): Promise<void> {
  const people = outgoing.flatMap((one) => {
    const { record } = one;
    // Whoever wants to hear of nothing is looked at when they want to.
    return record.type === "applicant" && record.facts.consent.alerts ? { one, id: record.facts.applicantId } : [];
  });
  const openings = outgoing.flatMap((one) =>
    one.record.type === "opening" ? { one, id: one.record.facts.openingId, facts: one.record.facts } : [],
  );
  const remade = outgoing.flatMap((one) => {
    const key = keyOfSurroundings(one.record);
    return key === undefined ? [] : { one, key };
  });
  const members = await readMembers(
    remade.map(({ key }) => key),
    ports,
  );
  const [ofPeople, ofOpenings] = await Promise.all([
    recommendedTo(
      people.map(({ id }) => id),
      ports,
    ),
    recommendedFor([...openings.map(({ id }) => id), ...[...members.values()].flat()], ports),
  ]);
  for (const { facts, id } of openings) {
    if ((ofOpenings.get(id) ?? []).length > 0) await noteSurroundings(id, surroundingsOf(facts), ports);
  }
  await ports.queues.send("applicant-alerts", [
    ...people.flatMap(({ one, id }) => toMessages(one, ofPeople.get(id) ?? [])),
    ...openings.flatMap(({ one, id }) => toMessages(one, ofOpenings.get(id) ?? [])),
    ...remade.flatMap(({ one, key }) =>
      toMessages(
        one,
        (members.get(key) ?? []).flatMap((id) => ofOpenings.get(id) ?? []),
      ),
    ),
  ]);
}

/** Where openings are found that a record makes something else of. */
function keyOfSurroundings(record: LogRecord): string | undefined {
  if (record.type === "programme") return recommendedOfKey("programme", record.rules.programmeId);
  if (record.type === "places") return recommendedOfKey("programme", record.programmeId);
  return record.type === "institution" ? recommendedOfKey("institution", record.institutionId) : undefined;
}

function surroundingsOf({ programme, institutionId = programme?.institutionId }: OpeningFacts): Surroundings {
  return {
    ...(programme && { programmeId: programme.programmeId }),
    ...(institutionId !== undefined && { institutionId }),
  };
}

/** Takes somebody who leaves out of where they are found by opening, as long as their mailbox says where that is. */
export async function forgetRecommended(
  applicantId: string,
  { mailboxes, opportunities }: Pick<Ports, "mailboxes" | "opportunities">,
): Promise<void> {
  const { document } = (await mailboxesOf(mailboxes).read([applicantId])).get(applicantId) ?? {};
  await settled(document?.reviews ?? [], ({ openingId }) =>
    opportunities.leave(recommendedKey(openingId), [applicantId]),
  );
}

async function recommendedTo(
  applicantIds: readonly string[],
  { mailboxes }: Pick<Ports, "mailboxes">,
): Promise<ReadonlyMap<string, readonly Pair[]>> {
  const read = await mailboxesOf(mailboxes).read(applicantIds);
  const standing = [...read].map(([applicantId, { document }]) => {
    const recommended = (document.reviews ?? []).filter((review) => standingOf(review) === "recommended");
    return [applicantId, recommended.map(({ openingId }) => ({ applicantId, openingId }))] as const;
  });
  return new Map(standing);
}

/** The pairs of openings that a counsellor has put in a word for, by opening. */
export async function recommendedFor(
  openingIds: readonly string[],
  ports: Pick<Ports, "opportunities">,
): Promise<ReadonlyMap<string, readonly Pair[]>> {
  const members = await readMembers(openingIds.map(recommendedKey), ports);
  const pairsOf = (openingId: string) =>
    (members.get(recommendedKey(openingId)) ?? []).map((applicantId) => ({ applicantId, openingId }));
  return new Map(openingIds.map((openingId) => [openingId, pairsOf(openingId)]));
}

function toMessages({ eventId, correlationId }: Outgoing, pairs: readonly Pair[]): QueueMessage[] {
  return inReads(pairs).map((reviewed, part) => {
    const message: ReviewedMessage = {
      schemaVersion: SCHEMA_VERSION,
      messageId: deriveUlid(eventId, `recommended ${part}`),
      correlationId,
      causationId: eventId,
      kind: "reviewed",
      reviewed,
    };
    return { body: JSON.stringify(message) };
  });
}
