import { describe, expect, test } from "vitest";
import { CLAIM_LEASE_MS } from "../../domain/delivery/claiming.ts";
import type { Delivery } from "../../functions/ports.ts";
import { aBody, aJobBody, anApplicant, aProfileBody } from "../fixtures/bodies.ts";
import { MemoryService } from "../fixtures/memory-service.ts";

const APPLICANT = anApplicant().applicantId;
const OPENING = "job-mapo-cafe-7";
const RECOMMENDATION = `${APPLICANT}~${OPENING}`;

const WITHDRAWAL = aBody("ApplicantWithdrawn", { applicantId: APPLICANT, revision: 2 });
const CLOSING = aBody("OpeningClosed", { openingId: OPENING, revision: 2 });

class Crash extends Error {
  override readonly name = "Crash";
}

/** What happens while notify is at work, each at the step of that number: a step is the moment before or after one of its calls. */
interface Plan {
  readonly lands?: { readonly body: string; readonly at: number };
  readonly crashAt?: number;
}

/** Lets notify work on the alert of one pair while an event is taken in between two of its calls. */
async function play({ lands, crashAt }: Plan = {}) {
  const steps: string[] = [];
  let isNotifying = false;
  let isOver = false;
  let hasLanded = false;
  let phase: "alive" | "dead" | "over" = "alive";
  /** Whether the last read of each side came after what landed was kept. */
  const seenByLastRead = { applicants: false, openings: false };
  const service = new MemoryService({
    onCall: async (port, method, when) => {
      if (["withdraw", "close", "keep"].includes(method) && when === "after") hasLanded = true;
      // Nobody but notify reads entities, also while something lands.
      if (method === "get" && when === "after" && !isOver) {
        seenByLastRead[port as keyof typeof seenByLastRead] = hasLanded;
      }
      if (!isNotifying) return;
      if (phase === "dead") throw new Crash("the function is dead");
      steps.push(`${when} ${port}.${method}`);
      if (steps.length === lands?.at) {
        isNotifying = false;
        await service.intake(lands.body);
        isNotifying = true;
      }
      if (phase === "alive" && steps.length === crashAt) {
        phase = "dead";
        throw new Crash("the function dies here");
      }
    },
    onRestart: () => {
      if (phase === "dead") phase = "over";
    },
  });
  await service.intake(aProfileBody(), aJobBody());
  await service.match();
  hasLanded = false;
  isNotifying = true;
  await service.notify();
  isNotifying = false;
  isOver = true;
  await service.drain();
  return { service, steps, seenByLastRead };
}

/** The first tellings: that an opening has closed, or is open again, is a message of its own. */
function tellingsOf(service: MemoryService): { recommendationId: string; messageId: string }[] {
  return service.world
    .sent("applicant-messages")
    .map(({ body }) => JSON.parse(body))
    .filter(({ purpose }) => purpose === undefined);
}

function messagesOf(service: MemoryService): string[] {
  return tellingsOf(service).map(({ recommendationId }) => recommendationId);
}

async function keptOf(service: MemoryService): Promise<string[]> {
  const kept = await service.world.recommendations.list(APPLICANT);
  return kept.map(({ applicantId, openingId }) => `${applicantId}~${openingId}`);
}

/** How each delivery of the pair stands, by channel. */
function deliveriesOf(service: MemoryService): string[] {
  const { deliveries } = JSON.parse(service.world.dump()) as { deliveries: Delivery[] };
  return [...new Set(deliveries.map(({ state, reason }) => reason ?? state))];
}

/** The numbers of all steps that notify makes when nothing lands. */
async function allSteps(): Promise<number[]> {
  const { steps } = await play();
  return steps.map((_, index) => index + 1);
}

/** The number of a step: its n-th occurrence. */
async function stepOf(name: string, nth = 1): Promise<number> {
  const { steps } = await play();
  const found = steps.flatMap((step, index) => (step === name ? [index + 1] : []))[nth - 1];
  if (found === undefined) throw new Error(`notify has no ${nth}. step "${name}"`);
  return found;
}

describe("a person who leaves while notify is at work on them", () => {
  test("leaves no recommendation behind, and is sent nothing that the last read could stop, at whichever step they leave", async () => {
    let sent = 0;
    const steps = await allSteps();
    for (const at of steps) {
      const { service, seenByLastRead } = await play({ lands: { body: WITHDRAWAL, at } });
      const isStopped = seenByLastRead.applicants;
      expect(await keptOf(service), `leaving at step ${at}`).toEqual([]);
      expect(messagesOf(service), `leaving at step ${at}`).toEqual(isStopped ? [] : [RECOMMENDATION]);
      expect(deliveriesOf(service), `leaving at step ${at}`).toEqual([isStopped ? "applicant-withdrawn" : "sent"]);
      sent += messagesOf(service).length;
    }
    expect(sent).toBeGreaterThan(0);
    expect(sent).toBeLessThan(steps.length);
  });

  test.each([
    ["after recommendations.tell", 1, []],
    ["before applicants.get", 2, []],
    ["before queues.send", 1, [RECOMMENDATION]],
  ] as const)("%s (%i.) is sent %j", async (step, nth, expected) => {
    const { service } = await play({ lands: { body: WITHDRAWAL, at: await stepOf(step, nth) } });
    expect(messagesOf(service)).toEqual(expected);
  });

  test("leaves nothing behind either when notify dies at any step afterwards", async () => {
    const steps = await allSteps();
    for (const at of steps) {
      for (const crashAt of steps.filter((step) => step >= at)) {
        const { service } = await play({ lands: { body: WITHDRAWAL, at }, crashAt });
        expect(await keptOf(service), `leaving at step ${at}, dying at step ${crashAt}`).toEqual([]);
      }
    }
  });
});

describe("a person who left", () => {
  test("leaves no recommendation, also when they had several, and nobody else loses one", async () => {
    const service = new MemoryService();
    await service.accept(aProfileBody(), aProfileBody({ applicantId: "applicant-2" }), aJobBody());
    await service.accept(aJobBody({ openingId: "job-2", title: "합정역 2호점 바리스타" }));
    expect(await keptOf(service)).toHaveLength(2);
    await service.accept(WITHDRAWAL);
    expect(await keptOf(service)).toEqual([]);
    expect(await service.world.recommendations.list("applicant-2")).toHaveLength(2);
  });
});

describe("an opening that closes while notify is at work on it", () => {
  test("is told only if the last read could not know, and once it opens again exactly once in all", async () => {
    let sent = 0;
    const steps = await allSteps();
    for (const at of steps) {
      const { service, seenByLastRead } = await play({ lands: { body: CLOSING, at } });
      const isStopped = seenByLastRead.openings;
      const expected = isStopped ? [] : [RECOMMENDATION];
      expect(messagesOf(service), `closing at step ${at}`).toEqual(expected);
      expect(await keptOf(service), `closing at step ${at}`).toEqual(expected);
      expect(deliveriesOf(service), `closing at step ${at}`).toEqual([isStopped ? "opening-closed" : "sent"]);
      sent += messagesOf(service).length;

      await service.accept(aJobBody({ revision: 3 }));
      expect(messagesOf(service), `opening again after closing at step ${at}`).toEqual([RECOMMENDATION]);
      expect(await keptOf(service), `opening again after closing at step ${at}`).toEqual([RECOMMENDATION]);
    }
    expect(sent).toBeGreaterThan(0);
    expect(sent).toBeLessThan(steps.length);
  });
});

describe("an opening that closes before notify dies", () => {
  test("is recommended if it was sent, and told once in all when it opens again, whatever closes and dies where", async () => {
    const steps = await allSteps();
    const wrong: string[] = [];
    for (const at of steps) {
      for (const crashAt of steps.filter((step) => step >= at)) {
        const { service } = await play({ lands: { body: CLOSING, at }, crashAt });
        const isSent = messagesOf(service).length > 0;
        const isKept = (await keptOf(service)).length > 0;
        await service.accept(aJobBody({ revision: 3 }));
        const ids = tellingsOf(service).map(({ messageId }) => messageId);
        if (isSent && !isKept) wrong.push(`closing at ${at}, dying at ${crashAt}: sent and forgotten`);
        if (new Set(ids).size > 1) wrong.push(`closing at ${at}, dying at ${crashAt}: told as two`);
        if (ids.length === 0) wrong.push(`closing at ${at}, dying at ${crashAt}: never told`);
      }
    }
    expect(wrong).toEqual([]);
  });
});

describe("a profile that is revised between what notify keeps and what it sends", () => {
  const landing = async (fields: Parameters<typeof aProfileBody>[0]) =>
    play({
      lands: { body: aProfileBody({ revision: 2, ...fields }), at: await stepOf("after recommendations.tell") },
    });

  test.each([
    ["consent-withdrawn", { consent: { alerts: false, employers: true, center: true } }],
    ["no-longer-a-match", { preferences: { ...anApplicant().preferences, kinds: ["volunteer"] } }],
  ] as const)("stops the send as %s, and the pair can be told later", async (reason, fields) => {
    const { service } = await landing({ ...fields } as Parameters<typeof aProfileBody>[0]);
    expect(messagesOf(service)).toEqual([]);
    expect(await keptOf(service)).toEqual([]);
    expect(deliveriesOf(service)).toEqual([reason]);
    await service.accept(aProfileBody({ revision: 3 }));
    expect(messagesOf(service)).toEqual([RECOMMENDATION]);
  });

  test("stops nothing when the pair still matches", async () => {
    const { service } = await landing({ education: "bachelor" });
    expect(messagesOf(service)).toEqual([RECOMMENDATION]);
    const [kept] = await service.world.recommendations.list(APPLICANT);
    expect(kept?.applicantRevision).toBe(1);
  });
});

describe("a batch of which one leaves and another is told", () => {
  test("is sent right after the last read, with nothing before it but what is taken back", async () => {
    const calls: string[] = [];
    let isNotifying = false;
    let hasLeft = false;
    const service = new MemoryService({
      onCall: async (port, method, when) => {
        const name = `${port}.${method}`;
        if (isNotifying && when === "before") calls.push(name);
        if (!isNotifying || hasLeft || when === "before" || name !== "recommendations.tell") return;
        hasLeft = true;
        isNotifying = false;
        await service.intake(WITHDRAWAL);
        isNotifying = true;
      },
    });
    await service.intake(aProfileBody(), aProfileBody({ applicantId: "applicant-2" }), aJobBody());
    await service.match();
    isNotifying = true;
    await service.notify();
    expect(messagesOf(service)).toEqual([`applicant-2~${OPENING}`]);
    expect(await keptOf(service)).toEqual([]);
    const untilSent = calls.slice(0, calls.indexOf("queues.send"));
    const lastRead = untilSent.findLastIndex((name) => name.endsWith(".get"));
    expect(untilSent.slice(lastRead + 1)).toEqual(["recommendations.retract"]);
  });
});

describe("the calls of one batch", () => {
  test("are three reads of each side for up to a hundred, and the writes", async () => {
    const calls = new Map<string, number>();
    let isNotifying = false;
    const service = new MemoryService({
      onCall: (port, method, when) => {
        const name = `${port}.${method}`;
        if (isNotifying && when === "before") calls.set(name, (calls.get(name) ?? 0) + 1);
      },
    });
    const profiles = Array.from({ length: 40 }, (_, index) => aProfileBody({ applicantId: `applicant-${index}` }));
    await service.intake(...profiles, aJobBody({ totalJobOpenings: 4 }));
    await service.match();
    isNotifying = true;
    await service.notify();
    expect(messagesOf(service)).toHaveLength(40);
    expect(Object.fromEntries(calls)).toEqual({
      // Who is let in: their line and its opening. There is room for all, so that nobody's chances are compared.
      "waves.get": 1,
      "waves.put": 1,
      // What is decided on; the last read.
      "mailboxes.get": 2,
      // A claim of each; that it is out, the deliveries say.
      "mailboxes.put": 40,
      "applicants.get": 2,
      "openings.get": 3,
      "opportunities.members": 1,
      "recommendations.tell": 40,
      "queues.send": 4,
      // 80 entries, of the inbox and of messages.
      "deliveries.record": 4,
    });
  });

  test("of which nothing is told include a second read only after what was taken back", async () => {
    const at = await stepOf("after recommendations.tell");
    const { service, steps } = await play({ lands: { body: CLOSING, at } });
    expect(messagesOf(service)).toEqual([]);
    const [retracted, reads] = ["before recommendations.retract", "before openings.get"].map((name) =>
      steps.flatMap((step, index) => (step === name ? [index] : [])),
    );
    expect(reads?.at(-1)).toBeGreaterThan(retracted?.[0] ?? Number.POSITIVE_INFINITY);
  });
});

test("what a function that was frozen keeps of somebody who has left goes when none can be frozen any more", async () => {
  const service = new MemoryService();
  const { recommendations } = service.world;
  await service.accept(aProfileBody(), aJobBody());
  const [told] = await recommendations.list(APPLICANT);
  if (told === undefined) throw new Error("nobody was told");
  const { history: _outcomes, ...kept } = told;
  await service.accept(WITHDRAWAL);
  await recommendations.tell(kept);
  expect(await recommendations.list(APPLICANT)).toHaveLength(1);
  await service.wake(service.nowMs + CLAIM_LEASE_MS);
  expect(await recommendations.list(APPLICANT)).toEqual([]);
});
