import { setTimeout as sleep } from "node:timers/promises";
import type { ShardPlan } from "../../domain/index/shards.ts";
import {
  beginMove,
  fillNext,
  type NotNow,
  type Pacing,
  type Removed,
  type ReshardingConfiguration,
  removePrevious,
  SHARDS_MAX,
  type Step,
  switchOver,
} from "../../functions/operating/resharding.ts";
import { readMove, type ShardMove } from "../../functions/operating/shard-move.ts";
import {
  connectionArgs,
  defineOperatorCommand,
  EXIT_DONE,
  EXIT_FAILED,
  jsonArg,
  OperatorError,
  toWholeNumber,
} from "./command.ts";
import { type Connection, deployedTaxonomy, withConnection } from "./connection.ts";
import { atRate, deployedPlan, type OperatingPorts, openDesk } from "./operating.ts";
import { openTerminal, type Terminal } from "./terminal.ts";

/** A fifth of what one shard's writer takes: the traffic of the day goes on beside it. */
const RATE_DEFAULT = 200;

/** What is on its way is there in seconds; in the cloud a redelivery takes its time. */
const SETTLE_TWIN_MS = 1_000;
const SETTLE_MS = 15_000;

/** Looks until we give up for now; the same command goes on where it was. */
const LOOKS_MAX = 60;

const rateArg = {
  rate: { type: "string", description: `At most so many messages a second (${RATE_DEFAULT})` },
} as const;

export const reshard = defineOperatorCommand({
  meta: {
    name: "reshard",
    description:
      "Move to a new generation of shards while the old one works: fill, catch up, switch. Given again it goes on where it was. `reshard remove` ends it",
  },
  args: {
    shards: { type: "string", required: true, description: `How many shards there are to be, 1 to ${SHARDS_MAX}` },
    ...rateArg,
    ...jsonArg,
    ...connectionArgs,
  },
  run: ({ args }) =>
    withConnection(args, async (connection) => {
      const shards = toWholeNumber("shards", args.shards, 1);
      if (shards > SHARDS_MAX) throw new OperatorError(`--shards must be ${SHARDS_MAX} at the most`);
      const pacing = pacingOf(connection, toWholeNumber("rate", args.rate, RATE_DEFAULT));
      const configuration = configurationOf(connection, args);
      const ports = await openDesk(connection);
      const terminal = openTerminal();
      const begun = await beginMove(shards, ports, configuration);
      if (begun.kind !== "begun" && begun.kind !== "goes-on") throw new OperatorError(wordsFor(begun));
      terminal.note(`${begun.kind === "begun" ? "begun" : "goes on"}: ${inWords(begun.move)}`);
      await fillUp(ports, configuration, pacing, terminal);
      return finish(await switchOver(ports, configuration, pacing), terminal, args.json);
    }),
});

/** Looks and sends until nothing is missing. */
async function fillUp(
  ports: OperatingPorts,
  configuration: ReshardingConfiguration,
  pacing: Pacing,
  terminal: Terminal,
): Promise<void> {
  for (let look = 0; look < LOOKS_MAX; look++) {
    const filling = await fillNext(ports, configuration, pacing);
    if (filling.kind !== "looked") throw new OperatorError(wordsFor(filling));
    if (filling.missing === 0) return;
    terminal.note(`${filling.missing} of ${filling.kept} were missing and are on their way`);
  }
  throw new OperatorError("it doesn't fill: look at `dead-letters matching`, and give the same command again");
}

export const reshardStatus = defineOperatorCommand({
  meta: { name: "status", description: "Which generations of shards there are" },
  args: { ...jsonArg, ...connectionArgs },
  run: ({ args }) =>
    withConnection(args, async (connection) => {
      const { move } = await readMove(await openDesk(connection), deployedPlan(connection));
      const terminal = openTerminal();
      if (args.json) terminal.json(move);
      else terminal.line(inWords(move));
      return EXIT_DONE;
    }),
});

export const reshardRemove = defineOperatorCommand({
  meta: {
    name: "remove",
    description: "Remove the shards that were moved from, once nothing is on its way to them; waits for that a while",
  },
  args: { ...jsonArg, ...connectionArgs },
  run: ({ args }) =>
    withConnection(args, async (connection) => {
      const ports = await openDesk(connection);
      const { settle } = pacingOf(connection, RATE_DEFAULT);
      const configuration = configurationOf(connection, args);
      const terminal = openTerminal();
      // Counts of a queue lag behind what was sent.
      await settle();
      for (let look = 1; ; look++) {
        const removed = await removePrevious(ports, configuration, ports.deadLetters);
        const isOnTheWay = removed.kind === "messages-remain" && removed.dead === 0;
        if (!isOnTheWay || look === LOOKS_MAX) return finish(removed, terminal, args.json);
        await settle();
      }
    }),
});

function configurationOf(
  connection: Connection,
  args: Parameters<typeof deployedTaxonomy>[0],
): ReshardingConfiguration {
  return { deployed: deployedPlan(connection), taxonomy: deployedTaxonomy(args) };
}

function pacingOf({ isTwin }: Connection, rate: number): Pacing {
  return { pace: atRate(rate), settle: () => sleep(isTwin ? SETTLE_TWIN_MS : SETTLE_MS) };
}

type Ended = Step<"switched"> | Removed | NotNow;

function finish(ended: Ended, terminal: Terminal, asJson: boolean): number {
  if (asJson) terminal.json(ended);
  if (ended.kind !== "switched" && ended.kind !== "removed") {
    if (!asJson) terminal.note(wordsFor(ended));
    return EXIT_FAILED;
  }
  if (!asJson) terminal.line(`${ended.kind}: ${inWords(ended.move)}`);
  return EXIT_DONE;
}

function inWords({ current, next, previous }: ShardMove): string {
  const of = ({ generation, shards }: ShardPlan) =>
    `generation ${generation} (${shards} ${shards === 1 ? "shard" : "shards"})`;
  return [
    `${of(current)} works`,
    ...(next === undefined ? [] : [`${of(next)} is being filled`]),
    ...(previous === undefined ? [] : [`${of(previous)} works off what is left`]),
  ].join(", ");
}

function wordsFor(ended: NotNow): string {
  switch (ended.kind) {
    case "other-move":
      return `another move is under way: ${inWords(ended.move)}`;
    case "previous-remains":
      return `remove the shards before first, with \`reshard remove\`: ${inWords(ended.move)}`;
    case "no-move":
      return `there is nothing to do: ${inWords(ended.move)}`;
    case "not-filled":
      return `${ended.missing} are missing in the next generation: give the same command again`;
    case "messages-remain":
      return `${ended.waiting} messages are on their way and ${ended.dead} dead letters wait: redrive or discard those of \`matching\``;
    case "overtaken":
      return "somebody else has taken a step meanwhile: look at `reshard status`";
  }
}
