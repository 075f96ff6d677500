import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

/** Opens tables on disk, ends them, and says whether LevelDB's code is still in the process. */
const SCRIPT = `
  import { readFileSync } from "node:fs";
  import { openTables } from ${JSON.stringify(new URL("../../../infra/local/tables.ts", import.meta.url).href)};
  const ignored = () => {};
  const tables = await openTables({
    path: process.argv[1], host: "127.0.0.1", port: 0, onDenied: ignored, onAsked: ignored, onCall: ignored, onFault: ignored,
  });
  await tables.create([]);
  await tables.stop();
  console.log(readFileSync("/proc/self/maps", "utf8").includes("classic-level"));
`;

/** A process of its own: in this one other tests may have loaded it. Only Linux tells what is loaded. */
test.runIf(process.platform === "linux")(
  "LevelDB's code outlives the thread of the tables, as LevelDB's own thread may still run it",
  () => {
    const folder = mkdtempSync(join(tmpdir(), "ieum-tables-"));
    try {
      const answer = execFileSync(process.execPath, ["--input-type=module-typescript", "--eval", SCRIPT, folder], {
        cwd: fileURLToPath(new URL("../../..", import.meta.url)),
        encoding: "utf8",
      });
      expect(answer.trim()).toBe("true");
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
);
