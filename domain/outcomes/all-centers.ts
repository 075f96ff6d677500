import { type Account, type AccountFigure, type AccountLine, emptyLine } from "./account.ts";
import { rateTenths } from "./rate.ts";

/** A center's account. */
export interface CenterAccount {
  readonly center: string;
  readonly account: Account;
}

const SUMMED = ["target", "actual", "hires", "participants", "certificates", "budgetSet", "budgetSpent"] as const;
type Summed = (typeof SUMMED)[number];

/**
 * The account of all centers: what is stated of all together, and where nothing is, the sum of what each center states or has counted. The contradictions
 * of each center stay its own and name it.
 */
export function together(all: Account, centers: readonly CenterAccount[]): Account {
  const linesOf = ({ lines }: Account) => lines.map(({ line }) => line);
  const names = new Set([all, ...centers.map(({ account }) => account)].flatMap(linesOf));
  const lines = [...names].sort().map((name) => {
    const own = all.lines.find(({ line }) => line === name) ?? emptyLine(name);
    const parts = centers.flatMap(({ account }) => account.lines.find(({ line }) => line === name) ?? []);
    return withRates(Object.assign({ ...own }, ...SUMMED.map((key) => summed(own, key, parts))));
  });
  const ofCenters = centers.flatMap(({ center, account }) => account.contradictions.map((one) => ({ ...one, center })));
  return { period: all.period, lines, contradictions: [...all.contradictions, ...ofCenters] };
}

function summed(own: AccountLine, key: Summed, parts: readonly AccountLine[]): Partial<Record<Summed, AccountFigure>> {
  const figures = parts.flatMap((part) => part[key] ?? []);
  if (figures.length === 0 || (own[key] !== undefined && own[key].basis !== "counted")) return {};
  const value = figures.reduce((total, figure) => total + figure.value, 0);
  // A sum is no better than the least of what it is made of.
  const bases = new Set(figures.filter((figure) => figure.value > 0).map(({ basis }) => basis));
  const basis = (["report", "books"] as const).find((one) => bases.has(one)) ?? figures[0]?.basis ?? "counted";
  return { [key]: { value, basis: bases.size === 1 ? ([...bases][0] ?? basis) : basis } };
}

function withRates(line: AccountLine): AccountLine {
  const { actual, target, budgetSet, budgetSpent } = line;
  const rate = actual && target && rateTenths(actual.value, target.value);
  const ofBudget = budgetSpent && budgetSet && rateTenths(budgetSpent.value, budgetSet.value);
  return {
    ...line,
    ...(rate === undefined ? {} : { rateTenths: rate }),
    ...(ofBudget === undefined ? {} : { budgetRateTenths: ofBudget }),
  };
}
