import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { builtInProgrammes } from "../../../domain/programme/built-in.ts";
import type { RuleSet } from "../../../domain/programme/rule-set.ts";
import { placesAccount, STAY_ENTRY } from "../../../functions/runtime/places-taken.ts";
import { theRules } from "../../domain/programme/rules.ts";
import { anOpening } from "../../fixtures/bodies.ts";
import { aStranger } from "../../fixtures/facts.ts";
import { type Deployment, startDeployment } from "./deployment.ts";

let deployment: Deployment;
beforeAll(async () => {
  deployment = await startDeployment();
});
afterAll(() => deployment.stop());

const example = readFileSync(new URL("../../../examples/programme.json", import.meta.url), "utf8");

const keep = ({ programmeId, validFrom, revision, ...rest }: RuleSet) =>
  deployment.ports.programmes.keep({
    programmeId,
    validFrom,
    revision,
    body: JSON.stringify({ programmeId, validFrom, revision, ...rest }),
  });

describe("ieum programme", () => {
  test("apply puts each rule set on the bus as an event", async () => {
    const before = deployment.events.length;
    const { code, out } = await deployment.run(["programme", "apply", deployment.file("rules.json", example)]);
    expect([code, out]).toEqual([0, expect.stringContaining("sent example-programme from 2026-01-01, revision 1")]);
    const sent = deployment.events.slice(before);
    expect(sent.map(({ source, detailType, detail }) => ({ source, detailType, detail }))).toMatchObject([
      { source: "ieum.programmes", detailType: "ProgrammeRulesSet", detail: { rules: JSON.parse(example) } },
    ]);
  });

  test("apply --dry-run says what would be set and sends nothing", async () => {
    const before = deployment.events.length;
    const { code, out } = await deployment.run(["programme", "apply", "-", "--dry-run"], example);
    expect([code, out]).toEqual([
      0,
      expect.stringContaining("40–64 residence 11 57 h a month 684000 won a month (2026)"),
    ]);
    expect(deployment.events).toHaveLength(before);
  });

  test("apply sends nothing at all when one rule set is wrong, and says which and where", async () => {
    const before = deployment.events.length;
    const wrong = { ...JSON.parse(example), programmeId: "another", residence: "99" };
    const { code, out } = await deployment.run(["programme", "apply", "-"], `[${example},${JSON.stringify(wrong)}]`);
    expect([code, out]).toEqual([1, "rule set 2: UNKNOWN_DISTRICT /residence is not a known district\n"]);
    expect(deployment.events).toHaveLength(before);
  });

  test("check names a code that the taxonomy lacks, and rules of one day that are there twice", async () => {
    const unknown = { ...JSON.parse(example), competencies: ["no-such-thing"] };
    const asked = await deployment.run(["programme", "check", "-"], JSON.stringify(unknown));
    expect([asked.code, asked.out]).toEqual([1, expect.stringContaining("UNKNOWN_COMPETENCY /competencies/0")]);
    const twice = await deployment.run(["programme", "check", "-"], `[${example},${example}]`);
    expect([twice.code, twice.out]).toEqual([1, expect.stringContaining("rule set 2: ID_REPEATED /validFrom")]);
  });

  test("check refuses a key that stands twice, and a programme that isn't there to be excluded", async () => {
    const twice = example.replace("{", '{ "residence": "26",');
    const doubled = await deployment.run(["programme", "check", "-"], twice);
    expect([doubled.code, doubled.err]).toEqual([1, expect.stringContaining("/residence")]);
    const [boram, typo] = [["boram"], ["boram", "boran"]].map((excludes) =>
      JSON.stringify({ ...JSON.parse(example), excludes }),
    );
    expect((await deployment.run(["programme", "check", "-"], boram)).code).toBe(0);
    const asked = await deployment.run(["programme", "check", "-"], typo);
    expect([asked.code, asked.out]).toEqual([1, expect.stringContaining("UNKNOWN_PROGRAMME /excludes/1")]);
  });

  test("check says of an empty file that it holds no rule set", async () => {
    for (const text of ["", "[]"]) {
      const { code, err } = await deployment.run(["programme", "check", "-"], text);
      expect([code, err]).toEqual([1, expect.stringContaining("there is no rule set in the input")]);
    }
  });

  test("check finds nothing wrong in what is built in", async () => {
    const { code, out } = await deployment.run(["programme", "check", "--built-in", "--json"]);
    expect(code).toBe(0);
    const ids = out
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line).rules.programmeId);
    expect(ids).toEqual(builtInProgrammes.map(({ programmeId }) => programmeId));
  });

  test("check warns of pay that nobody has entered since, and passes: it holds until a newer one is there", async () => {
    const { code, out } = await deployment.run(["programme", "check", "--built-in"]);
    expect(code).toBe(0);
    expect(out).toContain("548340 won a month (2023)");
    expect(out).toContain("  warning: PAY_YEAR_STALE /pay/0/year the pay of 2023 is the last one listed");
    const asked = await deployment.run(["programme", "check", "--built-in", "--json"]);
    const codesOf = (id: string) =>
      asked.out
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line))
        .find(({ rules }) => rules.programmeId === id)
        ?.warnings?.map(({ code: warned, path }: { code: string; path: string }) => `${warned} ${path}`);
    expect(codesOf("boram")).toEqual(["PAY_YEAR_STALE /pay/0/year"]);
    // Over since 2023: its pay is of no use to anybody.
    expect(codesOf("digital-ieumdan")).toBeUndefined();
  });

  test("wants one source of rules", async () => {
    const { code, err } = await deployment.run(["programme", "apply"]);
    expect([code, err]).toEqual([1, expect.stringContaining("name the rules: one FILE, or --built-in")]);
  });

  test("list shows the kept rules, and marks those that the day goes by", async () => {
    await keep(theRules("boram"));
    await keep(theRules("boram", { validFrom: "2027-01-01", revision: 4 }));
    const { code, out } = await deployment.run(["programme", "list", "--day", "2026-11-21"]);
    expect(code).toBe(0);
    const lines = out.trim().split("\n");
    expect(lines[0]).toMatch(/^\* boram +2023-01-01 r2 서울시 보람일자리 40–67/);
    expect(lines[1]).toMatch(/^boram +2027-01-01 r4|^ {2}boram +2027-01-01 r4/);
  });

  test("list shows those of an umbrella programme, field by field", async () => {
    for (const id of ["boram", "digital-skills", "skills-development", "jung-gu-skills"]) await keep(theRules(id));
    const { code, out } = await deployment.run(["programme", "list", "--umbrella", "seoul-learn-4050", "--json"]);
    expect(code).toBe(0);
    const listed = out
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    const fields = [...new Set(listed.map(({ umbrella }) => umbrella.field))];
    expect(fields).toEqual(["skills", "jobs", "digital"]);
    expect(listed.map(({ programmeId }) => programmeId)).not.toContain("jung-gu-skills");
  });

  test("places shows how far seats and quotas are taken, and why says what is held back for want of one", async () => {
    await keep(theRules("startup-space", { validFrom: "2023-01-01" }));
    const seats = placesAccount("startup-space", "site#fifty-plus-campus-central");
    for (let tenant = 1; tenant <= 29; tenant++) {
      const stay = { from: "2026-01-01", end: "2029-01-01" };
      const entry = { source: `stay-${tenant}`, period: STAY_ENTRY, revision: 1, body: JSON.stringify(stay) };
      await deployment.ports.ledger.enter(seats, entry);
    }
    const { out } = await deployment.run(["programme", "places", "--day", "2026-11-21"]);
    expect(out).toMatch(/startup-space +fifty-plus-campus-central +29 of 29 taken/);
    expect(out).toMatch(/startup-space +fifty-plus-campus-west +0 of 48 taken/);
    const applicant = aStranger({ applicantId: "applicant-50", birthDate: "1975-01-01", residence: "11440" });
    const base = { kind: "startup-support", programmeId: "startup-space" } as const;
    const { ports } = deployment;
    await ports.applicants.keep(applicant.applicantId, 1, JSON.stringify(applicant));
    for (const campus of ["central", "west"]) {
      const opening = anOpening({ ...base, openingId: campus, institutionId: `fifty-plus-campus-${campus}` });
      await ports.openings.keep(campus, 1, JSON.stringify(opening));
    }
    const why = (id: string) => deployment.run(["why", "applicant-50", id, "--day", "2026-11-21"]);
    expect((await why("central")).out).toContain("held back programme-seats-taken");
    expect((await why("west")).out).not.toContain("held back");
  });

  test("why goes by the rules that are kept", async () => {
    await keep(theRules("boram"));
    const applicant = aStranger({ applicantId: "applicant-39", birthDate: "1990-01-01", residence: "11440" });
    const opening = anOpening({ openingId: "role-1", kind: "civic-role", programmeId: "boram" });
    await deployment.ports.applicants.keep(applicant.applicantId, 1, JSON.stringify(applicant));
    await deployment.ports.openings.keep(opening.openingId, 1, JSON.stringify(opening));
    const { code, out } = await deployment.run(["why", "applicant-39", "role-1", "--day", "2026-11-21", "--json"]);
    expect(code).toBe(0);
    expect(JSON.parse(out).obstacles).toContain("age-outside-programme");
    expect(JSON.parse(out).programme).toEqual({
      programmeId: "boram",
      kind: "ineligible",
      reasons: ["opening-outside-programme", "age-outside-programme"],
      rules: { programmeId: "boram", validFrom: "2023-01-01", revision: theRules("boram").revision },
    });
    // The person hears neither which condition it was nor by which rules.
    const { reasons } = JSON.parse(out).words.ko;
    expect(reasons.join(" ")).not.toMatch(/나이|연령|거주|boram|2023/);
    const printed = await deployment.run(["why", "applicant-39", "role-1", "--day", "2026-11-21"]);
    expect(printed.out).toContain(
      `programme boram, rules from 2023-01-01, revision ${theRules("boram").revision}: refused by opening-outside-programme, age-outside-programme\n`,
    );
  });
});
