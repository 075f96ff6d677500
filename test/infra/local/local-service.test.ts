import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { runService } from "../../../infra/local/local-service.ts";
import { listenOn } from "../../../infra/local/port-in-use.ts";
import { HOST } from "../../../infra/local/twin.ts";
import { lockData } from "../../../infra/local/twin-lock.ts";

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), "ieum-service-"));
});
afterEach(() => rmSync(dataDir, { recursive: true }));

const free = { port: 0, tablesPort: 0, apiPort: 0 };

describe("a service that can't start says so before it synthesises anything", () => {
  test.each(["port", "tablesPort", "apiPort"] as const)("when its %s is taken, whose data it keeps", async (which) => {
    const other = createServer();
    await listenOn(other, HOST, 0);
    const address = other.address();
    const taken = typeof address === "object" ? (address?.port ?? 0) : 0;
    lockData(join(dataDir, "state"))();
    writeFileSync(join(dataDir, "state", "kept"), "");
    try {
      await expect(runService({ dataDir, fresh: true, ...free, [which]: taken })).rejects.toMatchObject({
        code: "PORT_IN_USE",
        port: taken,
      });
    } finally {
      other.close();
    }
    expect(readdirSync(dataDir)).toEqual(["state"]);
    expect(readdirSync(join(dataDir, "state"))).toContain("kept");
  });

  test("when another has its data", async () => {
    const letGo = lockData(join(dataDir, "state"));
    await expect(runService({ dataDir, fresh: false, ...free })).rejects.toMatchObject({ code: "DATA_IN_USE" });
    letGo();
    expect(readdirSync(dataDir)).toEqual(["state"]);
  });
});
