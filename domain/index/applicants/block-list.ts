import type { OpeningFacts } from "../../matching/facts.ts";
import type { Bounds } from "./bounds.ts";
import type { Query } from "./query.ts";
import { ENDLESS_MINUTES, H_NEED } from "./query-layout.ts";
import { leastPayOfStep, paySortOf } from "./row-values.ts";
import { GROUPS_MIXED, type Rows } from "./rows.ts";
import { OUT, WHOLE } from "./shares.ts";
import type { WorkList } from "./work.ts";

/** Lists the blocks from which an opening can be reached and whose rows, by way and pay, may reach the threshold. */
export function listBlocks(work: WorkList, rows: Rows, bounds: Bounds, opening: OpeningFacts, query: Query): void {
  work.length = 0;
  const minutesFrom = query.places.minutesTo(opening);
  const { u8 } = query.memory;
  const { addresses, groups, paySteps, wayClasses } = rows;
  const need = query.header(H_NEED);
  const offered = [undefined, opening.pay.krwPerHour, opening.pay.krwPerMonth];
  // Neighbouring blocks often have the same step of pay.
  const [lastSteps, lastLosses] = [new Int32Array([-1, -1, -1]), new Uint8Array(3)];
  for (const [district, sequence] of rows.sequences.entries()) {
    const minutes = minutesFrom[district] ?? ENDLESS_MINUTES;
    if (minutes === ENDLESS_MINUTES) continue;
    const ways = bounds.waysOf(minutes);
    for (let place = 0; place < sequence.length; place++) {
      const block = sequence[place] as number;
      const way = u8[ways + (wayClasses[block] as number)] as number;
      if (way === OUT) continue;
      const group = groups[block] as number;
      // A block that reaches into the next group has rows of any pay.
      const sort = group === GROUPS_MIXED ? 0 : paySortOf(group);
      const pay = offered[sort];
      let loss = 0;
      if (pay !== undefined) {
        const step = paySteps[block] as number;
        if (lastSteps[sort] !== step) {
          lastSteps[sort] = step;
          lastLosses[sort] = bounds.lossOfPay(pay, leastPayOfStep(step, sort));
        }
        loss = lastLosses[sort] as number;
      }
      const lost = loss + way;
      if (loss !== OUT && lost <= WHOLE && (WHOLE - lost) * WHOLE >= need) {
        work.add(addresses[block] as number, ways, loss);
      }
    }
  }
}
