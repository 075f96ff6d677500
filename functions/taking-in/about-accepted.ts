import type { EventIn } from "../../events/catalog.ts";
import type { AboutEvent } from "../../events/parse-event.ts";

/** What an accepted event is about, as logs and refusals name it. */
export function aboutAccepted({ name, detail }: EventIn): AboutEvent {
  const entityId =
    "opening" in detail
      ? detail.opening.openingId
      : "applicant" in detail
        ? detail.applicant.applicantId
        : "rules" in detail
          ? detail.rules.programmeId
          : "institution" in detail
            ? detail.institution.institutionId
            : "applicantId" in detail
              ? detail.applicantId
              : "openingId" in detail
                ? detail.openingId
                : undefined;
  return { eventId: detail.eventId, correlationId: detail.correlationId, detailType: name, entityId };
}
