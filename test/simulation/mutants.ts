import { matchingMutants } from "./mutants-of-matching.ts";
import type { Mutant } from "./mutation.ts";

/** One text of one file, changed. */
const edit = (name: string, file: string, from: string, to: string): Mutant => ({ name, edits: [{ file, from, to }] });

const INTAKE = "functions/intake.ts";
const NOTIFY = "functions/notify.ts";
const STATE = "functions/adapters/entity-state.ts";

/** Faults in what takes events in and keeps them. */
const intakeMutants: readonly Mutant[] = [
  edit(
    "stale-overwrite",
    STATE,
    'state.revision > change.revision) return { kind: "superseded" };',
    "state.revision > change.revision) return undefined;",
  ),
  edit(
    "conflicting-overwrite",
    STATE,
    '{ kind: "already-kept", ...completionsOf(state) } : { kind: "conflict" };',
    '{ kind: "already-kept", ...completionsOf(state) } : undefined;',
  ),
  edit("resurrection", STATE, 'if (state.isWithdrawn) return { kind: "withdrawn" };', ""),
  edit("no-tombstone", "functions/taking-in/outcomes.ts", "await applicants.withdraw(applicantId, revision);", ""),
  edit("leaver-not-forgotten", "functions/taking-in/outcomes.ts", "await recommendations.forget(applicantId);", ""),
  edit(
    "leaver-stays-in-the-log",
    INTAKE,
    'return { type: "applicant-withdrawn", applicantId: event.detail.applicantId, revision: event.detail.revision };',
    "return undefined;",
  ),
  edit(
    "dispatch-error-swallowed",
    INTAKE,
    "for (const { messageId } of waiting) failures.set(messageId, error);",
    "void error;",
  ),
  edit(
    "keep-error-swallowed",
    INTAKE,
    "failures.set(messageId, error);\n        return",
    "void error;\n        return",
  ),
  edit(
    "redelivery-not-dispatched",
    INTAKE,
    'case "kept":\n    case "already-kept":\n      return undefined;',
    'case "kept":\n      return undefined;\n    case "already-kept":\n      return refusal("REVISION_SUPERSEDED", "", "");',
  ),
  edit("one-shard-only", INTAKE, ": allShards(plan);", ": allShards(plan).slice(0, 1);"),
  edit(
    "poison-is-retried",
    INTAKE,
    "await setAside({ record, refusal: parsed.refusal, about: parsed.about }, ports, log);",
    "throw new Error(parsed.refusal.code);",
  ),
  edit(
    "poison-is-dropped",
    "functions/runtime/set-aside.ts",
    "failures.set(one.record.messageId, error);",
    "void error;",
  ),
  edit(
    "newer-version-is-poison",
    "functions/runtime/read-message.ts",
    "version > SCHEMA_VERSION",
    "version > SCHEMA_VERSION + 9",
  ),
];

/** Faults in what tells people. */
const notifyMutants: readonly Mutant[] = [
  edit(
    "no-check-at-send",
    NOTIFY,
    "const { holding, dropped } = await recheck(kept, reader, now, configuration);",
    "const [holding, dropped] = [kept, [] as Suppressed[]];",
  ),
  edit("untold-not-taken-back", NOTIFY, "await takeBack(untold, ports.recommendations);", ""),
  edit(
    "no-claim-before-send",
    NOTIFY,
    "[...toClaims(holding, at), ...toSuppressions(untold, at)]",
    "toSuppressions(untold, at)",
  ),
  edit(
    "sent-before-send",
    NOTIFY,
    'channel: "message", state: "claimed", at }',
    'channel: "message", state: "sent", at }',
  ),
  edit(
    "message-error-swallowed",
    NOTIFY,
    "holding.map((told) => toQueueMessage(told, configuration)),\n  );",
    "holding.map((told) => toQueueMessage(told, configuration)),\n  ).catch(() => undefined);",
  ),
  edit(
    "message-id-of-the-alert",
    NOTIFY,
    "messageId: deriveUlid(recommendation.alertId,",
    "messageId: deriveUlid(alerts[0].messageId,",
  ),
  edit(
    "alert-error-swallowed",
    NOTIFY,
    "failures.set(messageId, error),\n      );",
    "void [messageId, error],\n      );",
  ),
  edit(
    "everybody-sends",
    "functions/notifying/telling.ts",
    "const isOwn = isClaimed || alerts.some(({ messageId }) => messageId === recommendation.alertId);",
    "const isOwn = false;",
  ),
  edit(
    "consent-not-asked",
    "functions/notifying/candidates.ts",
    'else if (!applicant.consent.alerts) suppressed.push({ pair, reason: "consent-withdrawn" });',
    "",
  ),
  edit(
    "closed-is-told",
    "functions/notifying/candidates.ts",
    "if (body === undefined || isClosed) continue;",
    "if (body === undefined) continue;",
  ),
  {
    // What a secondary index would give: the entity as it was before the last write, for the next two reads.
    name: "eventually-consistent-read",
    edits: [
      {
        file: "functions/adapters/memory/entity-store.ts",
        from: "return toKeptEntity(id, entities.get(id)) ?? [];",
        to: "return toKeptEntity(id, lag.has(id) && lag.get(id).reads-- > 0 ? lag.get(id).before : entities.get(id)) ?? [];",
      },
      {
        file: "functions/adapters/memory/entity-store.ts",
        from: "const body = wish.kind",
        to: "lag.set(id, { before, reads: 2 });\n    const body = wish.kind",
      },
      {
        file: "functions/adapters/memory/entity-store.ts",
        from: "const change = (id: string",
        to: "const lag: Map<string, any> = new Map();\n  const change = (id: string",
      },
    ],
  },
];

/** Every mutant; each must be caught. */
export const mutants: readonly Mutant[] = [...intakeMutants, ...matchingMutants, ...notifyMutants];
