import { edit, type Mutant } from "./mutation.ts";

const MATCH = "functions/match.ts";
const FOLLOWINGS = "functions/matching/followings.ts";
const WRITER = "functions/matching/shard-writer.ts";
const FEED = "functions/feeding/feed-writer.ts";
const LISTS = "functions/adapters/memory/match-lists.ts";
const SHARD_STATE = "domain/index/shard-state.ts";

/** What ignores the entries that the service didn't take. */
const IGNORING_FAILED_ENTRIES = '.catch((error: Error) => { if (error.name !== "PartialFailure") throw error; })';

/** Faults in what writes the log, matches and tells of it. */
export const matchingMutants: readonly Mutant[] = [
  edit(
    "ignored-failed-entry-count",
    MATCH,
    "bus.publish(followings.events)",
    `bus.publish(followings.events)${IGNORING_FAILED_ENTRIES}`,
  ),
  edit(
    "ignored-failed-messages",
    MATCH,
    'queues.send("applicant-alerts", followings.alerts)',
    `queues.send("applicant-alerts", followings.alerts)${IGNORING_FAILED_ENTRIES}`,
  ),
  edit(
    "failed-record-acknowledged",
    MATCH,
    "for (const messageId of pending.keys()) failures.set(messageId, error);",
    "void error;",
  ),
  edit(
    "failed-append-acknowledged",
    MATCH,
    "failures.set(messageId, error);\n      pending.delete(messageId);",
    "void error;\n      pending.delete(messageId);",
  ),
  edit(
    "no-alerts-of-profiles",
    FOLLOWINGS,
    "alerts: toAlerts(pairs, topic, occasion, configuration, false),",
    "alerts: [],",
  ),
  edit(
    "send-before-append",
    WRITER,
    "if (await this.#putAll(items)) {",
    "void this.#putAll(items).catch(() => undefined);\n      {",
  ),
  edit(
    "append-without-the-fence",
    "functions/adapters/memory/shard-log.ts",
    "if (rows.get(shard, seq) !== undefined) return false;",
    "",
  ),
  edit(
    "lost-append-taken-for-done",
    WRITER,
    "if (!(await this.#shardLog.append(this.shard, { seq, record: encodeRecord(record) }))) return false;",
    "await this.#shardLog.append(this.shard, { seq, record: encodeRecord(record) });",
  ),
  edit("nothing-handed-on", MATCH, "handOn(followings.handedOn, ports),", ""),
  edit("no-catching-up", MATCH, "if (!touched.has(writer)) await catchUp(writer, ports, log);", ""),
  edit(
    "read-beyond-the-last-number",
    WRITER,
    "this.#shardLog.readAfter(this.shard, this.state.lastSeq)",
    "this.#shardLog.readAfter(this.shard, this.state.lastSeq && this.state.lastSeq + 1)",
  ),
  edit(
    "stale-list-wins",
    LISTS,
    "if (before === undefined || before.asOfSeq <= row.asOfSeq) rows.put",
    "void before; rows.put",
  ),
  edit(
    "list-not-removed",
    LISTS,
    'intercept("matchLists", "remove", () => putUnlessLater({ subject, shard, asOfSeq })),',
    'intercept("matchLists", "remove", () => void [subject, shard, asOfSeq]),',
  ),
  edit(
    "worked-on-again-with-everybody",
    SHARD_STATE,
    "if (seq === this.#lastSeq) return undefined;",
    "return undefined;",
  ),
  edit("worked-on-again-as-of-today", MATCH, "const today = state.dayAt(occasion.seq);", "const today = state.day;"),
  edit(
    "expired-is-forgotten",
    SHARD_STATE,
    "const last = this.#lastWords.on(record);",
    "const last = this.#hasExpired(record) ? undefined : this.#lastWords.on(record);",
  ),
  edit(
    "overtaken-day-is-lost",
    SHARD_STATE,
    'if (record.type === "day" && this.startOf(record.day) !== undefined) return "same";',
    "",
  ),
  edit(
    "last-word-emptied",
    SHARD_STATE,
    "this.#put(this.#programmes.post(record.facts, this.day));\n        return toList(words.note(seq, record));",
    "this.#put(this.#programmes.post(record.facts, this.day));\n        words.note(seq, record);\n        return [seq];",
  ),
  edit("superseded-stays", WRITER, "await this.#shardLog.empty(this.shard, seqs);", ""),
  edit("older-revision-taken", SHARD_STATE, 'return revision > last.revision ? "new" : "outdated";', 'return "new";'),
  edit(
    "non-deterministic-ids",
    "functions/runtime/derive-id.ts",
    'hash("sha256", `',
    'hash("sha256", Math.random() + `',
  ),
  edit(
    "center-without-consent",
    FOLLOWINGS,
    "if (district === undefined || !pair.applicant.consent.center) continue;",
    "if (district === undefined) continue;",
  ),
  edit(
    "center-hears-of-strangers",
    "functions/matching/losses.ts",
    "applicant.consent.center && districtOf(applicant) !== undefined",
    "districtOf(applicant) !== undefined",
  ),
  edit(
    "employer-hears-of-strangers",
    "functions/matching/losses.ts",
    "const shown = losses.filter(({ applicant }) => applicant.consent.employers);",
    "const shown = losses;",
  ),
  edit(
    "employer-without-consent",
    FOLLOWINGS,
    "const shown = pairs.filter(({ applicant }) => applicant.consent.employers);",
    "const shown = pairs;",
  ),
  edit(
    "closing-told-to-nobody",
    "functions/matching/memory.ts",
    "districts: [...districts].sort() };",
    "districts: [] };",
  ),
  edit(
    "shown-with-sides-mixed-up",
    "functions/matching/followings.ts",
    "    fitsOpening: match.fitsOpening,\n    fitsApplicant: match.fitsApplicant,\n  };",
    "    fitsOpening: match.fitsApplicant,\n    fitsApplicant: match.fitsOpening,\n  };",
  ),
  edit(
    "candidate-without-reasons",
    "functions/matching/followings.ts",
    "reasons: toShortlistReasons(pair.opening, pair.applicant, taxonomy),",
    "reasons: [],",
  ),
  edit(
    "feed-without-the-fence",
    "functions/adapters/memory/center-feeds.ts",
    "if (items.get(item.center, item.position) !== undefined) return false;",
    "",
  ),
  edit(
    "fed-twice",
    FEED,
    "if (this.#recent.has(eventId)) {",
    "if (this.#recent.has(eventId) && Number(eventId) > 0) {",
  ),
  edit(
    "fed-older-after-newer",
    FEED,
    "const current = this.#revisions.withoutOlder(event);",
    "const current: BusEvent | undefined = event;",
  ),
  edit("feed-goes-back-in-time", FEED, "const at = Math.max(now, this.#lastAt);", "const at = now;"),
  edit(
    "feed-error-swallowed",
    "functions/feed.ts",
    "      stuck.set(center, error);\n      failures.set(messageId, error);",
    "      void error;",
  ),
  edit("leaver-taken-back-under-one-id", "functions/matching/withdrawals.ts", 'openingIds.join(" ")', '""'),
];
