import type { ReadinessArea } from "./case-step.ts";

/** One area of a self-diagnosis beside what people of the city have in it. */
export interface ReadinessOfArea {
  readonly area: ReadinessArea;
  readonly points: number;
  /** Undefined where the programme's rules state no average. */
  readonly cityAverage: number | undefined;
  /** Points above the average; negative below it. */
  readonly difference: number | undefined;
}

export type ReadinessPoints = readonly { readonly area: ReadinessArea; readonly points: number }[];

/**
 * A self-diagnosis beside the averages of the city, the area first that lies farthest below: that is what a counsellor begins with. Areas without an
 * average come last, the lowest first; equal ones stay in the order given.
 */
export function compareReadiness(points: ReadinessPoints, averages: ReadinessPoints): readonly ReadinessOfArea[] {
  const compared = points.map(({ area, points: own }): ReadinessOfArea => {
    const cityAverage = averages.find((one) => one.area === area)?.points;
    return { area, points: own, cityAverage, difference: cityAverage === undefined ? undefined : own - cityAverage };
  });
  return compared.toSorted((a, b) => {
    if (a.difference === undefined && b.difference === undefined) return a.points - b.points;
    if (a.difference === undefined) return 1;
    return b.difference === undefined ? -1 : a.difference - b.difference;
  });
}
