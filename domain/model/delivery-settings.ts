import * as z from "zod";
import { openingKinds, plainDate, revision } from "./primitives.ts";

/** How recommendations reach people: the inbox, which they open themselves, and messages, which come to them. */
export const deliveryChannels = ["inbox", "message"] as const;
export type DeliveryChannel = (typeof deliveryChannels)[number];

/** What somebody is told for: a new match, changed terms of what they know, or that it is gone. */
export const deliveryPurposes = ["recommendation", "change", "withdrawal"] as const;
export type DeliveryPurpose = (typeof deliveryPurposes)[number];

/** More than this many messages a day or a week is nobody's wish: it is a mistake in typing. */
const MESSAGES_PER_DAY_MAX = 20;
const MESSAGES_PER_WEEK_MAX = 100;

/** A time of day in Seoul, in quarters of an hour. */
const clockTime = z.string().regex(/^(?:[01]\d|2[0-3]):(?:00|15|30|45)$/, "is not a quarter of an hour of the day");

/** Days of the week as ISO 8601 counts them: 1 is Monday. */
const weekday = z.int().min(1).max(7);

const quietTime = z
  .strictObject({
    /** Every day when left out. Of a span over midnight, the day on which it begins. */
    days: z.array(weekday).min(1).max(7).optional(),
    from: clockTime,
    to: clockTime,
  })
  .refine(({ from, to }) => from !== to, { path: ["to"], error: "is the same as from" });

const purposes = z.array(z.enum(deliveryPurposes)).max(deliveryPurposes.length);

/** How a person wants to be told. Each field may be left out; `toDeliveryTerms` states what then holds. */
export const deliverySettings = z.strictObject({
  /** What each channel may be used for. A channel that isn't named may be used for nothing once any is named. */
  agreed: z.strictObject({ inbox: purposes.optional(), message: purposes.optional() }).optional(),
  quietTimes: z.array(quietTime).max(7).optional(),
  digest: z.enum(["immediate", "daily", "weekly"]).optional(),
  /** The hour of a digest in Seoul; the night is not for choosing. */
  digestHour: z.int().min(8).max(20).optional(),
  digestDay: weekday.optional(),
  perDayMax: z.int().min(0).max(MESSAGES_PER_DAY_MAX).optional(),
  perWeekMax: z.int().min(0).max(MESSAGES_PER_WEEK_MAX).optional(),
  /** No messages before this day. */
  pausedUntil: plainDate.optional(),
  /** Kinds that the person has asked to hear of at once, at night too (정보통신망법 50조 3항 wants that agreed to by itself). */
  urgentKinds: z.array(z.enum(openingKinds)).max(openingKinds.length).optional(),
  /** The person has come back after the opt-out of this revision: it and earlier ones no longer hold. */
  resumedAfterOptOut: revision.optional(),
});
export type DeliverySettings = z.infer<typeof deliverySettings>;
