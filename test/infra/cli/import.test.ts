import { existsSync, readFileSync } from "node:fs";
import iconv from "iconv-lite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import writeXlsxFile from "write-excel-file/node";
import { aKeadFile, aKeadRow } from "../../functions/importing/postings.ts";
import { type Deployment, ieum, startDeployment } from "./deployment.ts";

let deployment: Deployment;
beforeAll(async () => {
  deployment = await startDeployment();
});
afterAll(() => deployment.stop());

/** Runs an import and returns what arrived on the bus because of it. */
async function importOf(args: readonly string[]) {
  const before = deployment.events.length;
  const run = await deployment.run(["import", ...args]);
  return { ...run, arrived: deployment.events.slice(before) };
}

type Arrived = {
  detail: { opening: { openingId: string; revision: number; datePosted: string; baseSalary?: unknown } };
};
const openingsOf = (arrived: readonly unknown[]) => (arrived as Arrived[]).map(({ detail }) => detail.opening);

const rowsOf = (path: string) =>
  readFileSync(path, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));

describe("ieum import postings", () => {
  test("sends every row of a file whose header it knows, and exits 0", async () => {
    const path = deployment.file("good.tsv", aKeadFile(...Array.from({ length: 25 }, () => aKeadRow())));
    deployment.file("good.tsv.rejected.jsonl", "of an earlier run");
    const { code, out, arrived } = await importOf(["postings", path, "--json"]);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual({ read: 25, accepted: 25, refused: 0 });
    expect(new Set(openingsOf(arrived).map(({ openingId }) => openingId)).size).toBe(25);
    expect(arrived[0]).toMatchObject({ bus: "ieum-dev", source: "ieum.imports", detailType: "JobPosted" });
    expect(existsSync(`${path}.rejected.jsonl`)).toBe(false);
  });

  test("sets refused rows aside with their reason, sends the others, and exits 2", async () => {
    const path = deployment.file("mixed.tsv", `${aKeadFile(aKeadRow(), aKeadRow({ 임금: "협의" }))}너무 짧은 줄\r\n`);
    const { code, out, arrived } = await importOf(["postings", path, "--json"]);
    expect(code).toBe(2);
    expect(JSON.parse(out)).toEqual({ read: 3, accepted: 1, refused: 2, errors: `${path}.rejected.jsonl` });
    expect(arrived).toHaveLength(1);
    expect(rowsOf(`${path}.rejected.jsonl`)).toEqual([
      { row: 3, code: "VALUE_UNREADABLE", path: "/opening/baseSalary", message: "is not an amount in won" },
      { row: 4, code: "ROW_MALFORMED", path: "", message: "has only 1 of 22 cells" },
    ]);
  });

  test("takes a workbook and an answer of 고용24 as they are", async () => {
    const header = ["title", "employerId", "district"].map((value) => ({ value }));
    const workbook = await writeXlsxFile([
      header,
      ["주방 보조", "employer-1", "서울 마포구"].map((value) => ({ value })),
    ]).toBuffer();
    const xlsx = await importOf(["postings", deployment.file("one.xlsx", workbook), "--json"]);
    expect(JSON.parse(xlsx.out)).toEqual({ read: 1, accepted: 1, refused: 0 });
    const answer = `<wantedRoot><wanted><wantedAuthNo>K1</wantedAuthNo><company>가나</company><title>주방 보조</title><region>서울 마포구</region></wanted></wantedRoot>`;
    const xml = await importOf(["postings", deployment.file("answer.xml", answer)]);
    expect(openingsOf(xml.arrived)).toMatchObject([{ openingId: "work24-K1", source: { name: "고용24" } }]);
    const broken = await importOf(["postings", deployment.file("broken.xml", "<!DOCTYPE a><wantedRoot/>")]);
    expect(broken).toMatchObject({ code: 1, arrived: [] });
    expect(broken.err).toContain("declares a document type");
  });

  test("sends the same ids and bodies when it is run again", async () => {
    const path = deployment.file("again.tsv", aKeadFile(aKeadRow(), aKeadRow({ 임금: "13000" }), aKeadRow()));
    const first = await importOf(["postings", path]);
    const second = await importOf(["postings", path]);
    expect(openingsOf(second.arrived)).toEqual(openingsOf(first.arrived));
    expect(openingsOf(first.arrived)).toHaveLength(3);
  });

  test("keeps names of profiles that have no code beside the file, with what comes nearest, and refuses nobody", async () => {
    const path = deployment.file(
      "names.csv",
      "applicantId,competencies\nperson-1,에스프레소 추출:3;별자리 해설:2\nperson-2,홍길동 010-2345-6789:1\n",
    );
    const { code, out, arrived } = await importOf(["applicants", path, "--json"]);
    expect(code).toBe(0);
    const unknownNames = `${path}.unknown-names.jsonl`;
    expect(JSON.parse(out)).toEqual({ read: 2, accepted: 2, refused: 0, unknownNames });
    expect(arrived).toMatchObject([
      { detail: { applicant: { competencies: [{ competency: "espresso-extraction", level: 3 }] } } },
      { detail: { applicant: { applicantId: "person-2" } } },
    ]);
    expect(JSON.stringify(arrived)).not.toContain("별자리");
    const [first, second] = rowsOf(unknownNames);
    expect(first).toMatchObject({ row: 2, of: "competency", text: "별자리 해설" });
    expect(first.confidence).toBeLessThan(6_000);
    // Whoever put a person into the cell is not repeated.
    expect(Object.keys(second)).not.toContain("text");
    expect(second).toMatchObject({ row: 3, of: "competency" });
  });

  test("reads CP949 and says where errors went", async () => {
    const path = deployment.file(
      "cp949.csv",
      iconv.encode("employerId,title\nemployer-1,똠방 조리사\n,빈칸\n", "cp949"),
    );
    const { code, out, err, arrived } = await importOf([
      "postings",
      path,
      "--encoding",
      "cp949",
      "--errors",
      `${path}.errors`,
    ]);
    expect(code).toBe(2);
    expect(arrived).toMatchObject([{ detail: { opening: { title: "똠방 조리사" } } }]);
    expect(out).toContain("2 read, 1 accepted, 1 refused");
    expect(out).toContain(`${path}.errors`);
    expect(out + err).not.toContain("\u001b");
  });

  test.each(["--errors", "--mapping"])("won't write refused rows over what it reads as %s", async (option) => {
    const path = deployment.file("dear.csv", "employerId,title\nemployer-1,\n");
    const given = option === "--errors" ? path : deployment.file("dear.json", "{}");
    const { code, err } = await importOf([
      "postings",
      path,
      "--errors",
      given,
      ...(given === path ? [] : [option, given]),
    ]);
    expect([code, err]).toEqual([
      1,
      `ieum: --errors names ${given}, which this import reads: name another file for refused rows\n`,
    ]);
    expect(existsSync(given)).toBe(true);
  });

  test("leaves the file at --errors alone until a row is refused, and then writes it over", async () => {
    const errors = deployment.file("kept.jsonl", "something else");
    const good = deployment.file("kept-good.tsv", aKeadFile(aKeadRow()));
    await importOf(["postings", good, "--errors", errors]);
    expect(readFileSync(errors, "utf8")).toBe("something else");
    const bad = deployment.file("kept-bad.tsv", aKeadFile(aKeadRow({ 임금: "협의" })));
    await importOf(["postings", bad, "--errors", errors]);
    expect(rowsOf(errors)).toMatchObject([{ row: 2, code: "VALUE_UNREADABLE" }]);
  });

  test("says how many openings are past their last day, unless the dates were moved", async () => {
    const [past, current] = [aKeadRow(), aKeadRow({ 종료일자: "2099-12-31" })];
    const path = deployment.file("past.tsv", aKeadFile(past, current, past));
    const { code, err } = await importOf(["postings", path]);
    expect(code).toBe(0);
    expect(err).toContain(
      "2 openings are past their last day: nobody will be told of them. `--shift-dates today` moves",
    );
    const moved = await importOf(["postings", path, "--shift-dates", "2023-06-30"]);
    expect(moved.err).not.toContain("past their last day");
    const open = await importOf(["postings", deployment.file("open.tsv", aKeadFile(current))]);
    expect(open.err).not.toContain("past");
  });

  test("moves all dates so that the latest posting date is the day given, and says so", async () => {
    const path = deployment.file("old.tsv", aKeadFile(aKeadRow({ 구인신청일자: "2023-06-20" }), aKeadRow()));
    const { err, arrived } = await importOf(["postings", path, "--shift-dates", "2026-11-21"]);
    expect(openingsOf(arrived)).toMatchObject([{ datePosted: "2026-11-11" }, { datePosted: "2026-11-21" }]);
    expect(err).toContain("move by 1240 days");
    // A later day is a later revision of the same openings.
    const later = await importOf(["postings", path, "--shift-dates", "2026-11-22"]);
    expect(openingsOf(later.arrived).map(({ openingId }) => openingId)).toEqual(
      openingsOf(arrived).map(({ openingId }) => openingId),
    );
    expect(openingsOf(later.arrived)[0]?.revision).toBe((openingsOf(arrived)[0]?.revision ?? 0) + 1);
  });

  test("moves pay with the minimum wage of the years, which stays what it was beside it, and says so", async () => {
    const hourly = aKeadRow({ 임금: "9620" });
    const monthly = aKeadRow({ 임금형태: "월급", 임금: "2010580" });
    const path = deployment.file("wages.tsv", aKeadFile(hourly, monthly, aKeadRow({ 임금: "9160" })));
    const { err, out, arrived } = await importOf(["postings", path, "--shift-dates", "2026-11-21"]);
    expect(openingsOf(arrived).map(({ baseSalary }) => baseSalary)).toEqual([
      { krw: 10_320, unit: "HOUR" },
      { krw: 2_156_880, unit: "MONTH" },
    ]);
    expect(err).toContain("pay moves with the minimum wage, from the 9,620 won of 2023 to the 10,320 won of 2026");
    expect(out).toContain("1  PAY_BELOW_MINIMUM_WAGE /opening/baseSalary is below the minimum wage of 2026");
    const unmoved = await importOf(["postings", path]);
    expect(unmoved.err).not.toContain("pay moves");
    // Whoever is hired from today on is paid by the law of today, whatever day the posting gives.
    expect(unmoved.out).toContain("3 read, 1 accepted, 2 refused");
    expect(unmoved.out).not.toContain("is below the minimum wage of 2023");
  });

  test("tells of an unlawful row where in it, by which clause and by which words", async () => {
    const path = deployment.file(
      "unlawful.csv",
      "employerId,title\nemployer-1,카페 여직원 구함\nemployer-2,창고 여직원 구함\n",
    );
    const { code, out } = await importOf(["postings", path]);
    expect(code).toBe(2);
    expect(out).toContain("2  SEX_CONDITION /opening/title work is open to women and men alike (남녀고용평등법 7조)");
    expect(rowsOf(`${path}.rejected.jsonl`)).toMatchObject([
      { row: 2, ground: { clauses: ["남녀고용평등법 7조 1항"], span: { start: 3, end: 9, words: "여직원 구함" } } },
      { row: 3 },
    ]);
  });

  test("checks and sends nothing in a dry run, without any twin", async () => {
    const path = deployment.file("dry.tsv", aKeadFile(aKeadRow()));
    const before = deployment.events.length;
    const { code, out } = await ieum(["import", "postings", path, "--dry-run", "--json"], "/nowhere/twin.json");
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual({ read: 1, accepted: 1, refused: 0 });
    expect(deployment.events).toHaveLength(before);
  });

  test("goes by a mapping file and names the columns that it doesn't know", async () => {
    const mapping = deployment.file(
      "board.json",
      JSON.stringify({
        version: 1,
        of: "postings",
        name: "board",
        fields: [
          { to: "employerId", as: "hashed-id", column: "Company", prefix: "employer" },
          { to: "title", as: "text", column: "Title" },
        ],
      }),
    );
    const path = deployment.file("board.csv", "Company,Title,Mood\nACME,Clerk,good\n");
    const { code, err, arrived } = await importOf(["postings", path, "--mapping", mapping]);
    expect(code).toBe(0);
    expect(err).toContain("Mood");
    expect(arrived).toMatchObject([{ detail: { opening: { title: "Clerk", kind: "job" } } }]);
  });

  test.each([
    ["a file that isn't there", ["postings", "/nowhere.tsv"], "can't read /nowhere.tsv"],
    ["an ending that says nothing", ["postings", "/nowhere.txt"], "--delimiter"],
    ["an option that it doesn't know", ["postings", "/nowhere.tsv", "--dryrun"], "--dryrun"],
    ["an option without its value", ["postings", "/nowhere.tsv", "--mapping"], "--mapping needs a value"],
    ["no file", ["postings"], "FILE"],
  ])("says in one line that it was given %s, and exits 1", async (_, args, message) => {
    const { code, out, err } = await importOf(args);
    expect(code).toBe(1);
    expect(out).toBe("");
    expect(err.trim().split("\n")).toHaveLength(1);
    expect(err).toContain(message);
  });

  test.each([
    ["a header that no mapping fits", "who,what\na,b\n", undefined, "no built-in mapping fits"],
    ["a mapping that isn't valid", "who,what\na,b\n", '{"version":1}', "is not valid"],
  ])("refuses %s before anything is sent", async (_, content, mapping, message) => {
    const path = deployment.file("strange.csv", content);
    const given = mapping === undefined ? [] : ["--mapping", deployment.file("strange.json", mapping)];
    const { code, err, arrived } = await importOf(["postings", path, ...given]);
    expect([code, arrived.length]).toEqual([1, 0]);
    expect(err).toContain(message);
  });

  test("takes all real postings of a file, each accepted or refused", async ({ skip }) => {
    const data = process.env["IEUM_DATA"];
    if (data === undefined) skip("IEUM_DATA names no folder with postings/korea_kead_2023.tsv");
    const path = `${data}/postings/korea_kead_2023.tsv`;
    const { out, arrived } = await importOf([
      "postings",
      path,
      "--json",
      "--errors",
      deployment.file("real.jsonl", ""),
    ]);
    const { read, accepted, refused } = JSON.parse(out);
    expect(read).toBe(899);
    expect(accepted + refused).toBe(read);
    expect(arrived).toHaveLength(accepted);
  });
});

test("ieum import applicants takes profiles", async () => {
  const path = deployment.file("people.csv", "applicantId,districts,consentAlerts\napplicant-1,11440,yes\n");
  const { code, arrived } = await importOf(["applicants", path]);
  expect(code).toBe(0);
  expect(arrived).toMatchObject([
    {
      source: "ieum.imports",
      detailType: "ApplicantProfileUpdated",
      detail: { applicant: { applicantId: "applicant-1", consent: { alerts: true, employers: false } } },
    },
  ]);
});
