import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { canonicalJson } from "../../../domain/canonical-json.ts";
import type { Account } from "../../../domain/outcomes/account.ts";
import { followUpsOf } from "../../../domain/outcomes/follow-up.ts";
import type { LedgerStatement } from "../../../domain/outcomes/statement.ts";
import { printAccount } from "../../../infra/cli/kpi-print.ts";
import { openTerminal } from "../../../infra/cli/terminal.ts";
import { anApplicant, anOpening } from "../../fixtures/bodies.ts";
import { districtReport, foundationReport } from "../../fixtures/published-reports.ts";
import { aRecommendation } from "../../ports/contract-told.ts";
import { type Deployment, startDeployment } from "./deployment.ts";

const EXAMPLE = new URL("../../../examples/figures.csv", import.meta.url).pathname;
const EVENT = "01KB0000000000000000000007";

/** 2026-05-20: in a quarter that is over. */
const TOLD_AT_MS = Date.UTC(2026, 4, 20);
const QUARTER_END = "2026-06-30";

/** Districts of the centers central and west. */
const [MAPO, EUNPYEONG] = ["11440", "11380"];

let deployment: Deployment;
beforeAll(async () => {
  deployment = await startDeployment();
  const { applicants, openings, recommendations, followUps } = deployment.ports;
  const opening = anOpening({ openingId: "job-1", programmeId: "midlife-jobs" });
  await openings.keep("job-1", 1, JSON.stringify(opening));
  // Twelve people in one district and three in another: the three are a small cell.
  for (let number = 1; number <= 15; number++) {
    const applicantId = `applicant-${number}`;
    const person = anApplicant({ applicantId, residence: number <= 12 ? MAPO : EUNPYEONG, birthDate: "1970-03-01" });
    await applicants.keep(applicantId, 1, JSON.stringify(person));
    await recommendations.tell({ ...aRecommendation("job-1", applicantId), toldAt: TOLD_AT_MS });
  }
  for (const number of [1, 13]) {
    const applicantId = `applicant-${number}`;
    const hire = { applicantId, openingId: "job-1", hiredOn: "2026-11-30", causeId: EVENT };
    await followUps.schedule(followUpsOf(hire));
  }
  const [first] = await followUps.of("applicant-1");
  if (first === undefined) throw new Error("a hire has follow-ups");
  await followUps.announce(first, { on: "2027-02-28", district: MAPO, center: "central" }, undefined);
  await followUps.move([first], "due");
  await followUps.record(first, {
    revision: 1,
    result: "employed",
    satisfaction: 4.5,
    on: "2027-03-02",
    center: "south",
  });
});
afterAll(() => deployment.stop());

async function enter(statement: LedgerStatement): Promise<void> {
  const { center, source, period, revision } = statement;
  await deployment.ports.ledger.enter(`center#${center}`, { source, period, revision, body: canonicalJson(statement) });
}

describe("ieum kpi", () => {
  beforeAll(async () => {
    for (const statement of [...foundationReport, districtReport]) await enter(statement);
    for (const [at, kind] of ["job", "job", "training"].entries()) {
      const fact = {
        measure: "hired",
        center: "central",
        on: "2026-12-01",
        programmeId: "midlife-jobs",
        kind,
      } as const;
      await deployment.ports.ledger.count({ ...fact, factId: `fact-${at}` });
    }
  });

  test("shows a center's account, with people told counted by where they live", async () => {
    const { code, out } = await deployment.run(["kpi", "--center", "central", "--period", "2026", "--json"]);
    expect(code).toBe(0);
    const { lines, contradictions } = JSON.parse(out);
    expect(lines).toMatchObject([
      { line: "midlife-jobs", counted: { told: 12, hired: 3 }, hires: { value: 2 }, participants: { value: 1 } },
    ]);
    expect(contradictions).toEqual([]);
    const all = await deployment.run(["kpi", "--period", "2026", "--programme", "midlife-jobs", "--json"]);
    expect(JSON.parse(all.out).lines).toMatchObject([{ counted: { told: 15, hired: 3 } }]);
  });

  test("has in the account of all centers what each one states, with its contradictions under its name", async () => {
    const stated = (center: string, spent: number): LedgerStatement => ({
      center,
      source: "books",
      basis: "books",
      period: "2021",
      revision: 1,
      figures: [
        { place: "p", line: "l", measure: "target", value: 10 },
        { place: "p", line: "l", measure: "actual", value: 5 },
        { place: "p", line: "l", measure: "budget-set", value: 100 },
        { place: "p", line: "l", measure: "budget-spent", value: spent },
      ],
    });
    await enter(stated("north", 50));
    await enter(stated("south", 130));
    const { out } = await deployment.run(["kpi", "--period", "2021", "--json"]);
    const { lines, contradictions } = JSON.parse(out);
    expect(lines).toMatchObject([
      { target: { value: 20, basis: "books" }, actual: { value: 10 }, rateTenths: 500, budgetSpent: { value: 180 } },
    ]);
    expect(contradictions).toMatchObject([{ rule: "above-its-bound", center: "south", line: "l" }]);
  });

  test("names what contradicts itself in a published report, with both figures", async () => {
    const { code, out } = await deployment.run(["kpi", "--period", "2023"]);
    expect(code).toBe(0);
    expect(out).toContain("contradictions: 9");
    expect(out).toContain(
      "rate-differs forties rate 2023: 382 % (foundation-2023-11: summary) against 261.4 % (foundation-2023-11: (2091) / (800))",
    );
    expect(out).toMatch(/^forties +800 +2,091 +report +261\.4 /m);
    // What nobody has counted or stated in any line takes no room.
    expect(out).not.toContain("endorsed");
    expect(out).toMatch(/^none of these figures: .*\bseats\b/m);
    expect(out).not.toMatch(/^seats /m);
    const one = await deployment.run(["kpi", "--period", "2023", "--programme", "forties", "--json"]);
    expect(JSON.parse(one.out).contradictions).toHaveLength(1);
  });

  test("breaks an account that is wider than the line into tables, each with its lines in front", async () => {
    const { out } = await deployment.run(["kpi", "--center", "central", "--period", "2026"]);
    expect(out.split("\n").filter((line) => line.length > 120)).toEqual([]);
    const narrow: string[] = [];
    const { lines } = JSON.parse((await deployment.run(["kpi", "--period", "2023", "--json"])).out) as Pick<
      Account,
      "lines"
    >;
    const width = 60;
    const write = (text: string) => narrow.push(text.trimEnd()) > 0;
    printAccount(openTerminal({ write, columns: width } as never), "all", {
      period: "2023",
      lines,
      contradictions: [],
    });
    const tables = narrow.filter((line) => !line.startsWith("none of these figures"));
    expect(tables.filter((line) => line.length > width)).toEqual([]);
    expect(narrow.filter((line) => line.startsWith("forties ")).length).toBeGreaterThan(1);
  });

  test("gives a term as CSV, with the contradictions of each line beside it", async () => {
    const { code, out } = await deployment.run(["kpi", "--center", "downtown", "--period", "2022_to_2026", "--csv"]);
    const [header, ...rows] = out.trim().split("\n");
    expect(code).toBe(0);
    expect(header).toBe(
      "line,target,actual,actual is,rate %,term %,told,applied,hired,retained,completed,held,overridden,endorsed,cases,consulted,placed,referred,participants,certificates,surveys,content,budget set,spent,budget %,contradictions",
    );
    expect(rows[0]).toContain(
      "certificate-courses,75,53,report,70.7,70.7,0,0,0,0,0,0,0,0,0,0,0,0,791,305,0,,119,107,89.9,",
    );
    expect(rows[0]).toContain("52 (jung-gu-promise-3-1: results) against 53 (jung-gu-promise-3-1: 3 + 13 + 16 + 21)");
  });

  test.each([
    [["--center", "nowhere", "--period", "2026"], "there is no center nowhere"],
    [["--period", "soon"], "--period must be like 2026"],
    [["--period", "2026", "--csv", "--json"], "--csv and --json"],
  ])("refuses %j", async (args, message) => {
    const { code, out, err } = await deployment.run(["kpi", ...args]);
    expect([code, out]).toEqual([1, ""]);
    expect(err).toContain(message);
  });

  test("says when there is nothing", async () => {
    const { code, out } = await deployment.run(["kpi", "--center", "east", "--period", "2019"]);
    expect([code, out]).toEqual([0, "nothing was counted or stated of east in 2019\n"]);
  });
});

describe("ieum kpi enter", () => {
  async function enterFile(name: string, content: string) {
    const before = deployment.events.length;
    const run = await deployment.run(["kpi", "enter", deployment.file(name, content), "--json"]);
    const outcomes = run.out
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line || "{}"));
    return { ...run, outcomes, arrived: deployment.events.slice(before) };
  }

  test("sends the figures of a table as one statement", async () => {
    const { code, outcomes, arrived } = await enterFile("figures.csv", readFileSync(EXAMPLE, "utf8"));
    expect([code, outcomes]).toEqual([0, [{ source: "yearly-report-2026", period: "2026", outcome: "sent" }]]);
    expect(arrived).toMatchObject([
      { source: "ieum.outcomes", detailType: "LedgerEntered", detail: { statement: { center: "north", revision: 1 } } },
    ]);
    const [{ detail } = { detail: {} }] = arrived;
    const { figures } = (detail as { statement: LedgerStatement }).statement;
    expect(figures).toHaveLength(8);
    expect(figures[3]).toEqual({
      id: "civic-total",
      place: "summary",
      line: "civic-roles",
      measure: "actual",
      value: 318,
      parts: ["civic-welfare", "civic-safety"],
    });
  });

  test("keeps back what the service would refuse, says where it is wrong, and sends the rest", async () => {
    const wrong = { ...districtReport, period: "2026-13" };
    const { code, outcomes, arrived } = await enterFile("statements.json", JSON.stringify([wrong, districtReport]));
    expect(code).toBe(2);
    expect(outcomes).toMatchObject([
      { outcome: "refused", reason: expect.stringContaining("SCHEMA_VIOLATION /statement/period") },
      { outcome: "sent" },
    ]);
    expect(arrived).toHaveLength(1);
    expect((await enterFile("wrong.json", JSON.stringify(wrong))).code).toBe(1);
  });

  test("sends nothing of a center that isn't there", async () => {
    const { code, outcomes, arrived } = await enterFile(
      "nowhere.json",
      JSON.stringify({ ...districtReport, center: "nowhere" }),
    );
    expect([code, arrived]).toEqual([1, []]);
    expect(outcomes).toMatchObject([
      { outcome: "refused", reason: expect.stringContaining("UNKNOWN_CENTER /statement/center") },
    ]);
  });

  test.each([
    ["a column that it doesn't know", "centre,source\nnorth,x\n", "there is no column centre"],
    ["a column missing", "center,source\nnorth,x\n", "is missing"],
    ["no figures", `${readFileSync(EXAMPLE, "utf8").split("\n")[0]}\n`, "has no figures"],
  ])("says that a table has %s", async (_, content, message) => {
    const { code, err } = await enterFile("table.csv", content);
    expect(code).toBe(1);
    expect(err).toContain(message);
  });
});

describe("ieum follow-ups", () => {
  async function due(...args: readonly string[]) {
    const { out } = await deployment.run(["follow-ups", ...args, "--json"]);
    return out === ""
      ? []
      : out
          .trim()
          .split("\n")
          .map((line) => JSON.parse(line));
  }

  test("lists what is due for a center up to a day, with what was found before, whichever center found it", async () => {
    expect(await due("--center", "central", "--due", "2027-05-29")).toEqual([]);
    expect(await due("--center", "central", "--due", "2027-05-30")).toEqual([
      {
        applicantId: "applicant-1",
        openingId: "job-1",
        months: 6,
        hiredOn: "2026-11-30",
        dueOn: "2027-05-30",
        center: "central",
        earlier: [{ months: 3, revision: 1, result: "employed", satisfaction: 4.5, on: "2027-03-02", center: "south" }],
      },
    ]);
    const { out } = await deployment.run(["follow-ups", "--center", "central", "--due", "2027-05-30"]);
    expect(out).toContain("2027-05-30 applicant-1 job-1 6 months after 2026-11-30, central, not told yet\n");
    expect(out).toContain("after 3 months: employed on 2027-03-02, satisfaction 4.5, south\n");
  });

  test("shows each center its own", async () => {
    const west = await due("--center", "west", "--due", "2027-02-28");
    expect(west.map(({ applicantId, months }) => `${applicantId} ${months}`)).toEqual(["applicant-13 3"]);
    expect(await due("--due", "2027-12-01")).toHaveLength(5);
  });

  test("says when nothing is due, and refuses a day that is none", async () => {
    const { code, out } = await deployment.run(["follow-ups", "--center", "east"]);
    expect(code).toBe(0);
    expect(out).toMatch(/^nothing is due for east up to \d{4}-\d\d-\d\d\n$/);
    expect((await deployment.run(["follow-ups", "--due", "soon"])).code).toBe(1);
  });
});

describe("ieum research-export", () => {
  test("writes counts in which three people aren't told apart", async () => {
    const out = deployment.file("research.json", "");
    const { code, out: said } = await deployment.run([
      "research-export",
      "--out",
      out,
      "--as-of",
      QUARTER_END,
      "--json",
    ]);
    expect(code).toBe(0);
    const { withheld } = JSON.parse(said);
    const { persons, tables } = JSON.parse(readFileSync(out, "utf8"));
    expect(persons).toBe(15);
    const [byDistrict] = tables;
    expect(byDistrict.by).toBe("district");
    const west = byDistrict.rows.find(({ name }: { name: string }) => name === EUNPYEONG);
    expect(west.cells.every((cell: unknown) => cell === null)).toBe(true);
    expect(byDistrict.rows.at(-1)).toEqual({ name: "total", cells: [15, 15] });
    expect(withheld).toBeGreaterThan(2);
    const text = readFileSync(out, "utf8");
    expect(text).not.toContain("applicant-");
    expect(text).not.toContain("1970");
  });

  test("writes CSV with withheld cells empty, and nothing else", async () => {
    const out = deployment.file("research.csv", "");
    await deployment.run(["research-export", "--out", out, "--as-of", QUARTER_END]);
    const lines = readFileSync(out, "utf8").trim().split("\n");
    expect(lines[0]).toBe("by,value,outcome,persons");
    expect(lines).toContain(`district,${EUNPYEONG},told,`);
    expect(lines).toContain("kind,total,told,15");
  });

  test("counts up to the end of a quarter that is over, and up to no other day", async () => {
    const exported = (day: string) =>
      deployment.run(["research-export", "--out", deployment.file("day.json", ""), "--as-of", day]);
    for (const day of ["2026-06-29", "2199-12-31", "soon"]) {
      expect((await exported(day)).err).toContain("--as-of must be the last day of a quarter that is over");
    }
  });

  test("of too few people is done all the same: the rows are there, every cell is empty, and it says so", async () => {
    const out = deployment.file("few.json", "");
    const args = ["research-export", "--out", out, "--as-of", "2026-03-31"];
    const { code, out: said } = await deployment.run(args);
    expect([code, said]).toEqual([
      0,
      `fewer than 5 people were told of anything up to 2026-03-31: everything is withheld in ${out}\n`,
    ]);
    const { persons, tables } = JSON.parse(readFileSync(out, "utf8"));
    expect(persons).toBeNull();
    expect(tables).toHaveLength(4);
    const cells = tables.flatMap(({ rows }: { rows: { cells: unknown[] }[] }) => rows.flatMap((row) => row.cells));
    expect(new Set(cells)).toEqual(new Set([null]));
    const asked = await deployment.run([...args, "--json"]);
    expect([asked.code, JSON.parse(asked.out)]).toEqual([
      0,
      { out, asOf: "2026-03-31", persons: null, withheld: cells.length },
    ]);
  });

  test("refuses a file of another sort", async () => {
    const { code, err } = await deployment.run(["research-export", "--out", "export.xlsx"]);
    expect([code, err]).toEqual([1, "ieum: --out must end in .json or .csv\n"]);
  });
});
