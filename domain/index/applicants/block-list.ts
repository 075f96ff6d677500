import type { OpeningFacts } from "../../matching/facts.ts";
import type { Bounds } from "./bounds.ts";
import type { Query } from "./query.ts";
import { ENDLESS_MINUTES, H_NEED } from "./query-layout.ts";
import { commuteMost, leastPayOfStep, paySortOf } from "./row-values.ts";
import { GROUPS_MIXED, type Rows } from "./rows.ts";
import { OUT, WHOLE } from "./shares.ts";
import type { WorkList } from "./work.ts";

/**
 * Lists the blocks from which an opening can be reached and whose rows, by way and pay, may reach the threshold. Of a group of a district,
 * whose least pay rises from block to block, nothing is looked at beyond the pay offered, and nothing at all where ways are too long for it.
 */
export function listBlocks(work: WorkList, rows: Rows, bounds: Bounds, opening: OpeningFacts, query: Query): void {
  work.length = 0;
  const minutesFrom = query.places.minutesTo(opening);
  const { u8 } = query.memory;
  const { addresses, groups, paySteps, wayClasses, sequences } = rows;
  const need = query.header(H_NEED);
  const offered = [undefined, opening.pay.krwPerHour, opening.pay.krwPerMonth];
  // Neighbouring blocks often have the same step of pay.
  const [lastSteps, lastLosses] = [new Int32Array([-1, -1, -1]), new Uint8Array(3)];
  for (let district = 0; district < sequences.length; district++) {
    const sequence = sequences[district] ?? [];
    const minutes = minutesFrom[district] ?? ENDLESS_MINUTES;
    if (minutes === ENDLESS_MINUTES) continue;
    const ways = bounds.waysOf(minutes);
    let group = GROUPS_MIXED;
    let groupEnd = 0;
    for (let place = 0; place < sequence.length; place++) {
      const block = sequence[place] as number;
      if (groups[block] !== group) {
        group = groups[block] as number;
        groupEnd = group === GROUPS_MIXED ? place + 1 : rows.endOf(sequence, place, group);
        if (group !== GROUPS_MIXED && minutes > commuteMost(group)) {
          place = groupEnd - 1;
          continue;
        }
      }
      const way = u8[ways + (wayClasses[block] as number)] as number;
      if (way === OUT) continue;
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
        if (loss === OUT) {
          place = groupEnd - 1;
          continue;
        }
      }
      const lost = loss + way;
      if (lost <= WHOLE && (WHOLE - lost) * WHOLE >= need) work.add(addresses[block] as number, ways, loss);
    }
  }
}
