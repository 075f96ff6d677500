import type { ListedFollowUp } from "../outcome-ports.ts";
import type { Ports } from "../ports.ts";

/** Takes away all that is kept of somebody's follow-ups, and what some entries of lists say, which may stand there alone: a list is written after what it lists. */
export async function forgetFollowUps(
  applicantId: string,
  listed: readonly ListedFollowUp[],
  { followUps }: Pick<Ports, "followUps">,
): Promise<void> {
  const all = [...(await followUps.of(applicantId)), ...listed];
  // What is kept and on the list is one: a batch of writes takes no key twice.
  const once = new Map(all.map((one) => [`${one.openingId} ${one.months}`, one]));
  await followUps.remove([...once.values()]);
}
