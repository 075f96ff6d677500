import {
  type DeliveryChannel,
  type DeliveryPurpose,
  type DeliverySettings,
  deliveryPurposes,
} from "../model/delivery-settings.ts";
import type { OpeningKind } from "../model/primitives.ts";
import type { WeeklySpan } from "./quiet-hours.ts";

/** How a person is told, with everything that they left out filled in. */
export interface DeliveryTerms {
  readonly agreed: Readonly<Record<DeliveryChannel, readonly DeliveryPurpose[]>>;
  readonly quietTimes: readonly WeeklySpan[];
  readonly digest: "immediate" | "daily" | "weekly";
  readonly digestHour: number;
  /** 1 is Monday. */
  readonly digestDay: number;
  readonly perDayMax: number;
  readonly perWeekMax: number;
  /** `YYYY-MM-DD`. */
  readonly pausedUntil: string | undefined;
  readonly urgentKinds: readonly OpeningKind[];
  readonly resumedAfterOptOut: number;
}

/** Most messages to one person in a day, and in any seven days in a row. */
export type MessageCaps = Pick<DeliveryTerms, "perDayMax" | "perWeekMax">;

/** Three messages a day are read; of more, people complain or leave (four to five a day is what public alert services were stopped for). */
export const defaultCaps: MessageCaps = { perDayMax: 3, perWeekMax: 10 };

/** An hour after the night ends: people are up, and offices are open to answer. */
const DIGEST_HOUR_DEFAULT = 9;
const MONDAY = 1;

const EVERY_PURPOSE: Readonly<Record<DeliveryChannel, readonly DeliveryPurpose[]>> = {
  inbox: deliveryPurposes,
  message: deliveryPurposes,
};

/**
 * The terms that a profile's settings come to. Somebody who has agreed to be told (`alerts`) and says no more is told at once by day, of everything,
 * on every channel; somebody who hasn't is told nothing whatever the settings say. What a person has said of their own caps goes before `caps`.
 */
export function toDeliveryTerms(
  settings: DeliverySettings | undefined,
  alerts: boolean,
  caps: MessageCaps = defaultCaps,
): DeliveryTerms {
  const { agreed, quietTimes = [], digest = "immediate", pausedUntil, urgentKinds = [] } = settings ?? {};
  const stated = agreed === undefined ? EVERY_PURPOSE : { inbox: agreed.inbox ?? [], message: agreed.message ?? [] };
  return {
    agreed: alerts ? stated : { inbox: [], message: [] },
    quietTimes: quietTimes.map(({ days, from, to }) => ({ days, from: toMinutes(from), to: toMinutes(to) })),
    digest,
    digestHour: settings?.digestHour ?? DIGEST_HOUR_DEFAULT,
    digestDay: settings?.digestDay ?? MONDAY,
    perDayMax: settings?.perDayMax ?? caps.perDayMax,
    perWeekMax: settings?.perWeekMax ?? caps.perWeekMax,
    pausedUntil,
    urgentKinds,
    resumedAfterOptOut: settings?.resumedAfterOptOut ?? 0,
  };
}

function toMinutes(clockTime: string): number {
  return Number(clockTime.slice(0, 2)) * 60 + Number(clockTime.slice(3, 5));
}
