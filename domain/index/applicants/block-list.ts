import type { OpeningFacts } from "../../matching/facts.ts";
import type { Bounds } from "./bounds.ts";
import type { Query } from "./query.ts";
import { ENDLESS_MINUTES, H_NEED } from "./query-layout.ts";
import { leastPayOfStep, PAY_BY_HOUR, PAY_BY_MONTH, PAY_STEPS } from "./row-values.ts";
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

/** What is offered to compare with pay wishes of a sort. */
function payOf(sort: number, { pay }: OpeningFacts): number | undefined {
  if (sort === PAY_BY_HOUR) return pay.krwPerHour;
  return sort === PAY_BY_MONTH ? pay.krwPerMonth : undefined;
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
  const need = query.header(H_NEED);
  const number = nextQuery();
  const paysAny = opening.pay.krwPerHour !== undefined || opening.pay.krwPerMonth !== undefined;
  for (let district = 0; district < sequences.length; district++) {
    const sequence = sequences[district] ?? [];
    const minutes = minutesFrom[district] ?? ENDLESS_MINUTES;
    if (minutes === ENDLESS_MINUTES || sequence.length === 0) continue;
    const runs = rows.runsOf(district);
    for (let run = 0; run < runs.length; run += RUN_NUMBERS) {
      if (minutes > (runs[run + 2] as number)) continue;
      const sort = runs[run + 3] as number;
      const pay = payOf(sort, opening);
      // Of who is unknown, the bound that holds for either.
      const comparesPay = pay !== undefined || (sort === PAY_ANY && paysAny);
      const tables = bounds.applicantTables(comparesPay);
      const ways = bounds.waysOf(minutes, comparesPay);
      const firstStep = sort === PAY_BY_HOUR ? 0 : PAY_STEPS;
      const end = runs[run + 1] as number;
      for (let place = runs[run] as number; place < end; place++) {
        const block = sequence[place] as number;
        let loss = 0;
        if (pay !== undefined) {
          const step = paySteps[block] as number;
          const known = stepLosses[firstStep + step] as number;
          const isKnown = known >>> QUERY_SHIFT === number;
          loss = isKnown ? known & 255 : bounds.lossOfPay(pay, leastPayOfStep(step, sort));
          if (!isKnown) stepLosses[firstStep + step] = ((number << QUERY_SHIFT) | loss) >>> 0;
          if (loss === OUT) break;
        }
        const way = u8[ways + (wayClasses[block] as number)] as number;
        const lost = loss + way;
        if (way === OUT || lost > WHOLE || (WHOLE - lost) * WHOLE < need) continue;
        work.add(addresses[block] as number, ways, loss, tables);
      }
    }
  }
}
