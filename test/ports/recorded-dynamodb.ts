import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { mockClient } from "aws-sdk-client-mock";
import { afterAll, beforeEach } from "vitest";
import { createAwsPorts } from "../../functions/adapters/aws/aws-ports.ts";
import { createAwsClients } from "../../functions/adapters/aws/clients.ts";
import { readEnvironment } from "../../functions/runtime/environment.ts";
import { ManualClock } from "./harness.ts";

/** The ports over a DynamoDB that keeps what it is sent and answers as a test says; for the tests of the file that calls it. */
export function recordDynamoDb() {
  const dynamoDb = mockClient(DynamoDBClient);
  const clock = new ManualClock();
  const pausesMs: number[] = [];
  const reports: string[] = [];

  const ports = createAwsPorts(
    readEnvironment({
      APPLICANTS_TABLE: "applicants",
      OPENINGS_TABLE: "openings",
      PROGRAMMES_TABLE: "programmes",
      SHARD_LOG_TABLE: "shard-log",
      MATCHES_TABLE: "matches",
      RECOMMENDATIONS_TABLE: "recommendations",
      DELIVERIES_TABLE: "deliveries",
      FOLLOW_UPS_TABLE: "follow-ups",
      LEDGER_TABLE: "ledger",
      CASES_TABLE: "cases",
      QUARANTINE_TABLE: "quarantine",
    }),
    createAwsClients(),
    {
      clock,
      pause: async (ms) => {
        pausesMs.push(ms);
      },
      report: (text) => {
        reports.push(text);
      },
    },
  );
  // What stands in for a class of clients stands in for those of other files as well.
  afterAll(() => dynamoDb.restore());
  beforeEach(() => {
    dynamoDb.reset();
    pausesMs.length = 0;
    reports.length = 0;
  });
  /** Inputs of all calls to DynamoDB, in order. */
  const sent = (): readonly unknown[] => dynamoDb.calls().map((call) => call.args[0].input);
  return { dynamoDb, ports, clock, pausesMs, reports, sent };
}
