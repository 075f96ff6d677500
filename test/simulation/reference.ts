import { runSeed } from "./run-seed.ts";

/** Stories that are looked at. */
const STORIES = 100;

/** Calls of the stories that are taken, together: each is tried with each kind of fault, in a run of its own. */
const CALLS_MAX = 650;

/** No call has this number. */
const NONE = { call: 0, kind: "frozen" } as const;

export interface Reference {
  readonly seed: number;
  readonly calls: number;
}

/**
 * Stories for faults at every single call: those that together call the most methods of the ports in the fewest calls, by what the functions do today, so that
 * no change of the stories leaves a part of the service untried. Gives the methods that are called in other stories alone, too.
 */
export async function chooseReferences(): Promise<{ references: readonly Reference[]; left: readonly string[] }> {
  const all = [];
  for (let seed = 1; seed <= STORIES; seed++) {
    const { calls, methods } = await runSeed(seed, { planned: NONE });
    all.push({ seed, calls, methods });
  }
  const left = new Set(all.flatMap(({ methods }) => [...methods]));
  const references: Reference[] = [];
  let room = CALLS_MAX;
  for (;;) {
    const worth = all.flatMap(({ seed, calls, methods }) => {
      const gain = [...methods].filter((method) => left.has(method)).length;
      // To the third, so that one story which has nearly everything is worth more than many small ones.
      return gain === 0 || calls > room ? [] : { seed, calls, methods, worth: gain ** 3 / calls };
    });
    const [best] = worth.toSorted((a, b) => b.worth - a.worth);
    if (best === undefined) return { references, left: [...left].toSorted() };
    for (const method of best.methods) left.delete(method);
    room -= best.calls;
    references.push({ seed: best.seed, calls: best.calls });
  }
}
