import { type Mailbox, withSent } from "../../../domain/delivery/mailbox.ts";
import type { Waves } from "../../../domain/delivery/waves.ts";
import { decodeRecord, type LogRecord } from "../../../domain/index/log-record.ts";
import { recordKey } from "../../../domain/index/record-key.ts";
import { allShards, shardOf } from "../../../domain/index/shards.ts";
import {
  type ApplicantFacts,
  type OpeningFacts,
  toApplicantFacts,
  toOpeningFacts,
} from "../../../domain/matching/facts.ts";
import { firstDayObstacle } from "../../../domain/matching/obstacles.ts";
import { type Score, score } from "../../../domain/matching/score.ts";
import type { Applicant } from "../../../domain/model/applicant.ts";
import type { Opening } from "../../../domain/model/opening.ts";
import type { LedgerFact } from "../../../domain/outcomes/ledger-fact.ts";
import type { EntityState } from "../../../functions/adapters/entity-state.ts";
import type { CaseRow } from "../../../functions/adapters/memory/cases.ts";
import type { FollowUpRow } from "../../../functions/adapters/memory/follow-ups.ts";
import type { FeedItem } from "../../../functions/feed-ports.ts";
import { keyOnItsWay } from "../../../functions/notifying/recorded.ts";
import { generationOf, type ShardMove } from "../../../functions/operating/shard-move.ts";
import type { Delivery, QuarantinedEvent, Recommendation } from "../../../functions/ports.ts";
import { asPresent } from "../newer-version.ts";
import { planOf } from "../reactions.ts";
import type { Simulation } from "../simulation.ts";
import { tinyConfiguration } from "../tiny-world.ts";

const { taxonomy, weights } = tinyConfiguration;

/** A match list as it is kept. */
export interface KeptList {
  readonly subject: string;
  readonly shard: string;
  readonly asOfSeq: number;
  readonly packed: Uint8Array;
}

/** The last word of a shard's log on an entity. */
export interface LastWord {
  readonly seq: number;
  readonly record: LogRecord;
  readonly bytes: Uint8Array;
}

export interface ShardAtRest {
  readonly shard: string;
  /** Every record that is still there, in order. */
  readonly records: readonly LastWord[];
  readonly lastWords: ReadonlyMap<string, LastWord>;
  /** The day that the shard stands at. */
  readonly today: number | undefined;
}

interface Dump {
  readonly applicants: Readonly<Record<string, EntityState>>;
  readonly openings: Readonly<Record<string, EntityState>>;
  readonly shardPlans: { readonly shards?: ShardMove };
  readonly shardLog: readonly { shard: string; seq: number; record?: { base64: string } }[];
  readonly matches: readonly { subject: string; shard: string; asOfSeq: number; packed?: { base64: string } }[];
  readonly recommendations: readonly Recommendation[];
  readonly bridges: readonly Recommendation[];
  readonly deliveries: readonly Delivery[];
  readonly quarantine: readonly QuarantinedEvent[];
  readonly followUps: readonly FollowUpRow[];
  readonly ledger: readonly Partial<LedgerFact>[];
  readonly cases: readonly CaseRow[];
  readonly centerFeeds: { readonly items: readonly FeedItem[] };
  readonly mailboxes: Readonly<Record<string, Mailbox>>;
  readonly waves: Readonly<Record<string, Waves>>;
}

/** Everything as it is when nothing is left to do, with the entities as facts. */
export class Rest {
  readonly applicants = new Map<string, ApplicantFacts>();
  readonly leavers = new Set<string>();
  readonly openings = new Map<string, OpeningFacts>();
  /** Closed openings, with the revision that closed them. */
  readonly closed = new Map<string, number>();
  readonly shards: readonly ShardAtRest[];
  readonly lists: readonly KeptList[];
  readonly recommendations: readonly Recommendation[];
  readonly bridges: readonly Recommendation[];
  readonly deliveries: readonly Delivery[];
  readonly quarantine: readonly QuarantinedEvent[];
  /** Follow-ups, each with the list that it is on. */
  readonly followUps: readonly FollowUpRow[];
  /** What was counted, and statements of sources. */
  readonly ledger: readonly Partial<LedgerFact>[];
  readonly cases: readonly CaseRow[];
  readonly feedItems: readonly FeedItem[];
  readonly mailboxes: ReadonlyMap<string, Mailbox>;
  readonly waves: ReadonlyMap<string, Waves>;
  /** Both sorts of entities as they are kept. */
  readonly kept: Pick<Dump, "applicants" | "openings">;
  readonly text: string;
  readonly move: ShardMove;
  /** Shards of other generations whose logs aren't empty. */
  readonly otherLogs: ReadonlySet<string>;
  readonly #plan: { readonly generation: number; readonly shards: number };

  constructor({ world, story }: Simulation) {
    for (const [id, { body, isWithdrawn }] of world.kept("applicants")) {
      if (isWithdrawn) this.leavers.add(id);
      else if (body !== undefined) this.applicants.set(id, toApplicantFacts(JSON.parse(body) as Applicant, taxonomy));
    }
    for (const [id, { body, isClosed, revision }] of world.kept("openings")) {
      if (isClosed) this.closed.set(id, revision);
      else if (body !== undefined) this.openings.set(id, toOpeningFacts(JSON.parse(body) as Opening, taxonomy));
    }
    this.text = world.dump();
    const dump = JSON.parse(this.text) as Dump;
    this.kept = { applicants: dump.applicants, openings: dump.openings };
    this.move = dump.shardPlans.shards ?? { current: planOf(story.shards) };
    this.#plan = this.move.current;
    this.otherLogs = new Set(
      dump.shardLog.flatMap(({ shard, record }) => (record && this.#isForeign(shard) ? shard : [])),
    );
    this.shards = allShards(this.#plan).map((shard) => readShard(shard, dump.shardLog));
    this.lists = dump.matches.flatMap(({ packed, ...row }) =>
      packed === undefined ? [] : [{ ...row, packed: Buffer.from(packed.base64, "base64") }],
    );
    this.recommendations = dump.recommendations;
    this.bridges = dump.bridges;
    this.deliveries = dump.deliveries;
    this.quarantine = dump.quarantine;
    this.followUps = dump.followUps;
    this.ledger = dump.ledger;
    this.cases = dump.cases;
    this.feedItems = dump.centerFeeds.items;
    // It is recorded after it has left: on one channel is enough.
    const sent = new Set(dump.deliveries.flatMap((one) => (one.state === "sent" ? one.recommendationId : [])));
    this.mailboxes = new Map(
      Object.entries(dump.mailboxes).map(([id, mailbox]) => [
        id,
        withSent(mailbox, (entry) => sent.has(keyOnItsWay(id, entry))),
      ]),
    );
    this.waves = new Map(Object.entries(dump.waves));
  }

  #isForeign(shard: string): boolean {
    return generationOf(shard) !== this.#plan.generation;
  }

  shardOf(applicantId: string): string {
    return shardOf(this.#plan, applicantId);
  }

  applicantsOf(shard: string): ApplicantFacts[] {
    return [...this.applicants.values()].filter(({ applicantId }) => this.shardOf(applicantId) === shard);
  }

  /** Openings that are open on the day of a shard. */
  liveOpenings({ today }: ShardAtRest): OpeningFacts[] {
    return [...this.openings.values()].filter((opening) => firstDayObstacle(opening, today) === undefined);
  }
}

/** The plain score of a pair when it is a match, else undefined. */
export function matchOf(
  opening: OpeningFacts,
  applicant: ApplicantFacts,
  today: number | undefined,
): Score | undefined {
  const verdict = score(opening, applicant, { taxonomy, weights, today });
  if (typeof verdict === "string" || verdict.score < tinyConfiguration.perOpening.thresholdBp) return undefined;
  return verdict;
}

function readShard(shard: string, log: Dump["shardLog"]): ShardAtRest {
  const records = log.flatMap((row): LastWord[] => {
    if (row.shard !== shard || row.record === undefined) return [];
    const kept = asPresent({ seq: row.seq, record: Buffer.from(row.record.base64, "base64") });
    if (kept.record === undefined) return [];
    return [{ seq: row.seq, record: decodeRecord(kept.record), bytes: kept.record }];
  });
  const lastWords = new Map(records.map((word) => [recordKey(word.record), word]));
  const day = lastWords.get("day")?.record;
  return { shard, records, lastWords, today: day?.type === "day" ? day.day : undefined };
}
