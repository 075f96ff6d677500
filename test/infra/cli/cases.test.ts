import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { canonicalJson } from "../../../domain/canonical-json.ts";
import type { RecordedStep } from "../../../domain/cases/case-life.ts";
import { builtInProgrammes } from "../../../domain/programme/built-in.ts";
import { newContactKeys } from "../../../functions/contacts/sealed.ts";
import { type Deployment, startDeployment } from "./deployment.ts";

const KEY = { party: "applicant#applicant-1", caseId: "case-1" };
const NOTE = "불안 척도 높음, 상담 계속";

function aStep(revision: number, center: string, step: RecordedStep["step"]): RecordedStep {
  return { revision, on: "2026-11-21", center, step, eventId: `e${revision}` };
}

const LIFE: readonly RecordedStep[] = [
  aStep(1, "west", { kind: "opened" }),
  aStep(2, "west", { kind: "diagnosed", diagnosis: { of: "readiness", points: [{ area: "finances", points: 41 }] } }),
  aStep(3, "west", { kind: "handed-over", to: "north" }),
  aStep(4, "north", { kind: "consulted", counsellor: "counsellor-7", satisfaction: 4.85 }),
];

let deployment: Deployment;
const keys = newContactKeys();

beforeAll(async () => {
  deployment = await startDeployment();
  const { cases, programmes } = deployment.ports;
  await cases.put({ ...KEY, programmeId: "life-design-counselling", center: "north", steps: LIFE, version: 1 });
  for (const rules of builtInProgrammes.filter(({ programmeId }) => programmeId === "life-design-counselling")) {
    const averages = { ...rules, cases: { ...rules.cases, cityAverages: [{ area: "finances", points: 60 }] } };
    const { programmeId, validFrom, revision } = rules;
    await programmes.keep({ programmeId, validFrom, revision, body: canonicalJson(averages) });
  }
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await deployment.stop();
});

describe("ieum case", () => {
  test("lists a case with its history for the center that has it now, and for no other", async () => {
    const north = await deployment.run(["case", "list", "--center", "north"]);
    expect(north.code).toBe(0);
    for (const line of [
      "case-1 applicant#applicant-1 life-design-counselling consulting, counsellor-7",
      "2026-11-21 west handed over to north",
      "2026-11-21 north consulted: counsellor-7, satisfaction 4.85",
      "finances 41, city average 60",
    ]) {
      expect(north.out).toContain(line);
    }
    expect((await deployment.run(["case", "list", "--center", "west"])).out).toBe("west has no cases that are open\n");
    const { code, err } = await deployment.run(["case", "list", "--center", "nowhere"]);
    expect([code, err]).toEqual([1, expect.stringContaining("has no center nowhere")]);
  });

  test("seals a note that opens with the center's key alone, and shows it nowhere else", async () => {
    const of = ["case-1", "--applicant", "applicant-1"];
    vi.stubEnv("IEUM_CASE_PUBLIC_KEY", keys.publicKey);
    const sealed = await deployment.run(["case", "seal", ...of, "--name", "note-1"], NOTE);
    expect(sealed).toMatchObject({ code: 0, out: "note-1 is sealed with case-1\n" });
    vi.stubEnv("IEUM_CASE_PRIVATE_KEY", keys.privateKey);
    expect((await deployment.run(["case", "unseal", ...of])).out).toContain(NOTE);
    vi.stubEnv("IEUM_CASE_PRIVATE_KEY", newContactKeys().privateKey);
    const { code, out, err } = await deployment.run(["case", "unseal", ...of]);
    expect([code, out]).toEqual([1, ""]);
    expect(err).toContain("can't be opened with this key");
    for (const args of [
      ["case", "list", "--center", "north", "--json"],
      ["kpi", "--period", "2026", "--json"],
    ]) {
      expect((await deployment.run(args)).out).not.toContain(NOTE);
    }
  });

  test("seals nothing for a case that isn't there", async () => {
    vi.stubEnv("IEUM_CASE_PUBLIC_KEY", keys.publicKey);
    const args = ["case", "seal", "case-2", "--applicant", "applicant-1", "--name", "note-1"];
    const { code, err } = await deployment.run(args, NOTE);
    expect([code, err]).toEqual([1, expect.stringContaining("there is no such case")]);
  });
});
