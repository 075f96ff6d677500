import { expect, test } from "vitest";
import { FLOW_BOXES, FLOW_LINES } from "../../../functions/console/operator/flow-picture.tsx";
import { permissions } from "../../../infra/permissions.ts";

test("every function of the stack stands in the picture of the flow", () => {
  const boxes = FLOW_BOXES.map(({ id }) => id);
  expect(boxes).toEqual(expect.arrayContaining(Object.keys(permissions)));
});

test.each(["api", "start-day", "follow-up", "digest"] as const)("%s leads to what its role may write to", (name) => {
  const { sendsTo, publishes } = permissions[name];
  const allowed = [...(publishes ? ["bus"] : []), ...sendsTo.map((queue) => `${queue}-queue`)];
  expect(FLOW_LINES.filter(([from]) => from === name).map(([, to]) => to)).toEqual(allowed);
});
