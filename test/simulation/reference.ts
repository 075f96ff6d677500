import { runSeed, type SeedReport } from "./run-seed.ts";

/** Stories that are looked at. */
const STORIES = 100;

/** Calls of the stories that are taken whole, together: each is tried with each kind of fault, in a run of its own. */
const CALLS_MAX = 450;

/** No call has this number. */
const NONE = { call: 0, kind: "frozen" } as const;

/** A story, and the calls of it that are tried with each kind of fault. */
export interface Reference {
  readonly seed: number;
  readonly calls: readonly number[];
}

/**
 * Stories for faults at single calls: whole ones that together call the most methods of the ports in the fewest calls, and for each method that these leave
 * out the calls of it in the story where they are had most cheaply. Chosen by what the functions do today, so that no change of the stories leaves a part
 * of the service untried. Gives the methods that are tried, too.
 */
export async function chooseReferences(): Promise<{ references: Reference[]; methods: ReadonlySet<string> }> {
  const stories: SeedReport[] = [];
  for (let seed = 1; seed <= STORIES; seed++) stories.push(await runSeed(seed, { planned: NONE }));
  const methods = new Set(stories.flatMap(({ callsOf }) => [...callsOf.keys()]));
  const { references, left } = wholeStories(stories, methods);
  for (const method of left) references.push(cheapest(stories, method));
  return { references, methods };
}

function wholeStories(stories: readonly SeedReport[], methods: ReadonlySet<string>) {
  const left = new Set(methods);
  const references: Reference[] = [];
  let room = CALLS_MAX;
  for (;;) {
    const worth = stories.flatMap((story) => {
      const gain = [...story.callsOf.keys()].filter((method) => left.has(method)).length;
      // To the third, so that one story which has nearly everything is worth more than many small ones; trying it takes a run of its length for each call.
      return gain === 0 || story.calls > room ? [] : { story, worth: gain ** 3 / story.calls ** 2 };
    });
    const best = worth.toSorted((a, b) => b.worth - a.worth)[0]?.story;
    if (best === undefined) return { references, left };
    for (const method of best.callsOf.keys()) left.delete(method);
    room -= best.calls;
    references.push({ seed: best.seed, calls: Array.from({ length: best.calls }, (_, at) => at + 1) });
  }
}

function cheapest(stories: readonly SeedReport[], method: string): Reference {
  const having = stories.flatMap((story) => {
    const calls = story.callsOf.get(method) ?? [];
    return calls.length === 0 ? [] : { seed: story.seed, calls, cost: calls.length * story.calls };
  });
  const [best] = having.toSorted((a, b) => a.cost - b.cost);
  if (best === undefined) throw new Error(`no story calls ${method}`);
  return best;
}
