import { hash } from "node:crypto";
import { canonicalJson } from "../../../domain/canonical-json.ts";
import { encodeRecord, type LogRecord } from "../../../domain/index/log-record.ts";
import type { Violation } from "../history.ts";
import type { Simulation } from "../simulation.ts";
import type { Rest } from "./rest.ts";

/** What an event of the story says of an entity. */
interface Claim {
  readonly sort: "applicants" | "openings";
  readonly id: string;
  readonly revision: number;
  /** Canonical JSON of what is to be kept; undefined for an end. */
  readonly body: string | undefined;
}

interface Detail {
  readonly applicant?: { readonly applicantId: string; readonly revision: number };
  readonly opening?: { readonly openingId: string; readonly revision: number };
  readonly applicantId?: string;
  readonly openingId?: string;
  readonly revision?: number;
}

function claimOf(body: string): Claim | undefined {
  const { "detail-type": name, detail } = JSON.parse(body) as { "detail-type": string; detail: Detail };
  const { applicant, opening, applicantId = "", openingId = "", revision = 0 } = detail;
  if (applicant !== undefined) {
    return {
      sort: "applicants",
      id: applicant.applicantId,
      revision: applicant.revision,
      body: canonicalJson(applicant),
    };
  }
  if (opening !== undefined) {
    return { sort: "openings", id: opening.openingId, revision: opening.revision, body: canonicalJson(opening) };
  }
  if (name === "ApplicantWithdrawn") return { sort: "applicants", id: applicantId, revision, body: undefined };
  if (name === "OpeningClosed") return { sort: "openings", id: openingId, revision, body: undefined };
  return undefined;
}

export function validBodies({ story, accepted }: Simulation): string[] {
  const refused = new Set(
    story.happenings.flatMap((one) => (one.kind === "event" && one.refusedWith !== undefined ? [one.body] : [])),
  );
  return accepted.filter((body) => !refused.has(body));
}

/**
 * Guarantees 2 and 4: what is kept of each entity is the highest revision that was accepted, or that it has left. Guarantee 2 again: every event that was
 * accepted is applied, superseded, or set aside with its reason; and nothing is set aside that wasn't accepted.
 */
export function checkEntities(simulation: Simulation, rest: Rest): Violation[] {
  const claims = new Map<string, Claim[]>();
  const setAside = new Set(rest.quarantine.map(({ bodySha256 }) => bodySha256));
  const unexplained: Violation[] = [];
  for (const body of validBodies(simulation)) {
    const claim = claimOf(body);
    if (claim === undefined) continue;
    if (!wasApplied(simulation, claim) && !setAside.has(sha256(body)))
      unexplained.push({ guarantee: 2, text: `neither applied nor set aside: ${body}` });
    const key = `${claim.sort} ${claim.id}`;
    claims.set(key, [...(claims.get(key) ?? []), claim]);
  }
  const found = [...claims].flatMap(([key, all]) => checkEntity(simulation, key, all));
  return [...found, ...unexplained, ...checkQuarantine(simulation, rest)];
}

/** Whether what an event says was kept at some time. */
function wasApplied({ history, world }: Simulation, { sort, id, revision, body }: Claim): boolean {
  const key = `${sort} ${id} ${revision}`;
  if (body !== undefined) return history.bodies.get(key) === body;
  return sort === "openings" ? history.closings.has(key) : world.kept("applicants").get(id)?.isWithdrawn === true;
}

function checkEntity({ world }: Simulation, key: string, claims: readonly Claim[]): Violation[] {
  const [first] = claims;
  if (first === undefined) return [];
  const kept = world.kept(first.sort).get(first.id);
  const say = (text: string): Violation[] => [{ guarantee: 4, text: `${key}: ${text}` }];
  if (kept === undefined) return [{ guarantee: 2, text: `${key} was accepted and is not kept` }];
  const left = claims.filter(({ sort, body }) => sort === "applicants" && body === undefined);
  if (left.length > 0) return kept.isWithdrawn && kept.body === undefined ? [] : say("is kept though they have left");
  const latest = Math.max(...claims.map(({ revision }) => revision));
  if (kept.revision !== latest) return say(`revision ${kept.revision} is kept, ${latest} was accepted`);
  const candidates = claims.filter(({ revision }) => revision === latest);
  const isOneOfThem = candidates.some(({ body }) => (kept.isClosed ? body === undefined : body === kept.body));
  return isOneOfThem ? [] : say(`revision ${latest} is kept with a body that nobody sent`);
}

function checkQuarantine({ story, accepted }: Simulation, { quarantine }: Rest): Violation[] {
  const say = (text: string): Violation => ({ guarantee: 2, text });
  const asideBySha = new Map(quarantine.map(({ bodySha256, code }) => [bodySha256, code]));
  const found: Violation[] = [];
  const strays = story.happenings.flatMap((one) => (one.kind === "stray" ? [{ ...one, refusedWith: one.code }] : []));
  const poison = story.happenings.flatMap((one) => (one.kind === "event" ? [one] : []));
  for (const { body, refusedWith } of [...poison, ...strays]) {
    const code = asideBySha.get(sha256(body));
    if (refusedWith !== undefined && code !== refusedWith) {
      found.push({ guarantee: 8, text: `set aside with ${code} instead of ${refusedWith}: ${body}` });
    }
    if (refusedWith === undefined && code !== undefined && !CODES_OF_VALID_EVENTS.has(code)) {
      found.push(say(`a valid event was set aside with ${code}: ${body}`));
    }
  }
  const known = new Set([...accepted, ...strays.map(({ body }) => body)].map(sha256));
  for (const { bodySha256, code } of quarantine) {
    if (!known.has(bodySha256)) found.push(say(`something was set aside with ${code} that was never accepted`));
  }
  return found;
}

/** With these a valid event is refused because of what else has arrived. */
export const CODES_OF_VALID_EVENTS: ReadonlySet<string> = new Set([
  "REVISION_SUPERSEDED",
  "REVISION_CONFLICT",
  "ENTITY_WITHDRAWN",
  "UNKNOWN_RECOMMENDATION",
  "UNKNOWN_FOLLOW_UP",
  "OUTCOME_BEFORE_TOLD",
  "OUTCOME_OUT_OF_ORDER",
  "OTHER_CENTER",
]);

function sha256(body: string): string {
  return hash("sha256", body);
}

/** The last word of each shard's log on every entity is what is kept of it, byte for byte. */
export function checkLog(rest: Rest): Violation[] {
  const found: Violation[] = [];
  for (const { shard, lastWords, today } of rest.shards) {
    const expect = (key: string, record: LogRecord) => {
      const word = lastWords.get(key);
      if (word !== undefined && Buffer.compare(word.bytes, encodeRecord(record)) === 0) return;
      found.push({
        guarantee: 1,
        text: `the log of ${shard} ends ${key} with ${word?.record.type ?? "nothing"}, not as it is kept`,
      });
    };
    for (const facts of rest.applicantsOf(shard))
      expect(`applicant#${facts.applicantId}`, { type: "applicant", facts });
    for (const facts of rest.openings.values()) {
      // Of one whose last day is over, nothing needs to be in the log.
      const isOver = facts.validThroughDay !== undefined && today !== undefined && facts.validThroughDay < today;
      if (isOver) continue;
      // Since when it has been looking for people isn't said by the posting.
      const word = lastWords.get(`opening#${facts.openingId}`)?.record;
      const since = word?.type === "opening" && word.openSince !== undefined ? { openSince: word.openSince } : {};
      expect(`opening#${facts.openingId}`, { type: "opening", facts, ...since });
    }
    for (const id of rest.closed.keys()) {
      const word = lastWords.get(`opening#${id}`);
      if (word !== undefined && word.record.type !== "opening-closed") {
        found.push({ guarantee: 1, text: `the log of ${shard} has ${id} open` });
      }
    }
  }
  return found;
}
