/** A queue of the flow: who fills it and who works it off. Centers' queues are one here: each is filled and fetched from in the same way. */
export interface FlowStep {
  readonly queue: string;
  readonly from: FlowWorker;
  readonly to: FlowWorker;
}

/** The bus, functions, and whoever is outside. */
export type FlowWorker = "bus" | "intake" | "match" | "notify" | "send" | "feed" | "webhook" | "employers" | "centers";

/** What stands for the queue of each center. */
export const CENTERS_QUEUE = "centers";

/** The flow as the stack connects it, in the order that an event takes. */
export const flowSteps: readonly FlowStep[] = [
  { queue: "intake", from: "bus", to: "intake" },
  { queue: "imports", from: "bus", to: "intake" },
  { queue: "matching", from: "intake", to: "match" },
  { queue: "applicant-alerts", from: "match", to: "notify" },
  { queue: "applicant-messages", from: "notify", to: "send" },
  { queue: "employer-shortlists", from: "match", to: "employers" },
  { queue: "feed", from: "match", to: "feed" },
  { queue: "webhooks", from: "feed", to: "webhook" },
  { queue: CENTERS_QUEUE, from: "match", to: "centers" },
];

const CENTER_QUEUE = /^center-/;

/** Where a queue stands in the flow; undefined for one that stands beside it. */
export function stepOf(queue: string): FlowStep | undefined {
  const name = CENTER_QUEUE.test(queue) ? CENTERS_QUEUE : queue;
  return flowSteps.find((step) => step.queue === name);
}
