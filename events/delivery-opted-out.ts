import * as z from "zod";
import { deliveryChannels } from "../domain/model/delivery-settings.ts";
import { opaqueId, revision } from "../domain/model/primitives.ts";
import { defineEvent, envelope } from "./envelope.ts";

/**
 * A person wants no more on some channels: one click, without signing in. It has its own count, apart from the profile's revisions, so that no profile that
 * is on its way undoes it; a profile that says `resumedAfterOptOut` with this revision does.
 */
export const deliveryOptedOut = defineEvent({
  name: "DeliveryOptedOut",
  source: "ieum.applicants",
  detail: z.strictObject({
    ...envelope,
    applicantId: opaqueId,
    /** Counts the opt-outs of this person. */
    revision,
    channels: z.array(z.enum(deliveryChannels)).min(1).max(deliveryChannels.length),
  }),
  sample: {
    eventId: "01KB000000000000000000000F",
    occurredAt: "2026-11-24T20:15:00+09:00",
    correlationId: "01KB000000000000000000000F",
    schemaVersion: 1,
    applicantId: "applicant-1042",
    revision: 1,
    channels: ["message"],
  },
});
