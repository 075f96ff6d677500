import { describe, expect, test } from "vitest";
import { type Behaviour, readMail } from "../fixtures/mail-server.ts";
import { aWaitingMessage, type Story } from "./waiting-message.ts";

class Crash extends Error {
  override readonly name = "Crash";
}

describe("a message", () => {
  test("that is delivered again is sent once", async () => {
    const story = await aWaitingMessage();
    await story.send();
    await story.sendLater();
    expect(story.mails).toHaveLength(1);
    expect(story.counted("MessagesSent")).toBe(1);
  });

  test("that two have at the same time is sent by one, and the other tries again and finds it done", async () => {
    const story = await aWaitingMessage();
    const [body = ""] = story.bodies();
    expect(await story.send([], [body, body])).toBe(1);
    expect(await story.send([], [body])).toBe(0);
    expect(story.mails).toHaveLength(1);
  });

  const tryAgain: readonly Behaviour[] = [
    "refuses-address-now",
    "refuses-message-now",
    "refuses-sender",
    "never-greets",
    "hangs-up-at-once",
    "falls-silent-before-message",
  ];
  test.each(tryAgain)(
    "to a server that %s stays in the queue, and goes out once and for certain",
    async (behaviour) => {
      const story = await aWaitingMessage({ behaviours: [behaviour] });
      expect(await story.send()).toBe(1);
      expect(story.mails).toEqual([]);
      expect(await story.send()).toBe(0);
      expect(story.mails).toHaveLength(1);
      expect(story.counted("MessagesRepeated")).toBe(0);
    },
  );

  test.each([
    ["refuses-address", "refused-550"],
    ["refuses-message", "refused-554"],
  ] as const)("to a server that %s for good is not tried again, and the reason is kept", async (behaviour, reason) => {
    const story = await aWaitingMessage({ behaviours: [behaviour] });
    expect(await story.send()).toBe(0);
    expect(await story.send()).toBe(0);
    expect(story.mails).toEqual([]);
    expect(await story.dispatches()).toEqual([expect.objectContaining({ state: "suppressed", reason })]);
  });

  test("to a server that greets late goes out", async () => {
    const story = await aWaitingMessage({ behaviours: ["greets-late"] });
    expect(await story.send()).toBe(0);
    expect(story.mails).toHaveLength(1);
  });

  test.each(["takes-and-hangs-up", "takes-and-falls-silent"] as const)(
    "to a server that %s may be repeated, recognisably, and that is counted",
    async (behaviour) => {
      const story = await aWaitingMessage({ behaviours: [behaviour] });
      expect(await story.send()).toBe(1);
      expect(await story.send()).toBe(0);
      const ids = story.mails.map(({ raw }) => readMail(raw).headers.get("message-id"));
      expect(ids).toHaveLength(2);
      expect(new Set(ids).size).toBe(1);
      expect(story.counted("MessagesRepeated")).toBe(1);
      expect(await story.dispatches()).toEqual([expect.objectContaining({ state: "sent", uncertain: 1 })]);
    },
  );

  /** Tells calls apart by name and number: some are under way at the same time. */
  function numbered(onCall: (call: string, phase: "before" | "after") => void): NonNullable<Story["onCall"]> {
    const counts = new Map<string, number>();
    return (what, phase) => {
      const key = `${what} ${phase}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
      onCall(`${what} ${counts.get(key)}`, phase);
    };
  }

  async function callsOfOneSend(): Promise<string[]> {
    const calls: string[] = [];
    const story = await aWaitingMessage({ onCall: numbered((call, phase) => phase === "before" && calls.push(call)) });
    expect(await story.send()).toBe(0);
    return calls;
  }

  /** The function dies at a call; another one takes over when the claim has run out. Gives what the server got, and what was counted. */
  async function afterDeathAt(call: string, when: "before" | "after") {
    let state: "alive" | "dead" | "over" = "alive";
    const story = await aWaitingMessage({
      onCall: numbered((current, phase) => {
        if (state === "alive" && current === call && phase === when) state = "dead";
        if (state === "dead") throw new Crash("the function dies here");
      }),
    });
    expect(await story.send(), `${call} ${when}`).toBe(1);
    state = "over";
    expect(await story.sendLater(), `${call} ${when}`).toBe(0);
    return { mails: story.mails.length, repeated: story.counted("MessagesRepeated"), states: await story.dispatches() };
  }

  test("goes out once whatever call the function dies at, but for what the server took and we forgot, which is counted", async () => {
    const calls = await callsOfOneSend();
    const sendAt = calls.indexOf("mail.send 1");
    expect(sendAt).toBeGreaterThan(4);
    const points = calls.flatMap(
      (call, at) =>
        [
          { call, when: "before", isForgotten: at > sendAt },
          { call, when: "after", isForgotten: at >= sendAt && at < calls.length - 1 },
        ] as const,
    );
    for (const { call, when, isForgotten } of points) {
      const { mails, repeated, states } = await afterDeathAt(call, when);
      expect(mails, `${call} ${when}`).toBe(isForgotten ? 2 : 1);
      expect(states.map(({ state }) => state)).toEqual(["sent"]);
      // Whoever takes a claim over can't know whether its holder died before the send or after it: it counts either.
      expect(repeated, `${call} ${when}`).toBeGreaterThanOrEqual(mails - 1);
    }
  }, 30_000);
});
