import * as z from "zod";
import { ledgerStatement } from "../domain/outcomes/statement.ts";
import { defineEvent, envelope } from "./envelope.ts";

/**
 * A source's figures for an account: targets, budgets and counts as the books have them, or as a report published them. They are kept beside what was
 * counted here, and nothing is taken over from one into the other.
 */
export const ledgerEntered = defineEvent({
  name: "LedgerEntered",
  source: "ieum.outcomes",
  detail: z.strictObject({ ...envelope, statement: ledgerStatement }),
  sample: {
    eventId: "01KB000000000000000000000H",
    occurredAt: "2027-01-10T09:00:00+09:00",
    correlationId: "01KB000000000000000000000H",
    schemaVersion: 1,
    statement: {
      center: "north",
      source: "yearly-report-2026",
      basis: "report",
      period: "2026",
      revision: 1,
      figures: [
        { place: "summary", line: "civic-role", measure: "target", value: 300 },
        { place: "summary", line: "civic-role", measure: "actual", value: 318 },
        { place: "summary", line: "civic-role", measure: "rate", value: 106 },
      ],
    },
  },
});
