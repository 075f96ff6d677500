/** What differs between the stages of the service. */
export interface StageSettings {
  /** Whether tables outlive the stack and refuse to be deleted: true wherever real people are in them. */
  readonly keepsData: boolean;
  /** Number of shards of applicants that a new deployment begins with; one is right up to about a million of them. `ieum reshard` moves to another one. */
  readonly shards: number;
  /** Generation of those shards; once something has been moved, what is kept counts. */
  readonly generation: number;
  /** Least score of a match, 0–10,000. */
  readonly thresholdBp: number;
  /** Whether the night of the law is kept: wherever real people are told. */
  readonly nightQuiet: "statutory" | "none";
  /** Whether webhooks may go to the machine itself: for trying them out in the twin. */
  readonly allowsLoopbackWebhooks: boolean;
}

/**
 * Least score of a match. Both sides at 6,250 come to it. In the small Seoul, what stands right above is work of the same kind (an office
 * clerk for bookkeeping, a carer of children for one of the old), and right below it work that is merely near (a cook for a barista). A
 * pair of which nothing says that the person can do the work comes to 5,477 at the most.
 */
const THRESHOLD_BP = 6_250;

export const stages = {
  dev: {
    keepsData: false,
    shards: 1,
    generation: 1,
    thresholdBp: THRESHOLD_BP,
    nightQuiet: "none",
    allowsLoopbackWebhooks: true,
  },
  prod: {
    keepsData: true,
    shards: 1,
    generation: 1,
    thresholdBp: THRESHOLD_BP,
    nightQuiet: "statutory",
    allowsLoopbackWebhooks: false,
  },
} as const satisfies Record<string, StageSettings>;

/** Where all of them stand: Seoul. */
export const REGION = "ap-northeast-2";

export type Stage = keyof typeof stages;

export const DEFAULT_STAGE: Stage = "dev";

export function isStage(text: string): text is Stage {
  return Object.hasOwn(stages, text);
}
