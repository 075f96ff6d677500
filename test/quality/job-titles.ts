import type { Grades } from "./metrics.ts";
import { readLabels, readTable, uniqueIds } from "./read-table.ts";

export interface TitledEntry {
  readonly id: string;
  readonly title: string;
}

/** Job titles to look for, a corpus of titles to find them in, and which of the corpus mean the same job. */
export interface JobTitles {
  readonly queries: readonly TitledEntry[];
  readonly corpus: readonly TitledEntry[];
  /** Grades of the corpus' titles, by query. */
  readonly labels: ReadonlyMap<string, Grades>;
}

/** Reads a set; throws `UnusableSet` for whatever isn't as it should be. */
export function readJobTitles(folder: string): JobTitles {
  const queries = readTable(folder, "queries.tsv", ["q_id", "jobtitle"]);
  const corpus = readTable(folder, "corpus.tsv", ["c_id", "jobtitle"]);
  const queryIds = uniqueIds("queries.tsv", queries, "q_id");
  const corpusIds = uniqueIds("corpus.tsv", corpus, "c_id");
  return {
    queries: queries.map(({ q_id, jobtitle }) => ({ id: q_id, title: jobtitle })),
    corpus: corpus.map(({ c_id, jobtitle }) => ({ id: c_id, title: jobtitle })),
    labels: readLabels(folder, "qrels.tsv", queryIds, corpusIds),
  };
}
