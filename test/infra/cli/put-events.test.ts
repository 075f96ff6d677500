import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { mockClient } from "aws-sdk-client-mock";
import { beforeEach, describe, expect, test } from "vitest";
import type { Entry } from "../../../functions/importing/to-event.ts";
import { putEvents } from "../../../infra/cli/put-events.ts";

const client = new EventBridgeClient({ region: "ap-northeast-2" });
const bus = mockClient(client);
beforeEach(() => bus.reset());

const anEntry = (n: number, detail = `{"n":${n}}`): Entry => ({
  source: "ieum.openings",
  detailType: "JobPosted",
  detail,
});
const entries = (count: number) => Array.from({ length: count }, (_, at) => anEntry(at));

/** Takes every entry but those that `refuse` says, by their detail. */
function takeAllBut(refuse: (detail: string) => boolean): void {
  bus.on(PutEventsCommand).callsFake(({ Entries }: { Entries: { Detail: string }[] }) => ({
    Entries: Entries.map(({ Detail }) =>
      refuse(Detail) ? { ErrorCode: "ThrottlingException", ErrorMessage: "slow down" } : { EventId: Detail },
    ),
  }));
}

const put = async (all: readonly Entry[]) => {
  const pauses: number[] = [];
  const sent = await putEvents(client, "ieum-dev", all, async (ms) => void pauses.push(ms));
  const calls = bus
    .commandCalls(PutEventsCommand)
    .map((call) => call.args[0].input.Entries?.map(({ Detail }) => Detail));
  return { sent, calls, pauses };
};

describe("events are put", () => {
  test("ten a call, in order, on the bus of the stage", async () => {
    takeAllBut(() => false);
    const { sent, calls } = await put(entries(23));
    expect(calls.map((call) => call?.length)).toEqual([10, 10, 3]);
    expect(calls.flat()).toEqual(entries(23).map(({ detail }) => detail));
    expect(sent).toEqual(entries(23).map(() => ({ kind: "sent" })));
    expect(bus.commandCalls(PutEventsCommand)[0]?.args[0].input.Entries?.[0]).toMatchObject({
      EventBusName: "ieum-dev",
      Source: "ieum.openings",
      DetailType: "JobPosted",
    });
  });

  test("at most 256 KiB a call", async () => {
    takeAllBut(() => false);
    const large = Array.from({ length: 6 }, (_, at) => anEntry(at, JSON.stringify({ text: "x".repeat(60_000) })));
    const { calls } = await put(large);
    expect(calls.map((call) => call?.length)).toEqual([4, 2]);
  });

  test("again when some failed, those alone, after a pause", async () => {
    let left = 2;
    takeAllBut((detail) => detail === '{"n":1}' && left-- > 0);
    const { sent, calls, pauses } = await put(entries(3));
    expect(sent).toEqual([{ kind: "sent" }, { kind: "sent" }, { kind: "sent" }]);
    expect(calls.slice(1)).toEqual([['{"n":1}'], ['{"n":1}']]);
    expect(pauses).toEqual([200, 400]);
  });

  test("and are given up with the reason of the last try, the others being sent", async () => {
    takeAllBut((detail) => detail === '{"n":1}');
    const { sent, calls } = await put(entries(3));
    expect(sent).toEqual([
      { kind: "sent" },
      { kind: "failed", reason: "ThrottlingException: slow down" },
      { kind: "sent" },
    ]);
    expect(calls).toHaveLength(5);
  });

  test("and a call that fails as a whole is a fault", async () => {
    bus.on(PutEventsCommand).rejects(new Error("no such bus"));
    await expect(put(entries(1))).rejects.toThrow("no such bus");
  });
});
