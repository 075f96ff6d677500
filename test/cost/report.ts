import { builtInTaxonomy } from "../../domain/taxonomy/built-in.ts";
import { createMatchingConfiguration } from "../../functions/runtime/rules.ts";
import { stages } from "../../infra/stages.ts";
import { type ByService, byServiceOf, sumOf, usageOf, usageOfEvents, usageOfMatching } from "./bill.ts";
import type { Deployment } from "./deployment.ts";
import { type Drive, drive } from "./drive.ts";
import { ceilingOf, type Measured, type Month, monthAt, total } from "./growth.ts";
import type { ProcessorMs } from "./metered-service.ts";
import { month } from "./month.ts";
import { monthlyUsd, otherDesigns, type Prices } from "./prices.ts";

export const SIZES = [100_000, 1_000_000, 10_000_000] as const;

/** At these, other designs are set beside: with more, their machines would have to grow. */
export const DESIGN_SIZES = [100_000, 1_000_000] as const;

export interface CostOfMonth {
  readonly perMonthUsd: number;
  /** What openings bring, and the hours and days in which people are told of them, by the million. */
  readonly perMillionOpeningsUsd: number;
  /** The whole month by messages to people. */
  readonly perAlertUsd: number;
  /** The whole month by million pairs of an applicant and an opening that were found to suit. */
  readonly perMillionPairsUsd: number;
  readonly byService: ByService;
  readonly openings: number;
  readonly matchedPairs: number;
  readonly alerts: number;
}

/** One way to match, the rest of the service as it is. */
export interface DesignCost {
  readonly design: string;
  readonly matchingUsd: number;
  readonly perMonthUsd: number;
  readonly perMillionPairsUsd: number;
  readonly perAlertUsd: number;
}

export interface CostReport
  extends Pick<CostOfMonth, "perMonthUsd" | "perMillionOpeningsUsd" | "perAlertUsd" | "byService"> {
  readonly at: Readonly<Record<number, CostOfMonth>>;
  readonly designs: Readonly<Record<number, readonly DesignCost[]>>;
  readonly measuredAt: readonly number[];
  /** From which size on the lists of openings, and of profiles, are full. */
  readonly listsFullAt: Measured["ceilings"];
}

/** Plays the month at two sizes. */
export async function measure(
  sizes: readonly [number, number],
  processorMs: ProcessorMs,
  days: { readonly warmUpDays: number; readonly countedDays: number } = { warmUpDays: 1, countedDays: 1 },
): Promise<Measured> {
  const [few, many] = sizes;
  const small = await drive({ applicants: few, ...days }, processorMs);
  const large = await drive({ applicants: many, ...days }, processorMs);
  return { small, large, ceilings: ceilingsOf(small, large) };
}

function ceilingsOf(small: Drive, large: Drive): Measured["ceilings"] {
  const { perOpening, perApplicant } = createMatchingConfiguration(stages.prod.thresholdBp, builtInTaxonomy);
  return {
    opening: ceilingOf("opening", perOpening.listMax, small, large),
    profile: ceilingOf("profile", perApplicant.listMax, small, large),
  };
}

export function costOf(counted: Month, deployment: Deployment, prices: Prices): CostOfMonth {
  const byService = byServiceOf(usageOf(counted, deployment), prices);
  const perMonthUsd = sumOf(byService);
  const ofOpenings = usageOfEvents(counted, deployment, { of: ["opening", "hour", "day"] });
  const [matchedPairs, alerts] = [total(counted, "matched-pairs"), total(counted, "messages")];
  return {
    perMonthUsd,
    perMillionOpeningsUsd: (sumOf(byServiceOf(ofOpenings, prices)) / counted.openings) * 1_000_000,
    perAlertUsd: perMonthUsd / alerts,
    perMillionPairsUsd: (perMonthUsd / matchedPairs) * 1_000_000,
    byService,
    openings: counted.openings,
    matchedPairs,
    alerts,
  };
}

/** Beside ours, machines that are there all month, and match at no cost of their own: the best that can be said of them. */
export function designsAt(counted: Month, deployment: Deployment, prices: Prices): DesignCost[] {
  const { perMonthUsd, matchedPairs, alerts } = costOf(counted, deployment, prices);
  const ours = sumOf(byServiceOf(usageOfMatching(counted, deployment), prices));
  const others = otherDesigns.map((one) => [`${one.name} (${one.machine})`, monthlyUsd(one)] as const);
  return [["as it is: one writer a shard, index in memory", ours] as const, ...others].map(([design, matchingUsd]) => {
    const whole = perMonthUsd - ours + matchingUsd;
    const perMillionPairsUsd = (matchingUsd / matchedPairs) * 1_000_000;
    return { design, matchingUsd, perMonthUsd: whole, perMillionPairsUsd, perAlertUsd: whole / alerts };
  });
}

export function toReport(measured: Measured, deployment: Deployment, prices: Prices): CostReport {
  const months = SIZES.map((size) => [size, monthAt(size, measured)] as const);
  const at = Object.fromEntries(months.map(([size, counted]) => [size, costOf(counted, deployment, prices)]));
  const { perMonthUsd, perMillionOpeningsUsd, perAlertUsd, byService } = costOf(
    monthAt(month.applicants, measured),
    deployment,
    prices,
  );
  return {
    perMonthUsd,
    perMillionOpeningsUsd,
    perAlertUsd,
    byService,
    at,
    designs: Object.fromEntries(
      DESIGN_SIZES.map((size) => [size, designsAt(monthAt(size, measured), deployment, prices)]),
    ),
    measuredAt: [measured.small.applicants, measured.large.applicants],
    listsFullAt: measured.ceilings,
  };
}
