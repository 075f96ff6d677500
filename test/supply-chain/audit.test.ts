import { expect, test } from "vitest";
import { readAudit } from "./audit.ts";

const report = (vulnerabilities: Record<string, number>) => JSON.stringify({ metadata: { vulnerabilities } });

test("high and critical faults stop a build, others are told", () => {
  expect(readAudit(report({ moderate: 3, high: 0, critical: 0 }))).toMatchObject({ kind: "known", isStopping: false });
  expect(readAudit(report({ moderate: 0, high: 1, critical: 0 }))).toMatchObject({ isStopping: true });
  expect(readAudit(report({ critical: 1 }))).toMatchObject({ isStopping: true });
});

test.each([
  ["nothing", ""],
  ["a page", "<html>"],
  ["an error", '{"error":{"code":"ENOAUDIT"}}'],
])("a registry that answers %s tells nothing, which is no failure", (_, output) => {
  expect(readAudit(output)).toEqual({ kind: "unknown" });
});
