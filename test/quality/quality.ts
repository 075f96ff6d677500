/**
 * `npm run quality`: how well the production score ranks, against labels of what people really move to, and how well the resolver of
 * occupation names finds the same job under another title. Sets are read from directories; the project ships none.
 *
 * The facts are made as production makes them and `score` is the function that matching is tested against, so a figure here is the
 * figure of the service. Nothing is tuned by this command.
 */
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import type { Taxonomy } from "../../domain/taxonomy/taxonomy.ts";
import { OperatorError } from "../../infra/cli/command.ts";
import { readOptions, runBench } from "../bench/arguments.ts";
import { labelSets, readCareerMoves } from "./career-moves.ts";
import { readJobTitles } from "./job-titles.ts";
import { type CareerMoveQuality, measureCareerMoves, measureJobTitles, type RankingQuality } from "./measure.ts";
import { UnusableSet } from "./read-table.ts";

const HELP = `Measures the quality of ranking.

  npm run quality -- --data DIR                 career moves: both directions, both sets of labels
  npm run quality -- --data DIR --titles DIR    job titles as well
  npm run quality                               quality/career-move and quality/job-title of the folder that IEUM_DATA names
  npm run quality -- … --json                   one line {personToOpenings, openingToPersons, jobTitle} by the related labels

--data is a directory with skills.tsv, openings.tsv, opening_skills.tsv, persons.tsv, person_skills.tsv, exclude_same_occupation.tsv,
qrels_related.tsv and qrels_changers.tsv; --titles one with queries.tsv, corpus.tsv and qrels.tsv.`;

const options = {
  data: { type: "string" },
  titles: { type: "string" },
  json: { type: "boolean", default: false },
  help: { type: "boolean", short: "h", default: false },
} as const;

interface Folders {
  readonly data: string | undefined;
  readonly titles: string | undefined;
}

/** What was asked for; when nothing was, both sets of the folder that IEUM_DATA names. */
function foldersOf(asked: Folders): Folders {
  for (const name of ["data", "titles"] as const) {
    if (asked[name] === "") throw new OperatorError(`--${name} must name a directory`);
  }
  if (asked.data !== undefined || asked.titles !== undefined) return asked;
  const root = process.env["IEUM_DATA"];
  if (root === undefined || root === "")
    throw new UnusableSet("name a directory with --data or --titles, or set IEUM_DATA");
  return { data: join(root, "quality", "career-move"), titles: join(root, "quality", "job-title") };
}

function timed<T>(work: () => T): readonly [result: T, seconds: string] {
  const start = performance.now();
  const result = work();
  return [result, `${((performance.now() - start) / 1_000).toFixed(1)} s`];
}

const figure = (value: number): string => value.toFixed(3);
const figures = ({ ndcg10, recall50 }: RankingQuality): string => `${figure(ndcg10)}   ${figure(recall50)}`;

function tableOf(quality: CareerMoveQuality): string {
  const rows = labelSets.flatMap((set) => [
    `${set.padEnd(10)}person → openings   ${figures(quality[set].personToOpenings)}`,
    `${set.padEnd(10)}opening → persons   ${figures(quality[set].openingToPersons)}`,
  ]);
  return ["labels    direction           nDCG@10 Recall@50", ...rows].join("\n");
}

function run(folders: Folders, say: (text: string) => void) {
  const report: { personToOpenings?: RankingQuality; openingToPersons?: RankingQuality; jobTitle?: { map: number } } =
    {};
  let taxonomy: Taxonomy | undefined;
  if (folders.data !== undefined) {
    const folder = folders.data;
    const [set, readTime] = timed(() => readCareerMoves(folder));
    say(`${folder}: ${set.persons.length} persons, ${set.openings.length} openings, read in ${readTime}`);
    const [quality, scoreTime] = timed(() => measureCareerMoves(set));
    say(`${tableOf(quality)}\nscored and ranked both ways in ${scoreTime}`);
    Object.assign(report, quality.related);
    taxonomy = set.taxonomy;
  }
  if (folders.titles !== undefined) {
    const titles = readJobTitles(folders.titles);
    const [quality, time] = timed(() => measureJobTitles(titles, taxonomy));
    say(`${folders.titles}: ${titles.queries.length} titles in a corpus of ${titles.corpus.length}, ranked in ${time}`);
    say(`MAP ${figure(quality.map)}, beside the very titles ${figure(quality.mapOfOthers)}`);
    report.jobTitle = quality;
  }
  return report;
}

function main(): number {
  const values = readOptions(options);
  if (values.help) {
    process.stdout.write(`${HELP}\n`);
    return 0;
  }
  const say = (text: string) => void (values.json || process.stdout.write(`${text}\n`));
  try {
    const report = run(foldersOf({ data: values.data, titles: values.titles }), say);
    if (values.json) process.stdout.write(`${JSON.stringify(report)}\n`);
    return 0;
  } catch (error) {
    if (!(error instanceof UnusableSet)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 1;
  }
}

await runBench(main);
