import type { Plan } from "../../domain/delivery/policy.ts";
import { wakeHour } from "../runtime/hours.ts";
import { settled } from "../runtime/in-groups.ts";
import type { Desk, Work } from "./work.ts";

/** Puts people down for the hour at which they are to be looked at again. */
export async function setWakeUps(
  planned: readonly { readonly work: Work; readonly plan: Pick<Plan, "wakeAt" | "mailbox"> }[],
  { ports }: Desk,
): Promise<void> {
  const now = ports.clock.now();
  const waking = planned.flatMap(({ work: { applicantId }, plan: { wakeAt, mailbox } }) => {
    if (wakeAt === undefined) return [];
    // An hour that is being worked off is cleared when that is done: by a clock that is slow it may not have begun yet.
    const { wokenHour = 0 } = mailbox;
    return [{ hour: Math.max(wakeHour(wakeAt, now), wokenHour + 1), subject: `applicant#${applicantId}` }];
  });
  await settled([...Map.groupBy(waking, ({ hour }) => hour)], ([hour, some]) =>
    ports.wakeUps.set(
      hour,
      some.map(({ subject }) => subject),
    ),
  );
}
