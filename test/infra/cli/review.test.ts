import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { EMPTY_MAILBOX } from "../../../domain/delivery/mailbox.ts";
import type { Review } from "../../../domain/delivery/review.ts";
import { type Deployment, startDeployment } from "./deployment.ts";

const SAID_BEFORE: Review = {
  openingId: "job-2",
  revision: 3,
  center: "west",
  decision: "hold",
  reason: "talk-first",
  on: "2026-11-21",
  factId: "fact-1",
};

let deployment: Deployment;
beforeAll(async () => {
  deployment = await startDeployment();
  const mailbox = JSON.stringify({ ...EMPTY_MAILBOX, reviews: [SAID_BEFORE] });
  await deployment.ports.mailboxes.put("applicant-1", 0, mailbox);
});
afterAll(() => deployment.stop());

/** Runs `ieum review` for applicant-1 with a center and a reason. */
const review = (opening: string, decision: string, ...more: readonly string[]) =>
  deployment.run(["review", "applicant-1", opening, decision, "--center", "west", "--reason", "talk-first", ...more]);

/** The reviews that the bus got, without their envelopes. */
const said = () =>
  deployment.events
    .filter(({ detailType }) => detailType === "RecommendationReviewed")
    .map(({ detail }) => {
      const { openingId, revision, decision, override, reason, center } = detail as Record<string, unknown>;
      return { openingId, revision, decision, override, reason, center };
    });

describe("ieum review", () => {
  test("sends the first word on a pair as the first, and any other as one more than what is kept", async () => {
    const { code, out, err } = await review("job-1", "hold");
    expect([code, out, err]).toEqual([0, "hold of job-1 for applicant-1 sent\n", ""]);
    const again = await review("job-2", "override", "--override", "recommend", "--json");
    expect(JSON.parse(again.out)).toMatchObject({ outcome: "sent", revision: 4 });
    const common = { reason: "talk-first", center: "west" };
    expect(said()).toEqual([
      { openingId: "job-1", revision: 1, decision: "hold", ...common },
      { openingId: "job-2", revision: 4, decision: "override", override: "recommend", ...common },
    ]);
  });

  test.each([
    ["a decision that is none", ["job-1", "praise"], "/decision"],
    ["an override without its way", ["job-1", "override"], "/override"],
    ["a reason that is none", ["job-1", "hold", "--reason", "because"], "/reason"],
    ["a revision that is no number", ["job-1", "hold", "--revision", "first"], "/revision"],
    ["a center that is none", ["job-1", "hold", "--center", "nowhere"], "nowhere"],
    ["all centers", ["job-1", "hold", "--center", "all"], "one center"],
  ] as const)("refuses %s, and sends nothing", async (_what, [opening, decision, ...more], named) => {
    const before = said().length;
    const { code, err } = await review(opening, decision, ...more);
    expect([code, err]).toEqual([1, expect.stringContaining(named)]);
    expect(said()).toHaveLength(before);
  });
});
