import { settled } from "../runtime/in-groups.ts";
import type { NotifyPorts } from "./work.ts";

/** Of somebody who has left, everything goes: intake has forgotten them, but perhaps before something was kept. */
export async function forgetAll(
  applicantIds: readonly string[],
  { recommendations, bridges }: Pick<NotifyPorts, "recommendations" | "bridges">,
): Promise<void> {
  await settled([...new Set(applicantIds)], async (applicantId) => {
    await recommendations.forget(applicantId);
    await bridges.forget(applicantId);
  });
}
