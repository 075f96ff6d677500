import { describePorts } from "../ports/contract.ts";
import { type Harness, ManualClock } from "../ports/harness.ts";
import { Meter } from "./meter.ts";
import { MeteredCloud } from "./metered-cloud.ts";

const URLS = {
  matching: "matchingQueueUrl",
  "applicant-alerts": "applicantAlertsQueueUrl",
  "employer-shortlists": "employerShortlistsQueueUrl",
  "applicant-messages": "applicantMessagesQueueUrl",
  webhooks: "webhooksQueueUrl",
} as const;

/** The adapters of AWS over the counting clients keep every sentence of the ports: what is counted is what they do. */
describePorts("over counting clients", async (): Promise<Harness> => {
  const clock = new ManualClock();
  const cloud = new MeteredCloud(clock, new Meter());
  return {
    ports: cloud.ports,
    clock,
    receive: async (queue) => cloud.take(URLS[queue]),
    arrived: () =>
      cloud.events.map(({ source, detailType, detail }) => ({ source, detailType, detail: JSON.parse(detail) })),
    calls: () => cloud.calls,
  };
});
