import type { BatchLimits } from "../runtime/in-groups.ts";

/** SendMessageBatch: ten messages, 1 MiB of all their bodies together. */
export const SEND_LIMITS: BatchLimits = { entriesMax: 10, bytesMax: 1_024 * 1_024 };

/** PutEvents: ten entries, 256 KiB of all of them together. */
export const PUBLISH_LIMITS: BatchLimits = { entriesMax: 10, bytesMax: 256 * 1_024 };

/** BatchWriteItem: 25 items. Its 16 MiB can't be reached by 25 items of at most 400 KiB. */
export const WRITE_LIMITS: BatchLimits = { entriesMax: 25, bytesMax: Number.POSITIVE_INFINITY };
