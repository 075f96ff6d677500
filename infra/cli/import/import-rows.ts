import type { EventIn } from "../../../events/catalog.ts";
import type { UnknownName } from "../../../functions/importing/named.ts";
import type { Row } from "../../../functions/importing/sheet.ts";
import type { Entry, RowMapper, RowRefusal } from "../../../functions/importing/to-event.ts";
import { OperatorError } from "../command.ts";
import { ENTRIES_PER_CALL_MAX, type Sent } from "../put-events.ts";

export interface ImportCounts {
  readonly read: number;
  readonly accepted: number;
  readonly refused: number;
  /** Of the refused: rows that were in order and that the service didn't take. */
  readonly failed: number;
}

/** A line of the error file. */
export interface RefusedRow extends RowRefusal {
  readonly row: number;
}

export interface ImportSteps {
  /** Sends some events and says of each what came of it; undefined for a dry run. */
  readonly send: ((entries: readonly Entry[]) => Promise<readonly Sent[]>) | undefined;
  readonly onAccepted: (event: EventIn) => void;
  readonly onRefused: (row: RefusedRow) => void;
  /** Told of each row whose event leaves out names that no code can be told for. */
  readonly onUnknownNames: (row: number, names: readonly UnknownName[]) => void;
  readonly onProgress: (counts: ImportCounts) => void;
}

/**
 * Rows under way at once: ten calls of ten events. Larger gains nothing on one connection, and a fault then leaves few rows of which it
 * isn't known whether they arrived.
 */
const BATCH_ROWS = 10 * ENTRIES_PER_CALL_MAX;

/**
 * Takes every row of a file: `read` = `accepted` + `refused`, always. A row that can't be taken is refused with its reason and the others
 * go on. What has been sent can be sent again: the ids are the same.
 */
export async function importRows(
  rows: AsyncIterable<Row>,
  mapper: RowMapper,
  steps: ImportSteps,
): Promise<ImportCounts> {
  let counts: ImportCounts = { read: 0, accepted: 0, refused: 0, failed: 0 };
  let batch: { row: number; entry: Entry; event: EventIn }[] = [];
  const refuse = (row: number, refusal: RowRefusal) => {
    counts = { ...counts, refused: counts.refused + 1 };
    steps.onRefused({ row, ...refusal });
  };
  const flush = async () => {
    const sent = await sendBatch(batch, steps.send);
    for (const [at, { row, event }] of batch.entries()) {
      const answer = sent[at];
      if (answer?.kind === "sent") {
        counts = { ...counts, accepted: counts.accepted + 1 };
        steps.onAccepted(event);
      } else {
        counts = { ...counts, failed: counts.failed + 1 };
        refuse(row, { code: "SEND_FAILED", path: "", message: answer?.reason ?? "the service did not answer for it" });
      }
    }
    batch = [];
    steps.onProgress(counts);
  };
  for await (const { number, cells, fault } of rows) {
    counts = { ...counts, read: counts.read + 1 };
    const mapped = fault === undefined ? mapper.map(cells) : undefined;
    if (mapped === undefined) refuse(number, { code: "ROW_MALFORMED", path: "", message: fault ?? "" });
    else if (mapped.kind === "refused") refuse(number, mapped.refusal);
    else {
      batch.push({ row: number, entry: mapped.entry, event: mapped.event });
      if (mapped.unknownNames !== undefined) steps.onUnknownNames(number, mapped.unknownNames);
    }
    if (batch.length === BATCH_ROWS) await flush();
  }
  await flush();
  return counts;
}

async function sendBatch(
  batch: readonly { readonly row: number; readonly entry: Entry }[],
  send: ImportSteps["send"],
): Promise<readonly Sent[]> {
  const first = batch[0];
  if (first === undefined) return [];
  if (send === undefined) return batch.map(() => ({ kind: "sent" }));
  try {
    return await send(batch.map(({ entry }) => entry));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message || cause.name : String(cause);
    throw new OperatorError(
      `stopped at row ${first.row}: ${reason}. Importing the file again is safe: what arrived is recognised`,
      { cause },
    );
  }
}
