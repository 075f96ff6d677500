import { settled } from "../runtime/in-groups.ts";
import { forgetCases } from "../taking-in/cases.ts";
import type { NotifyPorts } from "./work.ts";

/** Of somebody who has left, everything goes: intake has forgotten them, but perhaps before something was kept, here or by itself. */
export async function forgetAll(
  applicantIds: readonly string[],
  {
    recommendations,
    bridges,
    followUps,
    cases,
  }: Pick<NotifyPorts, "recommendations" | "bridges" | "followUps" | "cases">,
): Promise<void> {
  await settled([...new Set(applicantIds)], async (applicantId) => {
    await recommendations.forget(applicantId);
    await bridges.forget(applicantId);
    await followUps.forget(applicantId);
    await forgetCases(applicantId, { cases });
  });
}
