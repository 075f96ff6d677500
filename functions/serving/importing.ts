import { canonicalJson } from "../../domain/canonical-json.ts";
import type { Opening } from "../../domain/model/opening.ts";
import type { EventIn } from "../../events/catalog.ts";
import type { Mapping } from "../importing/mapping.ts";
import { previewImport, type RefusedSheetRow, type TakenRow } from "../importing/preview.ts";
import { rowRefusalInKorean } from "../importing/row-words.ts";
import type { SheetFault } from "../importing/sheet.ts";
import type { RowRefusal } from "../importing/to-event.ts";
import { inReads } from "../runtime/in-groups.ts";
import type { Actor } from "./actor.ts";
import { isLookedAfter } from "./kept.ts";
import { found, NOT_FOUND, type Served } from "./served.ts";
import type { Serving } from "./serving.ts";

/** A file that somebody at a center sends. */
export interface Upload {
  readonly of: Mapping["of"];
  readonly bytes: Uint8Array;
}

/** A request to a function carries six megabytes at most, and the page that shows what would come of a file carries it back. */
export const UPLOAD_BYTES_MAX = 1_024 * 1_024;

/** What would come of a file. */
export type PlannedImport =
  | { readonly kind: "unreadable"; readonly fault: SheetFault }
  | { readonly kind: "no-mapping"; readonly missing: readonly string[] }
  | {
      readonly kind: "rows";
      readonly header: readonly string[];
      /** Rows that bring something new, with the event that each becomes. */
      readonly taken: readonly TakenRow[];
      /** Rows that say what is kept already. */
      readonly unchanged: number;
      readonly refused: readonly RefusedSheetRow[];
      /** Columns that nobody uses. */
      readonly unused: readonly string[];
    };

/** An id that stands for somebody of another center, or for another employer's opening: it can't be told apart from one that is merely taken. */
const ID_TAKEN: RowRefusal = { code: "ID_TAKEN", path: "", message: "can't be used by this center" };

/** Says what would come of a file, row by row, and sends nothing. */
export async function planImport(
  serving: Serving,
  actor: Actor,
  { of, bytes }: Upload,
): Promise<Served<PlannedImport>> {
  if (actor.role !== "center" || !Object.hasOwn(serving.centers, actor.subject)) return NOT_FOUND;
  if (bytes.byteLength > UPLOAD_BYTES_MAX) return found({ kind: "unreadable", fault: "FILE_TOO_LARGE" });
  const { fileFormats } = await import("../importing/file-formats.ts");
  const sheet = await fileFormats.readAnySheet(bytes);
  if (sheet.kind === "unreadable") return found({ kind: "unreadable", fault: sheet.fault });
  const occurredAt = new Date(serving.ports.clock.now()).toISOString();
  const preview = previewImport(sheet, { of, taxonomy: serving.matching.taxonomy, revision: 1, occurredAt });
  if (preview.kind === "no-mapping") return found({ kind: "no-mapping", missing: preview.missing });
  const { taken, refused, mapping, unused } = preview;
  const beside = await besideWhatIsKept(serving, actor, of, taken);
  const rows = new Map(sheet.rows.map((row) => [row.number, row]));
  const taboo = beside.flatMap((one): RefusedSheetRow[] => {
    const row = rows.get(one.row.number);
    if (one.kind !== "refused" || row === undefined) return [];
    return [{ row, refusal: ID_TAKEN, reason: rowRefusalInKorean(ID_TAKEN, mapping) }];
  });
  return found({
    kind: "rows",
    header: sheet.header,
    taken: beside.flatMap((one) => (one.kind === "new" ? one.row : [])),
    unchanged: beside.filter(({ kind }) => kind === "unchanged").length,
    refused: [...refused, ...taboo].sort((a, b) => a.row.number - b.row.number),
    unused,
  });
}

/** Takes the rows of a file that bring something new. Sending the file again does no harm: what has arrived is unchanged by then. */
export async function takeImport(serving: Serving, actor: Actor, upload: Upload): Promise<Served<PlannedImport>> {
  const planned = await planImport(serving, actor, upload);
  if (planned.kind === "found" && planned.value.kind === "rows") {
    await serving.ports.bus.publish(
      planned.value.taken.map(({ event }) => event),
      "import",
    );
  }
  return planned;
}

interface Beside {
  readonly kind: "new" | "unchanged" | "refused";
  readonly row: TakenRow;
}

/** Holds rows against what is kept: each is the next revision of it, or the same, or nobody's here to write. */
async function besideWhatIsKept(
  serving: Serving,
  actor: Actor,
  of: Mapping["of"],
  rows: readonly TakenRow[],
): Promise<readonly Beside[]> {
  const store = of === "postings" ? serving.ports.openings : serving.ports.applicants;
  const beside: Beside[] = [];
  for (const some of inReads(rows)) {
    const kept = new Map((await store.get(some.map(({ event }) => entityOf(event).id))).map((one) => [one.id, one]));
    for (const row of some) {
      const { id, body } = entityOf(row.event);
      const before = kept.get(id);
      if (before === undefined) {
        beside.push({ kind: "new", row });
        continue;
      }
      if (before.body === undefined || !isOwn(serving, actor, row.event, JSON.parse(before.body))) {
        beside.push({ kind: "refused", row });
        continue;
      }
      const isSame = !before.isClosed && canonicalJson({ ...body, revision: 0 }) === sameRevision(before.body);
      const next = withRevision(row.event, before.revision + 1);
      beside.push(isSame ? { kind: "unchanged", row } : { kind: "new", row: { ...row, event: next } });
    }
  }
  return beside;
}

function sameRevision(body: string): string {
  return canonicalJson({ ...(JSON.parse(body) as object), revision: 0 });
}

type RowEntity = { readonly id: string; readonly revision: number; readonly body: object };

/** What the event of a row is about. */
export function entityOf({ detail }: EventIn): RowEntity {
  if ("opening" in detail)
    return { id: detail.opening.openingId, revision: detail.opening.revision, body: detail.opening };
  if ("applicant" in detail) {
    const { applicantId, revision } = detail.applicant;
    return { id: applicantId, revision, body: detail.applicant };
  }
  throw new Error("a row became an event that no row makes");
}

function withRevision(event: EventIn, revision: number): EventIn {
  const { detail } = event;
  if ("opening" in detail)
    return { ...event, detail: { ...detail, opening: { ...detail.opening, revision } } } as EventIn;
  if ("applicant" in detail) {
    return { ...event, detail: { ...detail, applicant: { ...detail.applicant, revision } } } as EventIn;
  }
  throw new Error("a row became an event that no row makes");
}

/** A center writes of people whom it looks after, and of an opening as long as the employer stays the same. */
function isOwn(
  serving: Serving,
  actor: Actor,
  { detail }: EventIn,
  kept: Parameters<typeof isLookedAfter>[2],
): boolean {
  if ("opening" in detail) return (kept as unknown as Opening).employerId === detail.opening.employerId;
  return isLookedAfter(serving, actor.subject, kept);
}
