import {
  type BadReason,
  type DeathNotice,
  discard,
  findBadReason,
  type Handled,
  listDeadLetters,
  redrive,
  type Selection,
} from "../../functions/operating/dead-letters.ts";
import { type DeathReason, deathReasonKinds } from "../../functions/operating/death-reason.ts";
import {
  connectionArgs,
  defineOperatorCommand,
  EXIT_DONE,
  EXIT_FAILED,
  jsonArg,
  OperatorError,
  toWholeNumber,
} from "./command.ts";
import { type Connection, withConnection } from "./connection.ts";
import { openDesk, redrivableQueues } from "./operating.ts";
import { otherDeadLetterQueues } from "./other-dead-letters.ts";
import { openTerminal, type Terminal } from "./terminal.ts";

const LIMIT_DEFAULT = 100;

const selectionArgs = {
  queue: { type: "positional", required: true, description: "Queue by its short name: intake, matching, center-west" },
  id: { type: "string", description: "Only the message of this id" },
  reason: { type: "string", description: `Only those of this reason: ${deathReasonKinds.join(", ")}` },
  all: { type: "boolean", description: "All of the queue", default: false },
} as const;

export const deadLetters = defineOperatorCommand({
  meta: {
    name: "dead-letters",
    description:
      "Messages that could not be handled, with age and reason; on queues that keep an order, the first of each group. Nothing is changed",
  },
  args: {
    queue: { type: "positional", required: false, description: "Queue by its short name: intake, matching (all)" },
    limit: { type: "string", description: `At most so many of a queue (${LIMIT_DEFAULT})` },
    ...jsonArg,
    ...connectionArgs,
  },
  run: ({ args }) =>
    withConnection(args, async (connection) => {
      const limit = toWholeNumber("limit", args.limit, LIMIT_DEFAULT);
      const queues = args.queue === undefined ? allQueues(connection) : [known(connection, args.queue)];
      const desk = await openDesk(connection);
      const terminal = openTerminal();
      let [shown, dead] = [0, 0];
      for (const queue of queues) {
        const notices = await listDeadLetters(queue, limit, desk);
        for (const notice of notices) print(terminal, notice, args.json);
        shown += notices.length;
        if (notices.length > 0) dead += (await desk.deadLetters.depth(queue)).dead;
      }
      if (dead > shown) terminal.note(`${dead - shown} more stand behind these`);
      if (shown === 0 && !args.json) terminal.line("there are no dead letters");
      return EXIT_DONE;
    }),
});

export const deadLettersShow = defineOperatorCommand({
  meta: {
    name: "show",
    description: "One dead letter as JSON: ids, codes and the body's hash; the body may be personal and isn't shown",
  },
  args: {
    queue: selectionArgs.queue,
    id: { type: "positional", required: true, description: "Id of the message" },
    ...jsonArg,
    ...connectionArgs,
  },
  run: ({ args }) =>
    withConnection(args, async (connection) => {
      const queue = known(connection, args.queue);
      const notices = await listDeadLetters(queue, Number.POSITIVE_INFINITY, await openDesk(connection));
      const notice = notices.find(({ messageId }) => messageId === args.id);
      if (notice === undefined) throw new OperatorError(`there is no dead letter ${args.id} of ${queue} to be seen`);
      const terminal = openTerminal();
      if (args.json) terminal.json(notice);
      else terminal.line(JSON.stringify(notice, undefined, 2));
      return EXIT_DONE;
    }),
});

export const deadLettersRedrive = defineOperatorCommand({
  meta: {
    name: "redrive",
    description:
      "Send dead letters back to the queue they come from, in order; a run of the clock is done here and now. Weeks later is safe: revisions decide",
  },
  args: { ...selectionArgs, ...jsonArg, ...connectionArgs },
  run: ({ args }) =>
    withConnection(args, async (connection) => {
      const queue = known(connection, args.queue);
      const handled = await redrive(queue, toSelection(args), await openDesk(connection));
      return report(handled, `${queue}: sent back`, args);
    }),
});

export const deadLettersDiscard = defineOperatorCommand({
  meta: {
    name: "discard",
    description: "Give dead letters up for good. The reason is kept: `ieum quarantine` shows it",
  },
  args: {
    ...selectionArgs,
    because: { type: "string", required: true, description: "Why; nothing personal" },
    ...jsonArg,
    ...connectionArgs,
  },
  run: ({ args }) =>
    withConnection(args, async (connection) => {
      const queue = known(connection, args.queue);
      const bad = findBadReason(args.because);
      if (bad !== undefined) throw new OperatorError(`--because ${wordsFor(bad)}`);
      const handled = await discard(queue, toSelection(args), args.because, await openDesk(connection));
      return report(handled, `${queue}: discarded`, args);
    }),
});

function wordsFor(bad: BadReason): string {
  switch (bad) {
    case "empty":
      return "must say why";
    case "too-long":
      return "is too long: 200 characters are the most";
    case "personal":
      return "must not carry a telephone number, e-mail address or resident number";
  }
}

function allQueues({ names }: Connection): string[] {
  return [...redrivableQueues(names).keys(), ...otherDeadLetterQueues(names).keys()];
}

function known(connection: Connection, queue: string): string {
  const all = allQueues(connection);
  if (all.includes(queue)) return queue;
  throw new OperatorError(`${connection.where} has no queue ${queue}; there are: ${all.toSorted().join(", ")}`);
}

interface Selected {
  readonly id?: string | undefined;
  readonly reason?: string | undefined;
  readonly all: boolean;
}

/** One, those of a reason, or all, said in so many words: a slip must not empty a queue. */
function toSelection({ id, reason, all }: Selected): Selection {
  if ([id !== undefined, reason !== undefined, all].filter(Boolean).length !== 1) {
    throw new OperatorError("say which: --id ID, --reason REASON or --all");
  }
  const kind = deathReasonKinds.find((one) => one === reason);
  if (reason !== undefined && kind === undefined) {
    throw new OperatorError(`there is no reason ${reason}; there are: ${deathReasonKinds.join(", ")}`);
  }
  return { messageId: id, reason: kind };
}

function report(
  { done, left }: Handled,
  what: string,
  { id, json }: { id?: string | undefined; json: boolean },
): number {
  const terminal = openTerminal();
  if (json) terminal.json({ done: done.length, left, messages: done.map(({ messageId }) => messageId) });
  else terminal.line(`${what} ${done.length}${left > 0 ? `, ${left} looked at and left` : ""}`);
  return id !== undefined && done.length === 0 ? EXIT_FAILED : EXIT_DONE;
}

function print(terminal: Terminal, notice: DeathNotice, asJson: boolean): void {
  if (asJson) {
    terminal.json(notice);
    return;
  }
  const { queue, messageId, reason, ageSeconds, detailType, entityId, eventId } = notice;
  const about = [detailType, entityId, eventId].filter((part) => part !== undefined);
  terminal.line(
    `${queue}  ${messageId}  ${ageIn(ageSeconds)}  ${terminal.colours.red(wordsOf(reason))}  ${about.join("  ")}`,
  );
}

function wordsOf(reason: DeathReason): string {
  switch (reason.kind) {
    case "fault":
    case "newer-version":
      return reason.kind;
    case "undelivered":
      return `undelivered ${reason.code}`;
    case "unreadable":
      return `unreadable ${reason.code} at ${reason.path || "the whole"}`;
  }
}

const MINUTE_SECONDS = 60;
const HOUR_SECONDS = 3_600;
const DAY_SECONDS = 86_400;

function ageIn(seconds: number): string {
  if (seconds < MINUTE_SECONDS) return `${seconds} s`;
  if (seconds < HOUR_SECONDS) return `${Math.floor(seconds / MINUTE_SECONDS)} min`;
  if (seconds < DAY_SECONDS) return `${Math.floor(seconds / HOUR_SECONDS)} h`;
  return `${Math.floor(seconds / DAY_SECONDS)} d`;
}
