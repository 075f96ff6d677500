import type { OpeningFacts } from "../../matching/facts.ts";
import type { Bounds } from "./bounds.ts";
import type { Query } from "./query.ts";
import { ENDLESS_MINUTES, H_NEED } from "./query-layout.ts";
import { commuteMost, leastPayOfStep, PAY_BY_HOUR, PAY_STEPS, paySortOf } from "./row-values.ts";
import { GROUPS_MIXED, type Rows, RUN_NUMBERS } from "./rows.ts";
import { OUT, WHOLE } from "./shares.ts";
import type { WorkList } from "./work.ts";

/** What the steps of pay lose, plus one; 0 as long as nobody has asked. By the hour, then by the month: districts have much the same steps. */
const stepLosses = new Uint16Array(2 * PAY_STEPS);

/**
 * Lists the blocks from which an opening can be reached and whose rows, by way and pay, may reach the threshold. A run of blocks whose ways
 * are all too short is passed over; within a run least pay rises, so what comes behind a block beyond the pay offered is, too.
 */
export function listBlocks(work: WorkList, rows: Rows, bounds: Bounds, opening: OpeningFacts, query: Query): void {
  work.length = 0;
  const minutesFrom = query.places.minutesTo(opening);
  const { u8 } = query.memory;
  const { addresses, paySteps, wayClasses, sequences } = rows;
  const need = query.header(H_NEED);
  stepLosses.fill(0);
  for (let district = 0; district < sequences.length; district++) {
    const sequence = sequences[district] ?? [];
    const minutes = minutesFrom[district] ?? ENDLESS_MINUTES;
    if (minutes === ENDLESS_MINUTES || sequence.length === 0) continue;
    const ways = bounds.waysOf(minutes);
    const runs = rows.runsOf(district);
    for (let run = 0; run < runs.length; run += RUN_NUMBERS) {
      const group = runs[run + 2] as number;
      if (group !== GROUPS_MIXED && minutes > commuteMost(group)) continue;
      // A block that reaches into the next group has rows of any pay.
      const sort = group === GROUPS_MIXED ? 0 : paySortOf(group);
      const pay = sort === 0 ? undefined : sort === PAY_BY_HOUR ? opening.pay.krwPerHour : opening.pay.krwPerMonth;
      const firstStep = sort === PAY_BY_HOUR ? 0 : PAY_STEPS;
      const end = runs[run + 1] as number;
      for (let place = runs[run] as number; place < end; place++) {
        const block = sequence[place] as number;
        let loss = 0;
        if (pay !== undefined) {
          const step = paySteps[block] as number;
          const known = stepLosses[firstStep + step] as number;
          loss = known > 0 ? known - 1 : bounds.lossOfPay(pay, leastPayOfStep(step, sort));
          stepLosses[firstStep + step] = loss + 1;
          if (loss === OUT) break;
        }
        const way = u8[ways + (wayClasses[block] as number)] as number;
        if (way === OUT) continue;
        const lost = loss + way;
        if (lost <= WHOLE && (WHOLE - lost) * WHOLE >= need) work.add(addresses[block] as number, ways, loss);
      }
    }
  }
}
