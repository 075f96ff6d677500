import { type Account, drawUp } from "../../domain/outcomes/account.ts";
import { together } from "../../domain/outcomes/all-centers.ts";
import { ALL_CENTERS, type LedgerFact, NO_CENTER } from "../../domain/outcomes/ledger-fact.ts";
import { yearsOf } from "../../domain/outcomes/period.ts";
import type { LedgerStatement } from "../../domain/outcomes/statement.ts";
import type { Ledger } from "../outcome-ports.ts";
import type { Actor } from "./actor.ts";
import { found, NOT_FOUND, type Served } from "./served.ts";
import type { Serving } from "./serving.ts";

/** What an account is asked of. */
export interface AskedAccount {
  /** Id of a center, or `all`. */
  readonly center: string;
  readonly period: string;
  /** Only this programme, or this line of a report. */
  readonly programme?: string | undefined;
}

/**
 * The account of a center for its staff and for operators, that of all centers for operators: targets, what came of them, rates, budgets, and every
 * contradiction. Whom people were told is not counted here: that takes reading all recommendations (`ieum kpi` does).
 */
export async function kpis(serving: Serving, actor: Actor, asked: AskedAccount): Promise<Served<Account>> {
  const isOwn = actor.role === "center" && actor.subject === asked.center;
  const isKnown = asked.center === ALL_CENTERS || Object.hasOwn(serving.centers, asked.center);
  if (!isKnown || !(isOwn || actor.role === "operator")) return NOT_FOUND;
  const centers = Object.keys(serving.centers);
  const facts = await readFacts(serving.ports.ledger, centers, asked);
  return found(await drawUpAccount(serving.ports.ledger, centers, asked, facts));
}

/** What was counted of the centers that an account is asked of. */
export async function readFacts(
  ledger: Pick<Ledger, "facts">,
  centers: readonly string[],
  { center, period }: AskedAccount,
): Promise<readonly LedgerFact[]> {
  const facts: LedgerFact[] = [];
  for (const id of wantedCenters(centers, center)) {
    for (const year of yearsOf(period)) for await (const fact of ledger.facts(id, year)) facts.push(fact);
  }
  return facts;
}

/** The centers that an account is of, and what belongs to none. */
export function wantedCenters(centers: readonly string[], center: string): readonly string[] {
  return center === ALL_CENTERS ? [...centers, NO_CENTER] : [center];
}

/**
 * The account of one center, or of all: what was stated of all together, and of programmes whoever runs them, beside the sums of what each center
 * states. Statements of two centers are never held against each other, so each center's contradictions are found in its own account.
 */
export async function drawUpAccount(
  ledger: Pick<Ledger, "statements">,
  centers: readonly string[],
  { center, period, programme }: AskedAccount,
  facts: readonly LedgerFact[],
): Promise<Account> {
  const asked = { period, programmeId: programme };
  if (center !== ALL_CENTERS) {
    return drawUp({ ...asked, statements: await readStatements(ledger, [`center#${center}`]), facts });
  }
  const programmes = new Set(facts.flatMap(({ programmeId }) => programmeId ?? []));
  if (programme !== undefined) programmes.add(programme);
  const ofAll = await readStatements(ledger, [
    `center#${ALL_CENTERS}`,
    ...[...programmes].sort().map((id) => `programme#${id}`),
  ]);
  const byCenter = await Promise.all(
    wantedCenters(centers, center).map(async (id) => {
      const statements = await readStatements(ledger, [`center#${id}`]);
      return { center: id, account: drawUp({ ...asked, statements, facts: facts.filter((one) => one.center === id) }) };
    }),
  );
  return together(drawUp({ ...asked, statements: ofAll, facts }), byCenter);
}

/** Statements of accounts; what is kept was checked when it came in. */
export async function readStatements(
  ledger: Pick<Ledger, "statements">,
  accounts: readonly string[],
): Promise<readonly LedgerStatement[]> {
  const kept = await Promise.all(accounts.map((account) => ledger.statements(account)));
  return kept.flat().map(({ body }) => JSON.parse(body) as LedgerStatement);
}
