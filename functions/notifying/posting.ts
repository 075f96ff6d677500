import { entryOf } from "../../domain/delivery/mailbox.ts";
import type { Verdict } from "../../domain/delivery/policy.ts";
import { deliveryKey, recommendationId } from "../../domain/delivery/recommendation.ts";
import { materialChanges } from "../../domain/delivery/terms.ts";
import type { Delivery } from "../ports.ts";
import { forgetAll } from "./forgetting.ts";
import { type Planned, planAll } from "./planning.ts";
import { sendAll } from "./sending.ts";
import { recordUntold, suppressedBy, tellingOf } from "./untold.ts";
import type { Desk, Work } from "./work.ts";

/** Times that pairs are decided on again because they changed right before the send: once is rare already. */
const ROUNDS_MAX = 5;

/** What came of a batch, by recommendation id. */
export interface Posted {
  readonly told: ReadonlySet<string>;
  readonly suppressed: ReadonlySet<string>;
  readonly deferred: ReadonlySet<string>;
  /** Ends of openings, and new terms, that couldn't be told because somebody is telling of the opening at this moment. */
  readonly busy: number;
}

/** Decides on people and sends what goes out to them now. */
export async function postAll(works: readonly Work[], desk: Desk): Promise<Posted> {
  const told = new Set<string>();
  const verdicts = new Map<string, Verdict>();
  let left = works;
  let busy = 0;
  for (let round = 0; left.length > 0; round++) {
    if (round === ROUNDS_MAX) throw new Error("pairs change as fast as they are told of");
    const planned = await planAll(left, desk);
    await forgetAll(
      planned.filter(hasLeft).map(({ work }) => work.applicantId),
      desk.ports,
    );
    for (const one of planned) {
      for (const [openingId, verdict] of one.plan.verdicts) {
        verdicts.set(recommendationId(one.work.applicantId, openingId), verdict);
      }
    }
    busy += planned.reduce((sum, one) => sum + newsInTheWay(one), 0);
    await record(planned, desk);
    const sent = await sendAll(planned, desk);
    for (const { applicantId, openingId } of sent.told) told.add(recommendationId(applicantId, openingId));
    for (const { applicantId, openingId, reason } of sent.untold) {
      verdicts.set(recommendationId(applicantId, openingId), { kind: "suppressed", reason });
    }
    left = sent.again;
  }
  const ofKind = (kind: Verdict["kind"]) =>
    new Set([...verdicts].filter(([id, verdict]) => verdict.kind === kind && !told.has(id)).map(([id]) => id));
  countVerdicts(told, verdicts, desk);
  return { told, suppressed: ofKind("suppressed"), deferred: ofKind("waiting"), busy };
}

function countVerdicts(
  told: ReadonlySet<string>,
  verdicts: ReadonlyMap<string, Verdict>,
  { log: { count } }: Desk,
): void {
  count("PairsTold", told.size);
  for (const [id, verdict] of verdicts) {
    if (told.has(id)) continue;
    if (verdict.kind === "suppressed") count("PairsSuppressed", 1, verdict.reason);
    if (verdict.kind === "waiting") count("PairsDeferred", 1, verdict.reason);
  }
}

/** Whether a plan has found that its person has left. */
function hasLeft({ plan }: Planned): boolean {
  return (
    plan.mailbox.hasLeft === true ||
    [...plan.verdicts.values()].some((one) => one.kind === "suppressed" && one.reason === "applicant-withdrawn")
  );
}

/**
 * News of an opening that is on its way to the person comes again: what left a moment ago must still be followed by a notice that it has ended, or
 * that its terms are others.
 */
function newsInTheWay({ work, plan, drafts }: Planned): number {
  return [...work.wishes].filter(([openingId, { closing, lost, review, course, bridges = [] }]) => {
    const pending = entryOf(plan.mailbox, openingId)?.pending;
    if (pending?.claim?.by === undefined || plan.verdicts.get(openingId)?.kind !== "left") return false;
    const draft = drafts.get(openingId);
    return (
      closing !== undefined ||
      lost !== undefined ||
      review !== undefined ||
      course !== undefined ||
      // Whoever tells of it knows of no other course, should theirs take nobody else.
      bridges.some(({ courseOpeningId }) => courseOpeningId !== pending.bridge?.courseOpeningId) ||
      // That it is back is news to whoever is told that it has ended.
      (draft !== undefined && (pending.purpose === "withdrawal" || materialChanges(pending, draft).length > 0))
    );
  }).length;
}

async function record(planned: readonly Planned[], { ports }: Desk): Promise<void> {
  const at = ports.clock.now();
  const suppressed = planned.flatMap((one) => suppressedBy(one, one.order));
  const waiting: Delivery[] = [];
  for (const { work, plan, order } of planned) {
    const { applicantId } = work;
    for (const [openingId, verdict] of plan.verdicts) {
      if (verdict.kind !== "waiting") continue;
      const id = deliveryKey(recommendationId(applicantId, openingId), tellingOf(plan.mailbox, openingId));
      const { reason } = verdict;
      waiting.push({ recommendationId: id, channel: "message", state: "deferred-to-digest", reason, at, order });
    }
  }
  await recordUntold(suppressed, waiting, ports);
}
