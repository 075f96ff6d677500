/** What would come of a file if it were taken: row by row, and without sending anything. Taking it goes by the very same steps. */
import type { Taxonomy } from "../../domain/taxonomy/taxonomy.ts";
import type { EventIn } from "../../events/catalog.ts";
import { builtInMappings } from "./built-in-mappings.ts";
import { fitHeader, type Mapping } from "./mapping.ts";
import type { UnknownName } from "./named.ts";
import { taxonomyNames } from "./names.ts";
import { rowRefusalInKorean } from "./row-words.ts";
import type { Sheet } from "./sheet.ts";
import type { FaultyRow } from "./sheet-files.ts";
import { type Entry, RowMapper, type RowRefusal } from "./to-event.ts";

/** A row that would be taken. */
export interface TakenRow {
  readonly number: number;
  readonly entry: Entry;
  readonly event: EventIn;
  /** Names that no code can be told for and that a profile has no place for. */
  readonly unknownNames: readonly UnknownName[];
}

/** A row that would not. */
export interface RefusedSheetRow extends FaultyRow {
  readonly refusal: RowRefusal;
}

export type Preview =
  | {
      readonly kind: "preview";
      readonly mapping: Mapping;
      /** Columns that nobody uses. */
      readonly unused: readonly string[];
      /** `taken` and `refused` together are all rows of the sheet. */
      readonly taken: readonly TakenRow[];
      readonly refused: readonly RefusedSheetRow[];
    }
  | {
      readonly kind: "no-mapping";
      /** What the file would need to be the kind of file that it is most like. */
      readonly like: string;
      readonly missing: readonly string[];
    };

export interface PreviewRules {
  readonly of: Mapping["of"];
  readonly taxonomy: Taxonomy;
  /** Revision of every entity of the file. */
  readonly revision: number;
  /** When the file is taken, RFC 3339 with an offset. */
  readonly occurredAt: string;
}

/** Name of the mappings that the tables to fill in follow. */
const FILLED_IN = "korean";

export function previewImport(sheet: Sheet, { of, taxonomy, revision, occurredAt }: PreviewRules): Preview {
  const fits = builtInMappings
    .filter((one) => one.of === of)
    .map((mapping) => ({ mapping, ...fitHeader(mapping, sheet.header) }))
    .sort((a, b) => a.missing.length - b.missing.length);
  const [best] = fits;
  if (best === undefined) throw new Error(`there is no built-in mapping for ${of}`);
  const { mapping, missing, unused } = best;
  if (missing.length > 0) {
    // Where a file is as far from several, what is missing is named as the table to fill in has it.
    const near = fits.filter((one) => one.missing.length === missing.length);
    const nearest = near.find((one) => one.mapping.name === FILLED_IN) ?? best;
    return { kind: "no-mapping", like: nearest.mapping.name, missing: nearest.missing };
  }
  const mapper = new RowMapper({
    mapping,
    taxonomy,
    names: taxonomyNames(taxonomy),
    revision,
    occurredAt,
    shiftDays: 0,
  });
  const taken: TakenRow[] = [];
  const refused: RefusedSheetRow[] = [];
  for (const row of sheet.rows) {
    const mapped =
      row.fault === undefined
        ? mapper.map(row.cells)
        : ({ kind: "refused", refusal: { code: "ROW_MALFORMED", path: "", message: row.fault } } as const);
    if (mapped.kind === "mapped") {
      const { entry, event, unknownNames = [] } = mapped;
      taken.push({ number: row.number, entry, event, unknownNames });
    } else {
      const { refusal } = mapped;
      refused.push({ row, refusal, reason: rowRefusalInKorean(refusal, mapping) });
    }
  }
  return { kind: "preview", mapping, unused, taken, refused };
}
