import type { OpeningFacts } from "../../matching/facts.ts";
import type { Bounds } from "./bounds.ts";
import type { Query } from "./query.ts";
import { ENDLESS_MINUTES, H_NEED } from "./query-layout.ts";
import { leastPayOfStep, PAY_BY_HOUR, PAY_BY_MONTH, PAY_NONE, PAY_STEPS } from "./row-values.ts";
import { PAY_ANY, type Rows, RUN_NUMBERS } from "./rows.ts";
import { OUT, WHOLE } from "./shares.ts";
import type { WorkList } from "./work.ts";

/**
 * What the steps of pay lose, and above it in which query that was worked out. By the hour, then by the month: districts have much the same steps.
 */
const stepLosses = new Uint32Array(2 * PAY_STEPS);
const QUERY_SHIFT = 8;
const QUERIES = 2 ** 24;
let queryNumber = 0;

/** A number by which no step is known yet. */
function nextQuery(): number {
  queryNumber++;
  if (queryNumber === QUERIES) {
    stepLosses.fill(0);
    queryNumber = 1;
  }
  return queryNumber;
}

/** What an opening offers people whose pay wishes are of a sort. */
interface Offer {
  /** What is offered to compare with what they wish; −1 where there is nothing to compare. */
  readonly pay: number;
  /** Whether pay counts for them: of those of whom it isn't known, the bound that holds for either. */
  readonly comparesPay: boolean;
  readonly tables: number;
  /** Where the losses of their steps begin, and the first step that loses anything. */
  readonly firstLoss: number;
  readonly losingStep: number;
}

/** Offers by sort of pay wishes. */
function offersOf({ pay: { krwPerHour, krwPerMonth } }: OpeningFacts, bounds: Bounds): readonly Offer[] {
  const offer = (sort: number, pay = -1, comparesPay = pay >= 0): Offer => ({
    pay,
    comparesPay,
    tables: bounds.applicantTables(comparesPay),
    firstLoss: sort === PAY_BY_HOUR ? 0 : PAY_STEPS,
    losingStep: pay < 0 ? PAY_STEPS : firstLosingStep(pay, sort, bounds),
  });
  const offers: Offer[] = [];
  offers[PAY_NONE] = offer(PAY_NONE);
  offers[PAY_BY_HOUR] = offer(PAY_BY_HOUR, krwPerHour);
  offers[PAY_BY_MONTH] = offer(PAY_BY_MONTH, krwPerMonth);
  offers[PAY_ANY] = offer(PAY_ANY, -1, krwPerHour !== undefined || krwPerMonth !== undefined);
  return offers;
}

/** Below which step of pay nothing is lost: what is lost never falls as least pay rises. */
function firstLosingStep(pay: number, sort: number, bounds: Bounds): number {
  let [low, high] = [0, PAY_STEPS];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (bounds.lossOfPay(pay, leastPayOfStep(middle, sort)) === 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Lists the blocks from which an opening can be reached and whose rows, by way and pay, may reach the threshold. A run of blocks whose ways
 * are all too short is passed over; within a run least pay rises, so what comes behind a block beyond the pay offered is, too. Tried: addresses, steps
 * and ways of a district's blocks side by side take 5 % less, of a part that is a tenth of a match.
 */
export function listBlocks(work: WorkList, rows: Rows, bounds: Bounds, opening: OpeningFacts, query: Query): void {
  work.length = 0;
  const minutesFrom = query.places.minutesTo(opening);
  const { u8 } = query.memory;
  const { addresses, paySteps, wayClasses, sequences } = rows;
  // The most that may be lost.
  const lostMost = WHOLE - Math.ceil(query.header(H_NEED) / WHOLE);
  const number = nextQuery();
  const offers = offersOf(opening, bounds);
  for (let district = 0; district < sequences.length; district++) {
    const sequence = sequences[district] as readonly number[];
    const minutes = minutesFrom[district] ?? ENDLESS_MINUTES;
    if (minutes === ENDLESS_MINUTES || sequence.length === 0) continue;
    const runs = rows.runsOf(district);
    for (let run = 0; run < runs.length; run += RUN_NUMBERS) {
      if (minutes > (runs[run + 2] as number)) continue;
      const sort = runs[run + 3] as number;
      const { pay, comparesPay, tables, firstLoss, losingStep } = offers[sort] as Offer;
      const ways = bounds.waysOf(minutes, comparesPay);
      const end = runs[run + 1] as number;
      for (let place = runs[run] as number; place < end; place++) {
        const block = sequence[place] as number;
        const step = paySteps[block] as number;
        let loss = 0;
        if (step >= losingStep) {
          const known = stepLosses[firstLoss + step] as number;
          const isKnown = known >>> QUERY_SHIFT === number;
          loss = isKnown ? known & 255 : bounds.lossOfPay(pay, leastPayOfStep(step, sort));
          if (!isKnown) stepLosses[firstLoss + step] = ((number << QUERY_SHIFT) | loss) >>> 0;
          if (loss === OUT) break;
        }
        const way = u8[ways + (wayClasses[block] as number)] as number;
        if (way === OUT || loss + way > lostMost) continue;
        work.add(addresses[block] as number, ways, loss, tables);
      }
    }
  }
}
