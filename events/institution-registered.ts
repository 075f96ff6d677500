import * as z from "zod";
import { institution } from "../domain/institution/institution.ts";
import { defineEvent, envelope } from "./envelope.ts";

/** An institution was entered in the registry, or its entry was changed. Nothing has to be deployed for it. */
export const institutionRegistered = defineEvent({
  name: "InstitutionRegistered",
  source: "ieum.institutions",
  detail: z.strictObject({ ...envelope, institution }),
  sample: {
    eventId: "01KB000000000000000000000E",
    occurredAt: "2026-11-21T09:00:00+09:00",
    correlationId: "01KB000000000000000000000E",
    schemaVersion: 1,
    institution: {
      institutionId: "fifty-plus-campus-west",
      revision: 1,
      type: "fifty-plus-campus",
      name: "서울시50플러스 서부캠퍼스",
      district: "11380",
      validFrom: "2016-05-01",
    },
  },
});
