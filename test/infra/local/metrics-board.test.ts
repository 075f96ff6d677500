import { describe, expect, test } from "vitest";
import { MetricsBoard } from "../../../infra/local/metrics-board.ts";

function aLine(values: Record<string, number>, dimensions: Record<string, string> = {}): string {
  const Metrics = Object.keys(values).map((Name) => ({ Name, Unit: "Count" }));
  const service = "ieum-dev-intake";
  const CloudWatchMetrics = [{ Namespace: "Ieum", Dimensions: [["service"]], Metrics }];
  return JSON.stringify({ _aws: { Timestamp: 0, CloudWatchMetrics }, service, ...dimensions, ...values });
}

describe("the board of figures", () => {
  test("adds up what is counted, keeps parts apart, and shows the latest and largest of what is measured", () => {
    const board = new MetricsBoard();
    board.take(aLine({ EventsRefused: 2, OldestUnprocessedAge: 9 }));
    board.take(aLine({ EventsRefused: 2 }, { code: "UNKNOWN_DISTRICT" }));
    board.take(aLine({ EventsRefused: 1, OldestUnprocessedAge: 3 }));
    const about = { function: "ieum-dev-intake" };
    expect(board.figures()).toEqual([
      { ...about, metric: "EventsRefused", unit: "Count", total: 3, by: { UNKNOWN_DISTRICT: 2 } },
      { ...about, metric: "OldestUnprocessedAge", unit: "Seconds", last: 3, max: 9 },
    ]);
  });

  test.each([
    ["a line of the log", '{"level":"INFO","message":"event accepted"}'],
    ["no JSON", '"_aws" it says'],
    ["another's metric", aLine({ ColdStart: 1 })],
  ])("leaves %s alone", (_, line) => {
    const board = new MetricsBoard();
    board.take(line);
    expect(board.figures()).toEqual([]);
  });
});
