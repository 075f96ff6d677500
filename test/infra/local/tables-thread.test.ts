import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));

const OPENING = `
  import { readFileSync, rmSync } from "node:fs";
  import { DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
  import { openTables } from "./infra/local/tables.ts";
  const [, folder] = process.argv;
  const ignored = () => {};
  const tables = await openTables({
    path: folder, host: "127.0.0.1", port: 0, onDenied: ignored, onAsked: ignored, onCall: () => "pass",
  });
`;

/** Opens tables on disk, ends them, and says whether LevelDB's code is still in the process. */
const ENDING = `${OPENING}
  await tables.create([]);
  await tables.stop();
  console.log(readFileSync("/proc/self/maps", "utf8").includes("classic-level"));
`;

/** Writes until LevelDB begins another file, which it can't: the folder is gone. */
const FAILING = `${OPENING}
  process.once("uncaughtException", ({ message }) => {
    console.log(message);
    process.exit(1);
  });
  const KeySchema = [{ AttributeName: "id", KeyType: "HASH" }];
  const AttributeDefinitions = [{ AttributeName: "id", AttributeType: "S" }];
  const type = "AWS::DynamoDB::Table";
  await tables.create([{ type, name: "things", properties: { KeySchema, AttributeDefinitions } }]);
  tables.setRules({ enforce: false, statementsByPrincipal: new Map() });
  rmSync(folder, { recursive: true });
  const credentials = { accessKeyId: "operator", secretAccessKey: "operator" };
  const client = new DynamoDBClient({ endpoint: tables.endpoint, region: "ap-northeast-2", credentials, maxAttempts: 1 });
  for (let number = 0; ; number++) {
    const Item = { id: { S: String(number) }, text: { S: "x".repeat(390_000) } };
    await client.send(new PutItemCommand({ TableName: "things", Item })).catch(() => console.log("goes on"));
  }
`;

/** A process of its own: in this one other tests may have loaded it. Only Linux tells what is loaded. */
test.runIf(process.platform === "linux")(
  "LevelDB's code outlives the thread of the tables, as LevelDB's own thread may still run it",
  () => {
    inFolder((folder) => {
      const answer = execFileSync(process.execPath, ["--input-type=module-typescript", "--eval", ENDING, folder], {
        cwd: ROOT,
        encoding: "utf8",
      });
      expect(answer.trim()).toBe("true");
    });
  },
);

test("a thread of the tables that can't write ends the process, and says why", () => {
  inFolder((folder) => {
    const args = ["--input-type=module-typescript", "--eval", FAILING, folder];
    const { status, stdout } = spawnSync(process.execPath, args, { cwd: ROOT, encoding: "utf8", timeout: 60_000 });
    expect(stdout).toMatch(/^STORE_FAILED: \S+ can't be read or written \(IO error: .+\)/m);
    expect(status).toBe(1);
  });
});

function inFolder(work: (folder: string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), "ieum-tables-"));
  try {
    work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
