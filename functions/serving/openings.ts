import { hash } from "node:crypto";
import type { Opening } from "../../domain/model/opening.ts";
import type { closingReasons } from "../../events/opening-closed.ts";
import type { Actor } from "./actor.ts";
import { type KeptOpening, ownOpening, readOpening, readOpenings } from "./kept.ts";
import { found, NOT_FOUND, type Page, type Served, type Written } from "./served.ts";
import type { Serving } from "./serving.ts";
import { type Draft, type Writing, write } from "./writing.ts";

/** An opening as its employer writes it: whose it is, its id and its revision are not theirs to say. */
export type OpeningDraft = Omit<Opening, "openingId" | "revision" | "employerId">;

export type ClosingReason = (typeof closingReasons)[number];

/** Openings on a page of a list: one read of their bodies. */
const OPENINGS_PER_PAGE = 50;

/** An opening that anybody signed in may read. Closed ones are for their employer, and for whoever was told of them. */
export async function openingOf(serving: Serving, actor: Actor, openingId: string): Promise<Served<KeptOpening>> {
  const kept = await readOpening(serving, openingId);
  if (kept === undefined) return NOT_FOUND;
  return !kept.isClosed || (await seesClosed(serving, actor, kept.opening)) ? found(kept) : NOT_FOUND;
}

async function seesClosed({ ports }: Serving, actor: Actor, { openingId, employerId }: Opening): Promise<boolean> {
  switch (actor.role) {
    case "employer":
      return employerId === actor.subject;
    case "applicant":
      return (await ports.recommendations.get([{ applicantId: actor.subject, openingId }])).length > 0;
    case "center":
    case "operator":
      return true;
  }
}

/** An opening that is open, for anybody at all: what is published of it elsewhere. */
export async function publicOpening(serving: Serving, openingId: string): Promise<Served<Opening>> {
  const kept = await readOpening(serving, openingId);
  return kept === undefined || kept.isClosed ? NOT_FOUND : found(kept.opening);
}

/** An employer's own openings, in order of id. The index that this reads is a moment behind. */
export async function openingsOf(
  serving: Serving,
  actor: Actor,
  employerId: string,
  after?: string,
): Promise<Served<Page<KeptOpening>>> {
  if (actor.role !== "employer" || actor.subject !== employerId) return NOT_FOUND;
  const ids = await serving.ports.openings.ofEmployer(employerId, after, OPENINGS_PER_PAGE + 1);
  const listed = ids.slice(0, OPENINGS_PER_PAGE);
  const kept = await readOpenings(serving, listed);
  const items = listed.flatMap((id) => kept.get(id) ?? []);
  return found({ items, next: ids.length > listed.length ? listed.at(-1) : undefined });
}

/** Posts a new opening. Its id follows from who posts it and the key, so that the same request again is the same opening. */
export async function postOpening(
  serving: Serving,
  actor: Actor,
  opening: OpeningDraft,
  writing: Writing,
): Promise<Written> {
  const openingId = openingIdOf(actor, writing.key);
  return write(serving, actor, writing, { scope: "post-opening", body: opening }, async () => ({
    ...toDraft(actor, openingId, opening),
    before: 0,
  }));
}

/** Puts an opening in the place of what it was. One that was closed is open again. */
export async function reviseOpening(
  serving: Serving,
  actor: Actor,
  openingId: string,
  opening: OpeningDraft,
  writing: Writing,
): Promise<Written> {
  return write(serving, actor, writing, { scope: `revise-opening ${openingId}`, body: opening }, async () => {
    const kept = await ownOpening(serving, actor, openingId);
    return kept === undefined ? NOT_FOUND : { ...toDraft(actor, openingId, opening), before: kept.revision };
  });
}

export async function closeOpening(
  serving: Serving,
  actor: Actor,
  openingId: string,
  reason: ClosingReason,
  writing: Writing,
): Promise<Written> {
  return write(serving, actor, writing, { scope: `close-opening ${openingId}`, body: reason }, async () => {
    const kept = await ownOpening(serving, actor, openingId);
    if (kept === undefined) return NOT_FOUND;
    return {
      kind: "draft",
      name: "OpeningClosed",
      id: openingId,
      before: kept.revision,
      toDetail: (revision) => ({ openingId, revision, reason }),
    };
  });
}

function openingIdOf({ role, subject }: Actor, key: string): string {
  return `opening-${hash("sha256", `${role}#${subject}#${key}`).slice(0, 20)}`;
}

function toDraft(actor: Actor, openingId: string, opening: OpeningDraft): Omit<Draft, "before"> {
  return {
    kind: "draft",
    name: eventNameOf(opening),
    id: openingId,
    toDetail: (revision) => ({ opening: { ...opening, openingId, revision, employerId: actor.subject } }),
  };
}

/** Each kind has its event: jobs and internships their own, everything else is a programme's. */
function eventNameOf({ kind }: Pick<Opening, "kind">): Draft["name"] {
  if (kind === "job") return "JobPosted";
  return kind === "internship" ? "InternshipOpened" : "ProgrammeOpened";
}
