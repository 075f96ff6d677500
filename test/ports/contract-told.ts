import { describe, expect, test } from "vitest";
import type { Delivery, QuarantinedEvent, Recommendation } from "../../functions/ports.ts";
import { callsOf, type Harness, upTo } from "./harness.ts";

const APPLICANT = "applicant-1042";
const DAY = "2026-11-21";

export function aRecommendation(openingId: string, applicantId = APPLICANT): Recommendation {
  return {
    applicantId,
    openingId,
    applicantRevision: 1,
    openingRevision: 2,
    score: 9_431,
    fitsOpening: 9_120,
    fitsApplicant: 9_754,
    evidence: '{"reasons":["commute","pay"]}',
    versions: '{"taxonomy":"built-in-1","weights":1}',
    alertId: "01KB0000000000000000000002",
    toldAt: 1_795_219_200_000,
  };
}

function aDelivery(recommendationId: string, changes: Partial<Delivery> = {}): Delivery {
  return { recommendationId, channel: "inbox", state: "sent", at: 1_795_219_200_000, ...changes };
}

function aQuarantinedEvent(quarantineId: string, changes: Partial<QuarantinedEvent> = {}): QuarantinedEvent {
  return {
    quarantineId,
    day: DAY,
    entityId: "opening#job-1",
    code: "AGE_CONDITION_ON_JOB",
    path: "/opening/eligibility",
    message: "a job may not carry an age condition",
    detailType: "JobPosted",
    eventId: "01KB0000000000000000000001",
    bodySha256: "00".repeat(32),
    bodyBytes: 812,
    ...changes,
  };
}

/** What people are told, and what was set aside. */
export function describeTold(current: () => Harness): void {
  describe("bridges", () => {
    const bridges = () => current().ports.bridges;

    test("a pair is told once, apart from its recommendation, and can be taken back and told again", async () => {
      const bridge = aRecommendation("job-1");
      expect(await bridges().tell(bridge)).toEqual(bridge);
      expect(await bridges().tell({ ...bridge, score: 1 })).toEqual(bridge);
      expect(await current().ports.recommendations.list(APPLICANT)).toEqual([]);
      await current().ports.recommendations.tell({ ...bridge, alertId: "another" });
      await bridges().retract(bridge);
      expect(await bridges().list(APPLICANT)).toEqual([]);
      expect(await current().ports.recommendations.list(APPLICANT)).toEqual([{ ...bridge, alertId: "another" }]);
    });

    test("all of somebody's are gone when they are forgotten, and nobody else's", async () => {
      for (const id of upTo(3)) await bridges().tell(aRecommendation(`job-${id}`));
      await bridges().tell(aRecommendation("job-1", "applicant-7"));
      await bridges().forget(APPLICANT);
      expect(await bridges().list(APPLICANT)).toEqual([]);
      expect(await bridges().list("applicant-7")).toHaveLength(1);
    });
  });

  describe("institutions", () => {
    const institutions = () => current().ports.institutions;

    test("are kept by revision and listed in order of id", async () => {
      await institutions().keep("polytechnic-b", 1, "{}");
      await institutions().keep("polytechnic-a", 2, '{"name":"새 이름"}');
      expect(await institutions().keep("polytechnic-a", 1, "{}")).toEqual({ kind: "superseded" });
      expect(await institutions().all()).toEqual([
        { id: "polytechnic-a", revision: 2, body: '{"name":"새 이름"}', isClosed: false },
        { id: "polytechnic-b", revision: 1, body: "{}", isClosed: false },
      ]);
    });
  });

  describe("recommendations", () => {
    const recommendations = () => current().ports.recommendations;

    test("a pair is told once, in one call, and its first recommendation stays", async () => {
      expect(await callsOf(current(), () => recommendations().tell(aRecommendation("job-1")))).toBe(1);
      expect(await recommendations().tell({ ...aRecommendation("job-1"), score: 1 })).toEqual(aRecommendation("job-1"));
      expect(await recommendations().list(APPLICANT)).toEqual([aRecommendation("job-1")]);
    });

    test("of several tellers of one pair at the same time exactly one tells, and all learn which", async () => {
      const tellers = upTo(8).map((number) => ({ ...aRecommendation("job-1"), alertId: `alert-${number}` }));
      const told = await Promise.all(tellers.map((recommendation) => recommendations().tell(recommendation)));
      expect(new Set(told.map(({ alertId }) => alertId)).size).toBe(1);
    });

    test("a list is in the order of opening ids", async () => {
      for (const id of ["job-b", "job-10", "job-2", "job-B"]) await recommendations().tell(aRecommendation(id));
      const listed = await recommendations().list(APPLICANT);
      expect(listed.map(({ openingId }) => openingId)).toEqual(["job-10", "job-2", "job-B", "job-b"]);
    });

    test("what is taken back is gone, in one call, and the pair can be told again", async () => {
      await recommendations().tell(aRecommendation("job-1"));
      await recommendations().tell(aRecommendation("job-2"));
      expect(await callsOf(current(), () => recommendations().retract(aRecommendation("job-1")))).toBe(1);
      expect(await recommendations().list(APPLICANT)).toEqual([aRecommendation("job-2")]);
      const another = { ...aRecommendation("job-1"), alertId: "another" };
      expect(await recommendations().tell(another)).toEqual(another);
    });

    test("what another alert told isn't taken back, nor what isn't there, nor what something has become of", async () => {
      await recommendations().tell(aRecommendation("job-1"));
      await recommendations().retract({ ...aRecommendation("job-1"), alertId: "another" });
      await recommendations().retract(aRecommendation("never-told"));
      expect(await recommendations().list(APPLICANT)).toEqual([aRecommendation("job-1")]);
      const outcome = {
        revision: 1,
        outcome: "seen",
        on: "2026-11-23",
        eventId: "01KB0000000000000000000007",
      } as const;
      await recommendations().recordOutcome({ applicantId: APPLICANT, openingId: "job-1", ...outcome });
      await recommendations().retract(aRecommendation("job-1"));
      expect(await recommendations().list(APPLICANT)).toHaveLength(1);
    });

    test("forgetting removes all of one applicant's, also more than one call takes, and nobody else's", async () => {
      for (const number of upTo(60)) await recommendations().tell(aRecommendation(`job-${number}`));
      await recommendations().tell(aRecommendation("job-1", "applicant-2"));
      await recommendations().forget(APPLICANT);
      expect(await recommendations().list(APPLICANT)).toEqual([]);
      expect(await recommendations().list("applicant-2")).toHaveLength(1);
      await recommendations().forget(APPLICANT);
    });
  });

  describe("deliveries", () => {
    const deliveries = () => current().ports.deliveries;

    test("what was recorded stands on its channel alone, as it was recorded", async () => {
      const claimed = aDelivery("a~3", { state: "claimed" });
      await deliveries().record([aDelivery("a~1"), aDelivery("a~2", { state: "suppressed", reason: "x" }), claimed]);
      const states = [
        ["a~1", "sent"],
        ["a~2", "suppressed"],
        ["a~3", "claimed"],
      ] as const;
      expect(await deliveries().states(["a~1", "a~2", "a~3", "a~4"], "inbox")).toEqual(new Map(states));
      expect(await deliveries().states(["a~1", "a~2", "a~3"], "message")).toEqual(new Map());
    });

    test("the same one twice is the same, in one call or in two", async () => {
      await deliveries().record([aDelivery("a~1"), aDelivery("a~1"), aDelivery("a~1", { channel: "message" })]);
      await deliveries().record([aDelivery("a~1")]);
      expect(await deliveries().states(["a~1"], "inbox")).toEqual(new Map([["a~1", "sent"]]));
      expect(await deliveries().states(["a~1"], "message")).toEqual(new Map([["a~1", "sent"]]));
    });

    test("the channels that something is recorded as sent on are read in one call", async () => {
      const onBoth = upTo(49).flatMap((number) => [
        aDelivery(`a~${number}`),
        aDelivery(`a~${number}`, { channel: "message" }),
      ]);
      const suppressed = aDelivery("b~2", { channel: "message", state: "suppressed", reason: "x" });
      await deliveries().record([...onBoth, aDelivery("b~1"), aDelivery("b~2"), suppressed]);
      const ids = upTo(49).map((number) => `a~${number}`);
      expect(await callsOf(current(), () => deliveries().sentOn([...ids, "b~1"]))).toBe(1);
      const onAll = ids.map((id): [string, string[]] => [id, ["inbox", "message"]]);
      expect(await deliveries().sentOn([...ids, "b~1"])).toEqual(new Map([...onAll, ["b~1", ["inbox"]]]));
      expect(await deliveries().sentOn(["b~1", "b~2", "b~3"])).toEqual(
        new Map([
          ["b~1", ["inbox"]],
          ["b~2", ["inbox"]],
        ]),
      );
      await expect(deliveries().sentOn([...ids, "b~1", "b~2"])).rejects.toThrow(RangeError);
      expect(await callsOf(current(), () => deliveries().sentOn([]))).toBe(0);
    });

    test("25 are recorded in one call, 60 in three, none in none", async () => {
      const many = upTo(60).map((number) => aDelivery(`a~${number}`));
      expect(await callsOf(current(), () => deliveries().record(many.slice(0, 25)))).toBe(1);
      expect(await callsOf(current(), () => deliveries().record(many))).toBe(3);
      expect(await callsOf(current(), () => deliveries().record([]))).toBe(0);
      const ids = many.map(({ recommendationId }) => recommendationId);
      expect(await deliveries().states(ids, "inbox")).toEqual(new Map(ids.map((id) => [id, "sent"])));
    });

    test("more than 100 can't be asked for at once, none are asked for without a call", async () => {
      const ids = upTo(101).map((number) => `a~${number}`);
      await expect(deliveries().states(ids, "inbox")).rejects.toThrow(RangeError);
      expect(await callsOf(current(), () => deliveries().states([], "inbox"))).toBe(0);
    });
  });

  describe("quarantine", () => {
    const quarantine = () => current().ports.quarantine;

    test("a day lists its events in the order of arrival", async () => {
      for (const id of ["zeta", "alpha", "mu"]) {
        await quarantine().put(aQuarantinedEvent(id));
        current().clock.advance(1);
      }
      await quarantine().put(aQuarantinedEvent("next", { day: "2026-11-22" }));
      expect(await quarantine().list(DAY)).toEqual(["zeta", "alpha", "mu"].map((id) => aQuarantinedEvent(id)));
    });

    test("the same one twice is the same and keeps its place", async () => {
      await quarantine().put(aQuarantinedEvent("zeta"));
      current().clock.advance(1);
      await quarantine().put(aQuarantinedEvent("alpha"));
      current().clock.advance(1);
      expect(await callsOf(current(), () => quarantine().put(aQuarantinedEvent("zeta")))).toBe(1);
      expect((await quarantine().list(DAY)).map(({ quarantineId }) => quarantineId)).toEqual(["zeta", "alpha"]);
    });

    test("what isn't known of an event stays unknown", async () => {
      const unknown = aQuarantinedEvent("bare", {
        entityId: undefined,
        detailType: undefined,
        eventId: undefined,
        path: "",
      });
      await quarantine().put(unknown);
      expect(await quarantine().list(DAY)).toEqual([unknown]);
    });

    test("what a refusal by law rests on stays with it", async () => {
      const grounds: QuarantinedEvent["ground"][] = [
        { clauses: ["고령자고용법 4조의4 1항 1호"], span: { start: 7, end: 13, words: "20～35세" } },
        {
          clauses: ["최저임금법 6조 1항"],
          least: { year: 2026, krwPerHour: 10_320, krw: 2_156_880, unit: "MONTH" },
        },
        { clauses: ["남녀고용평등법 7조 2항", "채용절차법 4조의3 1호"] },
      ];
      const events = grounds.map((ground, at) => aQuarantinedEvent(`ground-${at}`, ground && { ground }));
      for (const event of events) {
        await quarantine().put(event);
        current().clock.advance(1);
      }
      expect(await quarantine().list(DAY)).toEqual(events);
    });

    test("a day without events has an empty list", async () => {
      expect(await quarantine().list("2026-01-01")).toEqual([]);
    });
  });
}
