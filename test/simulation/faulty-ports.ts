import type { Ports } from "../../functions/ports.ts";
import { PartialFailure } from "../../functions/runtime/errors.ts";
import type { Sandbox } from "./sandbox.ts";
import type { Stage } from "./stage.ts";

/** The ports as one function has them: its own clock, and batch calls of which the service may take a part. */
export function faultyPorts(stage: Stage, skewMs: number, debtor: () => Sandbox | undefined): Ports {
  const { world, history } = stage;
  const { queues, bus, deliveries, shardLog, wakeUps } = world;
  return {
    ...world,
    clock: { now: () => stage.now + skewMs },
    queues: {
      // Whoever comes next may send what a mailbox holds in place of who claimed it: nobody owes that alone.
      send: (queue, messages) =>
        inPart(
          stage,
          messages,
          (some) => queues.send(queue, some),
          queue === "applicant-messages" ? undefined : debtor(),
        ),
    },
    bus: { publish: (events) => inPart(stage, events, (some) => bus.publish(some), debtor()) },
    deliveries: {
      ...deliveries,
      record: (all) => {
        const sandbox = debtor();
        if (sandbox !== undefined) {
          history.noteDeliveries(all, sandbox, { step: stage.step, now: stage.now });
        }
        return inPart(stage, all, (some) => deliveries.record(some));
      },
    },
    // A look at an hour with nobody in it is no call here: the digest looks at a week of them.
    wakeUps: {
      ...wakeUps,
      due: async (hour) => (world.wakingHours().includes(hour) ? wakeUps.due(hour) : []),
    },
    shardLog: { ...shardLog, empty: (shard, seqs) => inPart(stage, seqs, (some) => shardLog.empty(shard, some)) },
  };
}

/** What `debtor` is told was not taken, it owes until the service takes it. */
async function inPart<Entry>(
  stage: Stage,
  entries: readonly Entry[],
  call: (entries: readonly Entry[]) => Promise<void>,
  debtor?: Sandbox,
): Promise<void> {
  const owed = debtor?.invocation?.owed;
  if (entries.length === 0 || !stage.faults.strikes("partial-failure")) {
    await call(entries);
    if (owed !== undefined && owed.size > 0) for (const entry of entries) owed.delete(JSON.stringify(entry));
    return;
  }
  const some = stage.chance.some(entries, stage.chance.between(0, entries.length - 1));
  stage.say(`only ${some.length} of ${entries.length} entries are taken`);
  await call(some);
  for (const entry of entries) if (!some.includes(entry)) owed?.add(JSON.stringify(entry));
  throw new PartialFailure("batch", entries.length - some.length, entries.length, "injected");
}
