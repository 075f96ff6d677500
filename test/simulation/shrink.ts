import { faultKinds } from "./faults.ts";
import { runSeed, type SeedOptions, type SeedReport } from "./run-seed.ts";
import { writeStory } from "./story.ts";

/** Runs that one shrinking may take: a few seconds. */
const RUNS_MAX = 300;

/** As much of a run as shrinking looks at. */
export type Outcome = Pick<SeedReport, "violations" | "faultsByKind">;

/**
 * Makes a failing seed smaller: fewer faults, fewer kinds of them, less of a story, as long as some guarantee is still broken. Whatever is left out changes
 * what follows, so each attempt is a run of its own, and only what still fails is kept.
 */
export async function shrink(
  seed: number,
  failing: SeedOptions = {},
  run: (seed: number, options: SeedOptions) => Promise<Outcome> = runSeed,
): Promise<SeedOptions> {
  let best: SeedOptions = { faultsMax: failing.faultsMax, without: failing.without, drop: failing.drop };
  let runs = 0;
  const attempt = async (changes: SeedOptions): Promise<boolean> => {
    if (runs++ >= RUNS_MAX) return false;
    const candidate = { ...best, ...changes };
    const { violations } = await run(seed, candidate);
    // Another guarantee that breaks on the way is another story.
    if (!violations.some(({ guarantee }) => guarantee === broken)) return false;
    best = candidate;
    return true;
  };
  const whole = await run(seed, best);
  const broken = whole.violations[0]?.guarantee;
  let faultsMax = best.faultsMax ?? drawnOf(whole);
  await attempt({ faultsMax });
  while (faultsMax > 0 && (await attempt({ faultsMax: Math.floor(faultsMax / 2) })))
    faultsMax = Math.floor(faultsMax / 2);
  for (let step = Math.ceil(faultsMax / 4); step >= 1; step = step === 1 ? 0 : Math.ceil(step / 2)) {
    while (faultsMax >= step && (await attempt({ faultsMax: faultsMax - step }))) faultsMax -= step;
  }
  for (const kind of faultKinds) await attempt({ without: [...(best.without ?? []), kind] });
  const places = writeStory(seed).happenings.map((_, at) => at);
  for (let size = Math.ceil(places.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let from = 0; from < places.length; from += size) {
      const drop = [...new Set([...(best.drop ?? []), ...places.slice(from, from + size)])];
      if (drop.length > (best.drop ?? []).length) await attempt({ drop });
    }
  }
  return best;
}

function drawnOf({ faultsByKind }: Outcome): number {
  return [...faultsByKind.values()].reduce((sum, count) => sum + count, 0);
}
