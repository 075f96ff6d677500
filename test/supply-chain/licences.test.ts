import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { findForbidden, readLicences } from "./licences.ts";

const lock = JSON.parse(readFileSync(fileURLToPath(new URL("../../package-lock.json", import.meta.url)), "utf8"));

describe("licences", () => {
  test("of everything that would be installed are allowed", () => {
    const packages = readLicences(lock);
    expect(packages.filter(({ isDeployed }) => isDeployed).length).toBeGreaterThan(20);
    expect(packages.length).toBeGreaterThan(200);
    expect(findForbidden(packages)).toEqual([]);
  });

  test.each([
    ["GPL-3.0-only", false, 1],
    ["", false, 1],
    ["MPL-2.0", false, 1],
    ["MPL-2.0", true, 0],
    ["(MIT OR GPL-3.0-or-later)", false, 0],
    ["MIT AND GPL-3.0-only", true, 1],
  ])("%s, for what is only built with: %s, is forbidden: %s", (license, dev, forbidden) => {
    const packages = readLicences({ packages: { "node_modules/one": { version: "1.0.0", license, dev } } });
    expect(findForbidden(packages)).toHaveLength(forbidden);
  });
});
