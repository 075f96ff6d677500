import { EMPTY_MAILBOX, type Mailbox } from "../../domain/delivery/mailbox.ts";
import type { VersionedStore } from "../delivery-ports.ts";
import { inReads, settled } from "./in-groups.ts";

/** Rounds in which others may come first: two works on one person at the same time are rare, many are never. */
const ROUNDS_MAX = 20;

/** A document and the version that it was read at; 0 when it isn't there yet. */
export interface Read<Document> {
  readonly version: number;
  readonly document: Document;
}

/** Documents as JSON in a store of versions. */
export class Documents<Document> {
  readonly #store: VersionedStore;
  readonly #empty: Document;

  constructor(store: VersionedStore, empty: Document) {
    this.#store = store;
    this.#empty = empty;
  }

  async read(ids: readonly string[]): Promise<Map<string, Read<Document>>> {
    const found = new Map<string, Read<Document>>();
    for (const some of inReads([...new Set(ids)])) {
      const kept = await this.#store.get(some);
      for (const id of some) {
        const { version, body } = kept.get(id) ?? { version: 0, body: undefined };
        found.set(id, { version, document: body === undefined ? this.#empty : (JSON.parse(body) as Document) });
      }
    }
    return found;
  }

  /**
   * Changes documents until each has been changed as it was last read. `change` gives the next document, or undefined to leave it; it is called
   * again, with what is there then, whenever somebody else came first.
   */
  async change(
    ids: readonly string[],
    change: (documents: ReadonlyMap<string, Read<Document>>) => Promise<ReadonlyMap<string, Document>>,
  ): Promise<void> {
    let left = [...new Set(ids)];
    for (let round = 0; left.length > 0; round++) {
      if (round === ROUNDS_MAX) throw new Error(`documents were changed by others ${ROUNDS_MAX} times in a row`);
      const read = await this.read(left);
      const next = await change(read);
      const kept = await settled([...next], ([id, document]) =>
        this.#store.put(id, read.get(id)?.version ?? 0, JSON.stringify(document)),
      );
      left = [...next.keys()].filter((_, at) => !kept[at]);
    }
  }
}

export function mailboxesOf(store: VersionedStore): Documents<Mailbox> {
  return new Documents(store, EMPTY_MAILBOX);
}
