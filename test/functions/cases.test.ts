import { describe, expect, test } from "vitest";
import { canonicalJson } from "../../domain/canonical-json.ts";
import { drawUp } from "../../domain/outcomes/account.ts";
import type { LedgerFact } from "../../domain/outcomes/ledger-fact.ts";
import { builtInProgrammes } from "../../domain/programme/built-in.ts";
import { allEvents, toJsonSchema } from "../../events/catalog.ts";
import type { PortName } from "../../functions/adapters/memory/intercept.ts";
import { newContactKeys, openText, sealText } from "../../functions/contacts/sealed.ts";
import { queueNames } from "../../infra/names.ts";
import { aBody, aJobBody, anApplicant, aProfileBody } from "../fixtures/bodies.ts";
import { MemoryService, NOW_MS } from "../fixtures/memory-service.ts";

const APPLICANT = anApplicant().applicantId;
const PARTY = `applicant#${APPLICANT}`;
const CASE = { party: PARTY, caseId: "case-1" };
const PROGRAMME = "life-design-counselling";
const DAY = "2026-11-21";

const CONSULTED = { kind: "consulted", counsellor: "counsellor-7" };
const REFERRED = { kind: "referred", body: "legal-aid", consentOn: DAY };

function aCaseBody(revision: number, step: object, fields: Record<string, unknown> = {}): string {
  return aBody("CaseRecorded", { caseId: "case-1", programmeId: PROGRAMME, on: DAY, revision, step, ...fields });
}

/** A case from its opening to a referral. */
const LIFE = [
  aCaseBody(1, { kind: "opened" }),
  aCaseBody(2, { kind: "diagnosed", diagnosis: { of: "readiness", points: [{ area: "finances", points: 41 }] } }),
  aCaseBody(3, CONSULTED),
  aCaseBody(4, REFERRED),
];

async function aService(options?: ConstructorParameters<typeof MemoryService>[0]): Promise<MemoryService> {
  const service = new MemoryService(options);
  for (const rules of builtInProgrammes) {
    const { programmeId, validFrom, revision } = rules;
    await service.world.programmes.keep({ programmeId, validFrom, revision, body: canonicalJson(rules) });
  }
  return service;
}

async function refusalsOf(service: MemoryService) {
  return (await service.world.quarantine.list(DAY)).map(({ code, path }) => `${code} ${path}`);
}

async function factsOf(service: MemoryService, center = "central"): Promise<LedgerFact[]> {
  const facts: LedgerFact[] = [];
  for await (const fact of service.world.ledger.facts(center, 2026)) facts.push(fact);
  return facts;
}

async function casesOf(service: MemoryService, center: string) {
  const found: string[] = [];
  for await (const { party, caseId } of service.world.cases.ofCenter(center)) found.push(`${caseId} ${party}`);
  return found;
}

describe("a case", () => {
  test("is kept with all of its steps, and each is counted once however often it is said", async () => {
    const service = await aService();
    await service.accept(...LIFE, ...LIFE);
    expect(await refusalsOf(service)).toEqual([]);
    expect((await service.world.cases.get(CASE))?.steps.map(({ step }) => step.kind)).toEqual([
      "opened",
      "diagnosed",
      "consulted",
      "referred",
    ]);
    const { lines } = drawUp({ period: "2026", statements: [], facts: await factsOf(service) });
    expect(lines).toMatchObject([
      { line: PROGRAMME, counted: { "case-opened": 1, diagnosed: 1, consulted: 1, referred: 1, hired: 0 } },
    ]);
  });

  test("is the same whichever way its steps come", async () => {
    const [one, other] = [await aService(), await aService()];
    await one.accept(...LIFE);
    for (const body of LIFE.toReversed()) await other.accept(body);
    const stepsOf = async ({ world }: MemoryService) => (await world.cases.get(CASE))?.steps;
    expect(await stepsOf(other)).toEqual(await stepsOf(one));
    expect(await factsOf(other)).toEqual(await factsOf(one));
  });

  test("is the same wherever its recording is killed once", async () => {
    const done = await aService();
    await done.accept(aProfileBody(), ...LIFE);
    let calls = 0;
    await (await aService({ onCall: () => void calls++ })).accept(aProfileBody(), ...LIFE);
    for (let at = 1; at <= calls; at++) {
      let seen = 0;
      const service = await aService({
        onCall: () => {
          if (++seen === at) throw new Error("killed");
        },
      }).catch(() => undefined);
      // A crash while the rules are kept is no crash of a case.
      if (service === undefined) continue;
      await service.accept(aProfileBody(), ...LIFE);
      expect(await factsOf(service)).toEqual(await factsOf(done));
      expect(await service.world.cases.of(PARTY)).toEqual(await done.world.cases.of(PARTY));
      expect(await casesOf(service, "central")).toEqual(await casesOf(done, "central"));
    }
  });

  test("goes over to another center with its whole history, and is on both lists", async () => {
    const service = await aService();
    const handedOver = aCaseBody(5, { kind: "handed-over", to: "west" });
    const late = aCaseBody(6, CONSULTED);
    const next = aCaseBody(6, CONSULTED, { center: "west" });
    await service.accept(...LIFE, handedOver, late, next);
    expect(await refusalsOf(service)).toEqual(["CASE_OF_ANOTHER_CENTER /center"]);
    expect((await service.world.cases.get(CASE))?.steps).toHaveLength(6);
    expect([await casesOf(service, "central"), await casesOf(service, "west")]).toEqual([[], [`case-1 ${PARTY}`]]);
    expect((await factsOf(service, "west")).map(({ measure }) => measure)).toEqual(["consulted"]);
  });

  test("of an employer runs beside the applicant's, through the same stages", async () => {
    const service = await aService();
    const fields = { programmeId: "leap-package", applicantId: undefined, employerId: "cafe-7" };
    const issues = ["turnover", "women-work-environment"];
    await service.accept(
      aCaseBody(1, { kind: "opened" }, fields),
      aCaseBody(2, { kind: "diagnosed", diagnosis: { of: "employer", issues } }, fields),
      aCaseBody(3, CONSULTED, fields),
      aCaseBody(4, { kind: "placed", openingId: "job-mapo-cafe-7" }, fields),
      aCaseBody(5, { kind: "closed", ending: "completed" }, fields),
    );
    expect(await refusalsOf(service)).toEqual([]);
    expect((await factsOf(service)).map(({ measure, kind }) => `${kind} ${measure}`).sort()).toEqual([
      "employer-case case-closed",
      "employer-case case-opened",
      "employer-case consulted",
      "employer-case diagnosed",
      "employer-case placed",
    ]);
  });

  test.each([
    ["under a programme that leads none", { programmeId: "boram" }, "CASE_OUTSIDE_PROGRAMME /programmeId"],
    ["under a programme without rules", { programmeId: "nobody-s" }, "CASE_OUTSIDE_PROGRAMME /programmeId"],
    ["of a center that isn't there", { center: "nowhere" }, "UNKNOWN_CENTER /center"],
    [
      "handed to a center that isn't there",
      { step: { kind: "handed-over", to: "nowhere" } },
      "UNKNOWN_CENTER /step/to",
    ],
    ["of both sides at once", { employerId: "cafe-7" }, "SCHEMA_VIOLATION /applicantId"],
    ["of a day that hasn't started", { on: "2026-11-22" }, "DAY_NOT_STARTED /on"],
    ["of neither side", { applicantId: undefined }, "SCHEMA_VIOLATION /applicantId"],
    ["with a stage left out", { revision: 2, step: CONSULTED }, "CASE_STEP_OUT_OF_ORDER /step/kind"],
  ])("is refused %s", async (_, fields, expected) => {
    const service = await aService();
    await service.accept(LIFE[0] ?? "", aCaseBody(2, { kind: "closed", ending: "other" }, fields));
    expect(await refusalsOf(service)).toEqual([expected]);
  });
});

describe("a session", () => {
  test("is counted with what its person thought of it, once", async () => {
    const service = await aService();
    const content = aCaseBody(3, { ...CONSULTED, satisfaction: 4.85 });
    await service.accept(...LIFE.slice(0, 2), content, content);
    const { lines } = drawUp({ period: "2026", statements: [], facts: await factsOf(service) });
    expect(lines).toMatchObject([{ counted: { consulted: 1 }, satisfaction: { surveys: 1, meanHundredths: 485 } }]);
  });
});

describe("a referral", () => {
  test.each([
    ["without consent", { ...REFERRED, consentOn: undefined }, "REFERRAL_WITHOUT_CONSENT /step/consentOn"],
    ["with consent of a later day", { ...REFERRED, consentOn: "2026-11-22" }, "DATES_OUT_OF_ORDER /step/consentOn"],
    [
      "to a body that the programme doesn't name",
      { ...REFERRED, body: "moneylender" },
      "UNKNOWN_REFERRAL_BODY /step/body",
    ],
  ])("%s is refused and counted nowhere", async (_, step, expected) => {
    const service = await aService();
    await service.accept(...LIFE.slice(0, 3), aCaseBody(4, step));
    expect(await refusalsOf(service)).toEqual([expected]);
    expect((await factsOf(service)).map(({ measure }) => measure)).not.toContain("referred");
  });
});

/** A finding that no other text has. */
const FINDING = "depression scale 27 of 30";

describe("what a psychological diagnosis found", () => {
  test.each([
    ["as a diagnosis", { kind: "diagnosed", diagnosis: { of: "psychological", result: FINDING } }],
    ["beside a diagnosis", { kind: "diagnosed", diagnosis: { of: "competency", result: FINDING } }],
    ["beside a step", { kind: "consulted", counsellor: "counsellor-7", note: FINDING }],
  ])("has no place in an event: %s it is refused, and its words are kept nowhere", async (_, step) => {
    const service = await aService();
    await service.accept(LIFE[0] ?? "", aCaseBody(2, step));
    expect(await refusalsOf(service)).toEqual([expect.stringContaining("SCHEMA_VIOLATION /step")]);
    expect(everythingThatLeaves(service) + service.world.dump()).not.toContain(FINDING);
  });

  test("is a word of no event's schema", () => {
    for (const event of allEvents) expect(JSON.stringify(toJsonSchema(event))).not.toMatch(/psych/i);
  });

  test("stays sealed with the case: it is in no event, queue, log record or count, and changes no score", async () => {
    const calls: PortName[] = [];
    const [without, service] = [await aService(), await aService({ onCall: (port) => void calls.push(port) })];
    for (const one of [without, service]) await one.accept(aProfileBody(), ...LIFE);
    const { publicKey, privateKey } = newContactKeys();
    const sealed = sealText(FINDING, { use: "case note", about: "case-1" }, publicKey);
    expect(await service.world.cases.seal(CASE, "note-1", sealed)).toBe(true);
    calls.length = 0;
    for (const one of [without, service]) await one.accept(aJobBody(), aProfileBody({ revision: 2 }));
    expect(calls).toContain("recommendations");
    expect(calls).not.toContain("cases");
    for (const secret of [FINDING, sealed]) expect(everythingThatLeaves(service)).not.toContain(secret);
    const scores = ({ world }: MemoryService) => world.recommendations.list(APPLICANT);
    expect(await scores(service)).toEqual(await scores(without));
    expect((await scores(service)).length).toBeGreaterThan(0);
    expect(await factsOf(service)).toEqual(await factsOf(without));
    const notes = await service.world.cases.sealedOf(CASE);
    expect(openText(notes.get("note-1") ?? "", { use: "case note", about: "case-1" }, privateKey)).toBe(FINDING);
    const other = newContactKeys().privateKey;
    expect(() => openText(notes.get("note-1") ?? "", { use: "case note", about: "case-1" }, other)).toThrow(
      "can't be opened",
    );
    expect(JSON.stringify(await service.world.cases.of(PARTY))).not.toContain(sealed);
  });
});

/** All that leaves the tables: messages, events, and the log that matching reads. */
function everythingThatLeaves({ world }: MemoryService): string {
  const queues = queueNames.filter((name) => name !== "intake" && name !== "imports" && name !== "feed");
  const { shardLog } = JSON.parse(world.dump());
  return JSON.stringify([queues.map((name) => world.sent(name)), world.published(), shardLog]);
}

describe("whoever leaves", () => {
  test("takes their cases along, with what is sealed in them; the counts stay", async () => {
    const service = await aService();
    await service.accept(aProfileBody(), ...LIFE, aCaseBody(5, { kind: "handed-over", to: "west" }));
    await service.world.cases.seal(CASE, "note-1", "sealed");
    const before = await factsOf(service);
    await service.accept(aBody("ApplicantWithdrawn", { revision: 2 }));
    expect(await service.world.cases.of(PARTY)).toEqual([]);
    for (const center of ["central", "west"]) expect(await casesOf(service, center)).toEqual([]);
    expect(await factsOf(service)).toEqual(before);
    expect(JSON.stringify(before)).not.toContain(APPLICANT);
    expect(await service.world.cases.seal(CASE, "note-2", "sealed")).toBe(false);
    await service.accept(aCaseBody(6, CONSULTED, { center: "west" }));
    expect(await refusalsOf(service)).toEqual(["ENTITY_WITHDRAWN /applicantId"]);
    expect(await service.world.cases.of(PARTY)).toEqual([]);
  });

  test("takes along also what somebody was recording who died over it, and whose message others had worked off", async () => {
    let state: "alive" | "frozen" | "dead" = "alive";
    const service: MemoryService = await aService({
      onCall: async (port, method, phase) => {
        if (state === "dead" && port === "applicants" && method === "get") throw new Error("the writer dies");
        if (state !== "alive" || port !== "cases" || method !== "put" || phase !== "before") return;
        state = "frozen";
        await service.intake(aBody("ApplicantWithdrawn", { revision: 2 }));
        state = "dead";
      },
    });
    await service.accept(aProfileBody());
    await expect(service.intake(aCaseBody(1, { kind: "opened" }))).rejects.toThrow();
    state = "frozen";
    expect(await casesOf(service, "central")).toHaveLength(1);
    await service.drain();
    await service.wake(NOW_MS + 2 * 3_600_000);
    expect(await service.world.cases.of(PARTY)).toEqual([]);
    expect(await casesOf(service, "central")).toEqual([]);
  });

  test("takes along also what is being recorded at that moment", async () => {
    let service: MemoryService | undefined;
    let isLeaving = true;
    service = await aService({
      onCall: async (port, method, phase) => {
        if (port !== "cases" || method !== "put" || phase !== "after" || !isLeaving) return;
        isLeaving = false;
        await service?.world.applicants.withdraw(APPLICANT, 2);
      },
    });
    await service.accept(aProfileBody(), LIFE[0] ?? "");
    expect(await service.world.cases.of(PARTY)).toEqual([]);
    expect(await casesOf(service, "central")).toEqual([]);
    expect(await factsOf(service)).toEqual([]);
  });
});
