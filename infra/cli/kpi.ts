import { dayInSeoul } from "../../domain/model/calendar.ts";
import type { Account } from "../../domain/outcomes/account.ts";
import { centerOf, districtOf } from "../../domain/outcomes/center-of.ts";
import { ALL_CENTERS, type LedgerFact, NO_CENTER } from "../../domain/outcomes/ledger-fact.ts";
import { includesDay, ledgerPeriod } from "../../domain/outcomes/period.ts";
import { type AskedAccount, drawUpAccount, readFacts, wantedCenters } from "../../functions/serving/kpis.ts";
import { centers, districtsByCenter } from "../centers.ts";
import { connectionArgs, defineOperatorCommand, EXIT_DONE, jsonArg, OperatorError } from "./command.ts";
import { type Connection, withConnection } from "./connection.ts";
import { eachPair } from "./each-pair.ts";
import { printAccount, toCsv, toJson } from "./kpi-print.ts";
import { openTerminal } from "./terminal.ts";

export const kpi = defineOperatorCommand({
  meta: {
    name: "kpi",
    description: "The account of a center: targets, what came of them, rates, budgets, and every contradiction found",
  },
  args: {
    center: { type: "string", description: `Id of the center, or ${ALL_CENTERS}`, default: ALL_CENTERS },
    period: { type: "string", required: true, description: "2026, 2026-Q1, 2026-H2, 2026-09 or 2022_to_2026" },
    programme: { type: "string", description: "Only this programme, or this line of a report" },
    csv: { type: "boolean", description: "One line of CSV for each line of the account", default: false },
    ...jsonArg,
    ...connectionArgs,
  },
  run: ({ args }) =>
    withConnection(args, async (connection) => {
      const { center, period, programme, csv, json } = args;
      requireCenter(center);
      if (!ledgerPeriod.safeParse(period).success) {
        throw new OperatorError("--period must be like 2026, 2026-Q1, 2026-H2, 2026-09 or 2022_to_2026");
      }
      if (csv && json) throw new OperatorError("--csv and --json don't go together");
      const account = await readAccount(connection, { center, period, programme });
      const terminal = openTerminal();
      if (json) terminal.json(toJson(center, account));
      else if (csv) for (const line of toCsv(account)) terminal.line(line);
      else printAccount(terminal, center, account);
      return EXIT_DONE;
    }),
});

export function requireCenter(center: string): void {
  const known = [...centers.map(({ id }) => id), ALL_CENTERS];
  if (!known.includes(center)) throw new OperatorError(`there is no center ${center}; there are: ${known.join(", ")}`);
}

/** The account as everybody gets it, and who was told besides. */
async function readAccount(connection: Connection, asked: AskedAccount): Promise<Account> {
  const { ledger } = connection.kept;
  const ids = centers.map(({ id }) => id);
  const told = await readTold(connection, new Set(wantedCenters(ids, asked.center)), asked.period);
  return drawUpAccount(ledger, ids, asked, [...(await readFacts(ledger, ids, asked)), ...told]);
}

/**
 * Who was told is counted from what people have, each by where they live now; people who have left the service are no longer among them. It is no fact of
 * the ledger on purpose: outcomes are seldom, tellings are what the service does all day, and a fact of each would be one more conditional write per
 * telling, of which nothing else has need. Nor can they be counted by the batch: a batch that is done over after a crash may tell others than before, and
 * every pair has to be counted once. The recommendation is that one record, so an account reads the recommendations once, a few times a year.
 */
async function readTold(
  connection: Connection,
  wanted: ReadonlySet<string>,
  period: string,
): Promise<readonly LedgerFact[]> {
  const districts = districtsByCenter();
  const facts: LedgerFact[] = [];
  for await (const { recommendation, applicant, opening } of eachPair(connection)) {
    const on = dayInSeoul(recommendation.firstToldAt ?? recommendation.toldAt);
    if (applicant === undefined || !includesDay(period, on)) continue;
    const center = centerOf(districtOf(applicant), districts) ?? NO_CENTER;
    if (!wanted.has(center)) continue;
    facts.push({
      factId: `${recommendation.applicantId}~${recommendation.openingId}`,
      measure: "told",
      center,
      on,
      ...(opening?.programmeId === undefined ? {} : { programmeId: opening.programmeId }),
    });
  }
  return facts;
}
