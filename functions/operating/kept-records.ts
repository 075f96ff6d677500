import { decodeRecord, type LogRecord } from "../../domain/index/log-record.ts";
import { recordCompletions, recordKey, recordRevision } from "../../domain/index/record-key.ts";
import { allShards, type ShardPlan } from "../../domain/index/shards.ts";
import { institution as institutionSchema } from "../../domain/institution/institution.ts";
import { toOpeningFacts } from "../../domain/matching/facts.ts";
import { applicant as applicantSchema } from "../../domain/model/applicant.ts";
import { dayInSeoul, toDayNumber } from "../../domain/model/calendar.ts";
import { opening as openingSchema } from "../../domain/model/opening.ts";
import { toRuleFacts } from "../../domain/programme/rule-facts.ts";
import { toRuleSet } from "../../domain/programme/rule-set.ts";
import type { Taxonomy } from "../../domain/taxonomy/taxonomy.ts";
import type { KeptEntity, Ports } from "../ports.ts";
import { inReads } from "../runtime/in-groups.ts";
import { ofSite, readPlacesRecord } from "../runtime/places-taken.ts";
import { toInstitutionRecord } from "../taking-in/institutions.ts";
import { toRecord } from "../taking-in/profiles.ts";

/** Something that is kept, by the key that its record has in a log; without what it says. */
export interface KeptKey {
  readonly type: "programme" | "places" | "institution" | "applicant" | "opening";
  /** Of a programme and of its places, its id alone. */
  readonly id: string;
  readonly key: string;
  readonly isGone: boolean;
  readonly revision: number;
  readonly completions: number;
}

export type KeptPorts = Pick<Ports, "clock" | "programmes" | "ledger" | "institutions" | "applicants" | "openings">;

/**
 * Everything that is kept, a page at a time: rules, how places are taken and institutions first, then people, then openings, so that the list of each opening is made when everybody is there. Those that
 * have left or closed come too: a late message of theirs must find that.
 */
export async function* keptKeys(ports: KeptPorts): AsyncGenerator<readonly KeptKey[]> {
  const { programmes, applicants, openings } = ports;
  const programmeIds = new Set<string>();
  for await (const page of programmes.each()) {
    const inOrder = page.toSorted((a, b) => (a.validFrom < b.validFrom ? -1 : 1));
    for (const { programmeId } of inOrder) programmeIds.add(programmeId);
    yield inOrder.map(({ programmeId, validFrom, revision }) => {
      const key = `programme#${programmeId}#${toDayNumber(validFrom)}`;
      return { type: "programme", id: programmeId, key, isGone: false, revision, completions: 0 };
    });
  }
  for (const id of programmeIds) {
    yield (await placesOf(id, ports)).map((record) => {
      return { type: "places", id, key: recordKey(record), isGone: false, revision: record.revision, completions: 0 };
    });
  }
  for await (const page of ports.institutions.each()) yield page.map((entity) => toKey("institution", entity));
  for await (const page of applicants.each()) yield page.map((entity) => toKey("applicant", entity));
  for await (const page of openings.each()) yield page.map((entity) => toKey("opening", entity));
}

/** How the places of a programme are taken: of each year since it has rules, and of every site that they have named. What nobody has taken is left out. */
async function placesOf(
  programmeId: string,
  { clock, programmes, ledger }: Pick<KeptPorts, "clock" | "programmes" | "ledger">,
): Promise<readonly Extract<LogRecord, { type: "places" }>[]> {
  const ruleSets = (await programmes.of(programmeId)).map(({ body }) => toRuleSet(body));
  const last = Number(dayInSeoul(clock.now()).slice(0, 4));
  const first = Math.min(last, ...ruleSets.map(({ validFrom }) => Number(validFrom.slice(0, 4))));
  const years = Array.from({ length: last - first + 1 }, (_, at) => `year#${first + at}` as const);
  const sites = new Set(ruleSets.flatMap(({ seats }) => (seats?.sites ?? []).map(({ site }) => ofSite(site))));
  const records = [];
  for (const of of [...years, ...sites]) records.push(await readPlacesRecord(programmeId, of, ledger));
  return records.filter(({ revision }) => revision > 0);
}

function toKey(
  type: "institution" | "applicant" | "opening",
  { id, body, isClosed, revision, completions = [] }: KeptEntity,
): KeptKey {
  const isGone = isClosed || body === undefined;
  return { type, id, key: `${type}#${id}`, isGone, revision, completions: isGone ? 0 : completions.length };
}

/** The records that some of what is kept leaves in the log of a shard, as it is now. A page has what one read takes, but for rules. */
export async function* recordsOf(
  keys: readonly KeptKey[],
  ports: KeptPorts,
  taxonomy: Taxonomy,
): AsyncGenerator<readonly LogRecord[]> {
  const { clock, programmes, applicants, openings } = ports;
  const idsOf = (sort: KeptKey["type"]) => [...new Set(keys.flatMap(({ type, id }) => (type === sort ? id : [])))];
  for (const programmeId of idsOf("programme")) {
    yield (await programmes.of(programmeId)).map(({ body }): LogRecord => {
      return { type: "programme", rules: toRuleFacts(toRuleSet(body), taxonomy), previousRules: undefined };
    });
  }
  const wanted = new Set(keys.map(({ key }) => key));
  for (const programmeId of idsOf("places")) {
    yield (await placesOf(programmeId, ports)).filter((record) => wanted.has(recordKey(record)));
  }
  for (const ids of inReads(idsOf("institution"))) {
    yield (await ports.institutions.get(ids)).flatMap(({ body }) =>
      body === undefined ? [] : toInstitutionRecord(institutionSchema.parse(JSON.parse(body))),
    );
  }
  for (const ids of inReads(idsOf("applicant"))) {
    yield (await applicants.get(ids)).map((entity) => toApplicantRecord(entity, taxonomy));
  }
  const today = dayInSeoul(clock.now());
  for (const ids of inReads(idsOf("opening"))) {
    yield (await openings.get(ids)).map((entity) => toOpeningRecord(entity, taxonomy, today));
  }
}

function toApplicantRecord({ id, revision, body, completions }: KeptEntity, taxonomy: Taxonomy): LogRecord {
  if (body === undefined) return { type: "applicant-withdrawn", applicantId: id, revision };
  return toRecord(applicantSchema.parse(JSON.parse(body)), completions ?? [], taxonomy);
}

/** Since when an opening that says no day has been looking for people is forgotten: it counts from today. */
function toOpeningRecord({ id, revision, body, isClosed }: KeptEntity, taxonomy: Taxonomy, today: string): LogRecord {
  if (isClosed || body === undefined) return { type: "opening-closed", openingId: id, revision, districts: [] };
  const opening = openingSchema.parse(JSON.parse(body));
  const since = toDayNumber(opening.validFrom ?? opening.datePosted ?? today);
  return { type: "opening", facts: toOpeningFacts(opening, taxonomy), openSince: since };
}

/** What a log says last of an entity. */
interface LastWord {
  readonly type: LogRecord["type"];
  readonly revision: number;
  readonly completions: number;
}

/** What the logs of a generation say last of each entity, without what they say. */
export class LogContents {
  /** By shard. */
  readonly #words = new Map<string, Map<string, LastWord>>();
  readonly #days = new Map<string, number>();

  static async read({ shardLog }: Pick<Ports, "shardLog">, plan: ShardPlan): Promise<LogContents> {
    const contents = new LogContents();
    for (const shard of allShards(plan)) {
      const words = new Map<string, LastWord>();
      contents.#words.set(shard, words);
      for await (const page of shardLog.readAfter(shard, 0)) {
        for (const { record } of page) if (record !== undefined) contents.#note(shard, words, decodeRecord(record));
      }
    }
    return contents;
  }

  #note(shard: string, words: Map<string, LastWord>, record: LogRecord): void {
    if (record.type === "day") this.#days.set(shard, Math.max(record.day, this.#days.get(shard) ?? record.day));
    words.set(recordKey(record), {
      type: record.type,
      revision: recordRevision(record),
      completions: recordCompletions(record),
    });
  }

  /** The day that all shards have reached; undefined when one hasn't reached any. */
  get day(): number | undefined {
    const days = [...this.#words.keys()].map((shard) => this.#days.get(shard));
    return days.some((day) => day === undefined) ? undefined : Math.min(...days.flatMap((day) => day ?? []));
  }

  /** Whether a shard has what is kept of an entity, or something later. */
  has(shard: string, { key, revision, completions, isGone, type }: Omit<KeptKey, "id">): boolean {
    const last = this.#words.get(shard)?.get(key);
    if (last === undefined) return false;
    // Whoever leaves may do so under any revision.
    if (type === "applicant" && isGone) return last.type === "applicant-withdrawn";
    return last.revision > revision || (last.revision === revision && last.completions >= completions);
  }
}
