import { hash } from "node:crypto";
import { encodeTime } from "ulid";
import { canonicalJson } from "../../domain/canonical-json.ts";
import { dayInSeoul } from "../../domain/model/calendar.ts";
import type { Refusal } from "../../domain/refusal.ts";
import { type EventInName, eventsIn } from "../../events/catalog.ts";
import { SCHEMA_VERSION } from "../../events/envelope.ts";
import { parseEvent } from "../../events/parse-event.ts";
import { deriveUlid } from "../runtime/derive-id.ts";
import { refusalByWhatIsKnown } from "../taking-in/known.ts";
import type { Actor } from "./actor.ts";
import { type Accepted, NOT_FOUND, type NotFound, type Written } from "./served.ts";
import type { Serving } from "./serving.ts";

/** What whoever writes says beside what is to be written. */
export interface Writing {
  /** Idempotency-Key: the same key and request again is the same write. Whoever has none makes one up. */
  readonly key: string;
  /** If-Match: the revision that was read; undefined writes over whatever is there. */
  readonly ifMatch?: number | undefined;
}

/** A write as it is decided on: which revision of what, and the detail of the event without its envelope. */
export interface Draft {
  readonly kind: "draft";
  readonly name: EventInName;
  readonly id: string;
  /** The revision that is kept now; 0 for what isn't there. */
  readonly before: number;
  toDetail(revision: number): object;
}

/** What is kept of a request: enough to say the same again, and nothing of what was in it. */
interface KeptRequest {
  readonly requestId: string;
  readonly bodySha256: string;
  readonly id: string;
  readonly revision: number;
  readonly eventId: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** Until this long after, a revision that was asked for is taken; one that was refused on its way is free again then. */
const REVISION_TAKEN_MS = 5 * 60 * 1_000;

/**
 * Writes by an event, as any producer does: checked by the very rules of intake first, so that whoever writes is told at once; then the request is
 * kept under its key, so that it is the same event when it is asked for again; then published. `scope` says what is asked for and `body` what with.
 */
export async function write(
  serving: Serving,
  actor: Actor,
  { key, ifMatch }: Writing,
  request: { readonly scope: string; readonly body: unknown },
  decide: (known: KeptRequest | undefined) => Promise<Draft | NotFound>,
): Promise<Written> {
  const { requests, clock } = serving.ports;
  const requestId = `${actor.role}#${actor.subject}#${key}`;
  const bodySha256 = sha256(`${request.scope} ${canonicalJson(request.body ?? null)}`);
  const known = await readRequest(serving, requestId);
  if (known !== undefined && known.bodySha256 !== bodySha256) return { kind: "key-reused" };
  const draft = await decide(known);
  if (draft.kind === "not-found") return NOT_FOUND;
  // Asked for before: what is kept by now may be this very write.
  if (known === undefined && ifMatch !== undefined && ifMatch !== draft.before) {
    return { kind: "changed", revision: draft.before };
  }
  const at = clock.now();
  const eventId = deriveUlid(encodeTime(at), `request ${requestId} ${bodySha256}`);
  const fresh: KeptRequest = { requestId, bodySha256, id: draft.id, revision: draft.before + 1, eventId, at };
  const checked = await toEvent(serving, draft, known ?? fresh);
  if (checked.event === undefined) return { kind: "refused", refusal: checked.refusal };
  const taken = known ?? (await takeRevision(serving, draft, fresh));
  if (taken === undefined) return { kind: "changed", revision: fresh.revision };
  if (known === undefined && !(await requests.put(requestId, 0, JSON.stringify(taken)))) {
    // The same request is under way elsewhere: what it keeps is what counts.
    return write(serving, actor, { key, ifMatch }, request, decide);
  }
  const { event } = taken.eventId === eventId ? checked : await toEvent(serving, draft, taken);
  if (event === undefined) throw new Error("what was lawful a moment ago is not any more");
  await serving.ports.bus.publish([event]);
  const accepted: Accepted = {
    kind: "accepted",
    eventId: taken.eventId,
    correlationId: taken.eventId,
    id: draft.id,
    revision: taken.revision,
  };
  return accepted;
}

async function readRequest({ ports }: Serving, requestId: string): Promise<KeptRequest | undefined> {
  const kept = (await ports.requests.get([requestId])).get(requestId);
  return kept === undefined ? undefined : (JSON.parse(kept.body) as KeptRequest);
}

/**
 * Takes a revision of an entity for one request: of two who ask for the same one, the second has to read again. A request that took it and died is given
 * what it had taken.
 */
async function takeRevision(
  { ports }: Serving,
  { name, id }: Draft,
  wish: KeptRequest,
): Promise<KeptRequest | undefined> {
  const revisionId = `revision#${countedAs(name)}#${id}#${wish.revision}`;
  const kept = (await ports.requests.get([revisionId])).get(revisionId);
  const taken = kept === undefined ? undefined : (JSON.parse(kept.body) as KeptRequest);
  if (taken?.requestId === wish.requestId && taken.bodySha256 === wish.bodySha256) return taken;
  if (taken !== undefined && taken.at + REVISION_TAKEN_MS > wish.at) return undefined;
  return (await ports.requests.put(revisionId, kept?.version ?? 0, JSON.stringify(wish))) ? wish : undefined;
}

/** Posting and closing an opening count the same revisions, and so do a profile and its withdrawal. */
function countedAs(name: EventInName): string {
  if (name === "ApplicantWithdrawn") return "ApplicantProfileUpdated";
  return ["InternshipOpened", "ProgrammeOpened", "OpeningClosed"].includes(name) ? "JobPosted" : name;
}

/** The event of a draft, checked as intake checks it, or why it can't be taken in. */
async function toEvent(
  { ports, matching }: Serving,
  { name, toDetail }: Draft,
  { revision, eventId, at }: Pick<KeptRequest, "revision" | "eventId" | "at">,
): Promise<
  | { readonly event: Parameters<Serving["ports"]["bus"]["publish"]>[0][number]; readonly refusal?: undefined }
  | { readonly event: undefined; readonly refusal: Refusal }
> {
  const detail = {
    eventId,
    occurredAt: new Date(at).toISOString(),
    correlationId: eventId,
    schemaVersion: SCHEMA_VERSION,
    ...toDetail(revision),
  };
  const { source } = eventsIn[name];
  const parsed = parseEvent(JSON.stringify({ source, "detail-type": name, detail }), dayInSeoul(ports.clock.now()));
  if (parsed.kind === "refused") return { event: undefined, refusal: parsed.refusal };
  const refusal = await refusalByWhatIsKnown(parsed.event, matching.taxonomy, ports);
  return refusal === undefined ? { event: parsed.event } : { event: undefined, refusal };
}

function sha256(text: string): string {
  return hash("sha256", text);
}
