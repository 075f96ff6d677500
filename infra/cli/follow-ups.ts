import type { Applicant } from "../../domain/model/applicant.ts";
import { dayInSeoul } from "../../domain/model/calendar.ts";
import { plainDate } from "../../domain/model/primitives.ts";
import { centerOf, districtOf } from "../../domain/outcomes/center-of.ts";
import { type FollowUp, isAsked, resultOf } from "../../domain/outcomes/follow-up.ts";
import { ALL_CENTERS } from "../../domain/outcomes/ledger-fact.ts";
import type { ListedFollowUp } from "../../functions/outcome-ports.ts";
import { districtsByCenter } from "../centers.ts";
import { connectionArgs, defineOperatorCommand, EXIT_DONE, jsonArg, OperatorError } from "./command.ts";
import { type Connection, withConnection } from "./connection.ts";
import { requireCenter } from "./kpi.ts";
import { openTerminal, type Terminal } from "./terminal.ts";

/** A follow-up to be made, with the earlier ones of the same hire, whichever center made them. */
interface DueFollowUp {
  readonly followUp: FollowUp;
  readonly center: string | undefined;
  readonly earlier: readonly FollowUp[];
}

export const followUps = defineOperatorCommand({
  meta: {
    name: "follow-ups",
    description: "Hires that a center is to ask about, by the day on which they are due, with what was found before",
  },
  args: {
    center: { type: "string", description: `Id of the center, or ${ALL_CENTERS}`, default: ALL_CENTERS },
    due: { type: "string", description: "Due up to this day in Seoul, like 2026-11-21 (today)" },
    ...jsonArg,
    ...connectionArgs,
  },
  run: ({ args }) =>
    withConnection(args, async (connection) => {
      requireCenter(args.center);
      const through = args.due ?? dayInSeoul(Date.now());
      if (!plainDate.safeParse(through).success) throw new OperatorError("--due must be a day like 2026-11-21");
      const found = await readDue(connection, through);
      const own = found.filter(({ center }) => args.center === ALL_CENTERS || center === args.center);
      const terminal = openTerminal();
      if (own.length === 0 && !args.json) terminal.line(`nothing is due for ${args.center} up to ${through}`);
      for (const one of own) {
        if (args.json) terminal.json(toJson(one));
        else print(terminal, one);
      }
      return EXIT_DONE;
    }),
});

/** Follow-ups read together: as many people as one read takes. */
const BATCH_MAX = 100;

/** Everything on both lists: what centers have been told of, and what is due or will be by the day, but hasn't been told yet. */
async function readDue({ kept }: Connection, through: string): Promise<readonly DueFollowUp[]> {
  const listed = new Map<string, ListedFollowUp>();
  for (const list of ["due", "scheduled"] as const) {
    for await (const one of kept.followUps.listed(list, through)) {
      listed.set([one.dueOn, one.applicantId, one.openingId, one.months].join(" "), one);
    }
  }
  const all = [...listed.values()].toSorted((a, b) => (a.dueOn < b.dueOn ? -1 : 1));
  const found: DueFollowUp[] = [];
  for (let from = 0; from < all.length; from += BATCH_MAX) {
    found.push(...(await readBatch(all.slice(from, from + BATCH_MAX), kept)));
  }
  return found;
}

async function readBatch(
  listed: readonly ListedFollowUp[],
  kept: Pick<Connection["kept"], "applicants" | "followUps">,
): Promise<readonly DueFollowUp[]> {
  const people = new Map<string, Applicant>();
  for (const { id, body } of await kept.applicants.get([...new Set(listed.map(({ applicantId }) => applicantId))])) {
    if (body !== undefined) people.set(id, JSON.parse(body));
  }
  const districts = districtsByCenter();
  const found: DueFollowUp[] = [];
  for (const { applicantId, openingId, months } of listed) {
    const person = people.get(applicantId);
    // Who doesn't want to be shown to a center is on none of its lists.
    if (person?.consent.center !== true) continue;
    const ofHire = (await kept.followUps.of(applicantId)).filter((one) => one.openingId === openingId);
    const followUp = ofHire.find((one) => one.months === months);
    if (followUp === undefined || !isAsked(followUp, ofHire)) continue;
    const earlier = ofHire.filter((one) => one.months < months && resultOf(one) !== undefined);
    found.push({ followUp, center: centerOf(districtOf(person), districts), earlier });
  }
  return found;
}

function toJson({ followUp, center, earlier }: DueFollowUp): Record<string, unknown> {
  const { applicantId, openingId, programmeId, months, hiredOn, dueOn, announced } = followUp;
  return {
    applicantId,
    openingId,
    programmeId,
    months,
    hiredOn,
    dueOn,
    center,
    announced,
    earlier: earlier.map((one) => ({ months: one.months, ...resultOf(one) })),
  };
}

function print(terminal: Terminal, { followUp, center, earlier }: DueFollowUp): void {
  const { bold, dim } = terminal.colours;
  const { applicantId, openingId, months, hiredOn, dueOn } = followUp;
  const told = followUp.announced === undefined ? "not told yet" : `told ${followUp.announced.center ?? "nobody"}`;
  terminal.line(
    `${dueOn} ${bold(applicantId)} ${openingId} ${dim(`${months} months after ${hiredOn}, ${center ?? "no center"}, ${told}`)}`,
  );
  for (const one of earlier) {
    const { result, on, satisfaction, center: by } = resultOf(one) ?? {};
    const score = satisfaction === undefined ? "" : `, satisfaction ${satisfaction}`;
    terminal.line(dim(`     after ${one.months} months: ${result} on ${on}${score}, ${by ?? "no center"}`));
  }
}
