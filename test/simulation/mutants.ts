import { matchingMutants } from "./mutants-of-matching.ts";
import { outcomeMutants } from "./mutants-of-outcomes.ts";
import { edit, type Mutant } from "./mutation.ts";

const INTAKE = "functions/intake.ts";
const OUTCOMES = "functions/taking-in/outcomes.ts";
const REVIEWS = "functions/taking-in/reviews.ts";
const NOTIFY = "functions/notify.ts";
const SENDING = "functions/notifying/sending.ts";
const WORDS = "functions/notifying/words.ts";
const POLICY = "domain/delivery/policy.ts";
const TIMING = "domain/delivery/timing.ts";
const TELLING = "functions/notifying/telling.ts";
const STATE = "functions/adapters/entity-state.ts";

/** Intake leaves something of whoever leaves; without the second look at them an hour later, which would hide it. */
function notForgotten(name: string, from: string, to: string): Mutant {
  const call = "await ports.wakeUps.set(wakeHour(";
  const secondLook = { file: INTAKE, from: call, to: "void ((...put: unknown[]) => put)(wakeHour(" };
  return { name, edits: [{ file: OUTCOMES, from, to }, secondLook] };
}

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
  notForgotten(
    "follow-ups-of-whoever-has-left",
    "  await followUps.forget(applicantId);\n  await rec",
    "  void followUps;\n  await rec",
  ),
  notForgotten("leaver-not-forgotten", "await recommendations.forget(applicantId);", ""),
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
    "body-in-an-error",
    INTAKE,
    "failures.set(messageId, error);\n        return",
    "failures.set(messageId, new Error(record.body));\n        return",
  ),
  edit(
    "redelivery-not-dispatched",
    INTAKE,
    'case "kept":\n    case "already-kept":\n      return undefined;',
    'case "kept":\n      return undefined;\n    case "already-kept":\n      return refusal("REVISION_SUPERSEDED", "", "");',
  ),
  edit(
    "twins-tied-by-the-first-delivery-alone",
    INTAKE,
    'if (kept.kind === "kept" || kept.kind === "already-kept") await tieTwins',
    'if (kept.kind === "kept") await tieTwins',
  ),
  edit(
    "one-shard-only",
    "functions/operating/shard-move.ts",
    "(applicantId === undefined ? allShards(plan) :",
    "(applicantId === undefined ? allShards(plan).slice(0, 1) :",
  ),
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
    "opt-out-dropped",
    INTAKE,
    "(mailbox) => withOptOut(mailbox, { revision, channels }));",
    "(mailbox) => mailbox);",
  ),
  edit("word-dropped", REVIEWS, "isTheirs ? withReview(mailbox, review) : mailbox", "mailbox"),
  edit(
    "word-always-refused",
    REVIEWS,
    "const isTheirs = centerOfPerson(person, centers) === center;",
    "const isTheirs = false;",
  ),
  edit(
    "late-word-not-counted",
    REVIEWS,
    "  if (settled === undefined) return undefined;",
    '  if (settled === undefined || found === "older") return undefined;',
  ),
  edit(
    "superseded-without-a-word",
    INTAKE,
    "  if (reason !== undefined) {\n    await setAside({ record, refusal: reason, about }, ports, log);",
    '  if (reason !== undefined) {\n    if (reason.code !== "REVISION_SUPERSEDED") await setAside({ record, refusal: reason, about }, ports, log);',
  ),
  edit(
    "refused-with-another-code",
    INTAKE,
    'case "superseded":\n      return refusal("REVISION_SUPERSEDED",',
    'case "superseded":\n      return refusal("ENTITY_WITHDRAWN",',
  ),
  edit("refused-and-not-accounted-for", INTAKE, "disposition: toDisposition(reason) };", "};"),
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
    SENDING,
    "const rechecked = await recheck(items, desk);",
    'const rechecked = new Map<Item, Rechecked>(items.map((item) => [item, "holds"]));',
  ),
  edit("untold-not-taken-back", SENDING, "await storeOf(openingId, ports).retract({", "void ({"),
  edit(
    "claim-without-condition",
    "functions/adapters/memory/versioned-store.ts",
    "if ((rows.get(id)?.version ?? 0) !== version) return false;",
    "",
  ),
  edit("sent-not-recorded", SENDING, "await ports.deliveries.record(toSent(holding, ports.clock.now()));", ""),
  edit("sent-not-settled", SENDING, "await settleAll(items, outcomes, desk);", ""),
  edit(
    "message-error-swallowed",
    SENDING,
    "letters.map((letter) => toQueueMessage(letter, configuration.taxonomy)),\n  );",
    "letters.map((letter) => toQueueMessage(letter, configuration.taxonomy)),\n  ).catch(() => undefined);",
  ),
  edit(
    "another-message-id-each-time",
    WORDS,
    "messageId: send.sendId,",
    "messageId: String(first.entry.pending.claim?.attempt) + send.sendId,",
  ),
  edit(
    "alert-error-swallowed",
    NOTIFY,
    "await notifyAll([notice], desk).catch((error: unknown) => failures.set(messageId, error));",
    "await notifyAll([notice], desk).catch(() => void messageId);",
  ),
  edit(
    "everybody-sends",
    "domain/delivery/claiming.ts",
    "return by === undefined || workingOn.has(by) ||",
    "return true || workingOn.has(by) ||",
  ),
  edit(
    "consent-not-asked",
    "domain/delivery/delivery-terms.ts",
    "agreed: alerts ? stated : { inbox: [], message: [] },",
    "agreed: stated,",
  ),
  edit("closed-is-told", "functions/notifying/candidates.ts", 'isClosed ? "closed" : "here"', '"here"'),
  edit(
    "opt-out-ignored",
    POLICY,
    'if (hasOptedOut(mailbox, "message", terms.resumedAfterOptOut)) return "opted-out";',
    "",
  ),
  edit(
    "opt-out-not-asked-at-send",
    "functions/notifying/last-read.ts",
    'if (hasOptedOut(mailbox, "message", terms.resumedAfterOptOut)) return "opted-out";',
    "",
  ),
  edit(
    "pause-ignored",
    POLICY,
    'dayInSeoul(now) < terms.pausedUntil) return "paused";',
    'dayInSeoul(now) < "") return "paused";',
  ),
  edit(
    "cap-of-the-day-ignored",
    "domain/delivery/timing.ts",
    "sent.filter((one) => one === day).length < perDayMax &&",
    "",
  ),
  edit(
    "twin-is-told",
    POLICY,
    'if (purpose === "recommendation" && hasTwin(mailbox, offer.twins)) return "twin-told";',
    "",
  ),
  edit(
    "hold-ignored",
    "functions/notifying/weighing.ts",
    "const isHeld = isBlocked(mailbox, openingOf(openingId), twins);",
    "const isHeld = false;",
  ),
  edit("hold-not-asked-at-send", "functions/notifying/last-read.ts", 'if (isHeld) return "held";', ""),
  edit(
    "hold-of-one-posting-alone",
    "domain/delivery/review.ts",
    "own === undefined ? twins.map((twin) => reviewOf(mailbox, twin)) : [own]",
    "[own]",
  ),
  edit(
    "review-not-passed-on",
    "functions/taking-in/reviews.ts",
    'await ports.queues.send("applicant-alerts", [{ body: JSON.stringify(message) }]);',
    "void message;",
  ),
  edit(
    "word-not-looked-at-when-a-side-changes",
    "functions/intake.ts",
    "    await lookAtRecommendedAgain(outgoing, ports);\n",
    "",
  ),
  edit(
    "word-not-looked-at-when-the-day-turns",
    "functions/notifying/planning.ts",
    "earlier(earlier(plan.wakeAt, turnsAt), watchAt)",
    "earlier(plan.wakeAt, watchAt)",
  ),
  edit(
    "closed-course-is-told",
    "functions/notifying/bridges.ts",
    'if (course.kind !== "here") return "course-closed";',
    'if (course.kind === "gone") return "course-closed";',
  ),
  edit("end-of-a-course-untold", NOTIFY, "for (const unlocked of told?.unlocked ?? [])", "for (const unlocked of [])"),
  edit("end-of-what-is-told-with-a-course-untold", NOTIFY, "told?.bridged ?? []", "[]"),
  edit(
    "case-stays-with-the-first-center",
    "functions/taking-in/cases.ts",
    "const { steps, center } = taken;",
    "const { steps } = taken;\n    const { center } = detail;",
  ),
  notForgotten("case-of-whoever-has-left", "  await forgetCases(applicantId, { cases });\n", "  void cases;\n"),
  edit("closing-told-twice", POLICY, "return told === undefined || isOver(told) ?", "return told === undefined ?"),
  edit(
    "closing-gives-way",
    NOTIFY,
    'if (posted.busy > 0) throw new Error("an opening that has closed or changed is being told of at this moment");',
    "",
  ),
  edit("no-wake-up", "functions/notifying/planning.ts", "await setWakeUps(plans, desk);", ""),
  edit(
    "no-wake-up-of-the-night",
    "functions/notifying/planning.ts",
    "await setWakeUps(plans, desk);",
    "await setWakeUps([...next.keys()].flatMap((id) => planned.get(id) ?? []), desk);",
  ),
  edit(
    "terms-on-the-way-are-lost",
    "domain/delivery/claiming.ts",
    "hasChanged(pending, offer) ? (changedBy ?? offer.cause) : undefined",
    "undefined",
  ),
  edit(
    "night-ignored",
    TIMING,
    "return isUrgent ? terms.quietTimes : [...night, ...terms.quietTimes];",
    "return terms.quietTimes;",
  ),
  edit(
    "quiet-times-ignored",
    TIMING,
    "return isUrgent ? terms.quietTimes : [...night, ...terms.quietTimes];",
    "return isUrgent ? [] : night;",
  ),
  edit("digest-ignored", TIMING, 'terms.digest === "immediate" || isUrgent', "now > 0 || isUrgent"),
  edit(
    "told-with-sides-mixed-up",
    TELLING,
    "fitsApplicant: explanation.fitsApplicant,",
    "fitsApplicant: explanation.fitsOpening,",
  ),
  edit("told-by-other-versions", TELLING, "weights: weights.version,", "weights: taxonomy.version,"),
  edit("next-wave-not-woken", "functions/notifying/waving.ts", "    await wake(waking, WAVE_PAUSE_MS, desk);\n", ""),
  edit("let-in-and-named-by-nobody", "functions/notifying/waving.ts", "withUnnamed(some, before, named);", "some;"),
  edit(
    "later-part-lets-in",
    "functions/notifying/waving.ts",
    "how(id).isHeld && waves.count === 0;",
    "false && how(id).isHeld && waves.count === 0;",
  ),
  edit(
    "wave-by-name",
    "domain/delivery/waves.ts",
    "Math.floor(other.score / TIE_BP) - Math.floor(one.score / TIE_BP) ||",
    "",
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
export const mutants: readonly Mutant[] = [...intakeMutants, ...outcomeMutants, ...matchingMutants, ...notifyMutants];
