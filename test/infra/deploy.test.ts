import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const DEPLOY = fileURLToPath(new URL("../../infra/deploy.ts", import.meta.url));

/** Runs it as `npm run deploy` does; the PATH has no command in it that could talk to an account. */
function deploy(...args: string[]) {
  const { status, stderr, stdout } = spawnSync(process.execPath, [DEPLOY, ...args], {
    encoding: "utf8",
    env: { PATH: "", INIT_CWD: "/where-it-was-typed" },
  });
  return { status, stderr, stdout };
}

test.each([
  [["--stage", "staging"], "there is no stage staging; there are dev, prod"],
  [["prod"], "Unexpected argument 'prod'"],
  [["--against", "kept.json"], "there is no file /where-it-was-typed/kept.json to compare with"],
])("deploy %j says what is wrong before anything is synthesised", (args, words) => {
  expect(deploy(...args)).toEqual({ status: 1, stderr: expect.stringContaining(words), stdout: "" });
});
