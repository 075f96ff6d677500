import * as z from "zod";
import { ruleSet } from "../domain/programme/rule-set.ts";
import { defineEvent, envelope } from "./envelope.ts";

/** A public programme goes by these rules from a day on. The openings that they make something else of are matched anew, and no others. */
export const programmeRulesSet = defineEvent({
  name: "ProgrammeRulesSet",
  source: "ieum.programmes",
  detail: z.strictObject({ ...envelope, rules: ruleSet }),
  sample: {
    eventId: "01KB000000000000000000000E",
    occurredAt: "2026-11-21T09:00:00+09:00",
    correlationId: "01KB000000000000000000000E",
    schemaVersion: 1,
    rules: {
      programmeId: "boram",
      validFrom: "2026-01-01",
      revision: 1,
      name: { ko: "서울시 보람일자리", en: "Boram civic roles of Seoul" },
      kinds: ["civic-role"],
      age: { min: 40, max: 67, reference: { on: "matching-day" } },
      residence: "11",
      hoursPerMonthMax: 57,
      pay: [{ year: 2023, krwPerHour: 9_620, krwPerMonthMax: 548_340 }],
      insurance: ["accident"],
      apply: { flow: "direct" },
      owners: [
        {
          owner: "seoul-50plus-foundation",
          from: "2016-04-28",
          name: { ko: "서울시50플러스재단", en: "Seoul 50 Plus Foundation" },
        },
      ],
      legalBasis: ["seoul-second-life", "age-support-measure"],
    },
  },
});
