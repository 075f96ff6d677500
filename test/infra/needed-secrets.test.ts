import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { lookFor, neededSecrets } from "../../infra/needed-secrets.ts";
import { ReadTemplate } from "../fixtures/template.ts";

const REGION = "ap-northeast-2";

describe("what a stage wants of Secrets Manager", () => {
  test("is read from its template, so that nothing is left out", () => {
    expect(neededSecrets(new ReadTemplate("prod").text)).toEqual([
      { name: "ieum-prod-webhooks", fields: ["privateKey"] },
      { name: "ieum-prod-mail", fields: ["contactPrivateKey", "optOutSecret", "password", "user"] },
    ]);
  });

  test("is nothing where nobody is real", () => {
    expect(neededSecrets(new ReadTemplate("dev").text)).toEqual([]);
  });
});

describe("a look at a secret", () => {
  const secret = { name: "ieum-prod-mail", fields: ["optOutSecret", "user"] };
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "ieum-aws-"));
    // Nothing but what a test puts there: the machine may have an `aws` of its own.
    vi.stubEnv("PATH", folder);
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Stands in for the command line of AWS. */
  function anAws(script: string): void {
    const file = join(folder, "aws");
    writeFileSync(file, `#!/bin/sh\n${script}\n`);
    chmodSync(file, 0o755);
  }

  test("names the fields that it lacks", () => {
    anAws(`echo '{"user":"","password":"p"}'`);
    expect(lookFor(secret, REGION, [])).toEqual({ kind: "no-field", fields: ["optOutSecret"] });
  });

  test("finds one that has them, by the profile of the deployment", () => {
    anAws(`case "$*" in *"--profile agency"*) echo '{"user":"u","optOutSecret":"s"}';; *) exit 1;; esac`);
    expect(lookFor(secret, REGION, ["--profile", "agency"])).toEqual({ kind: "there" });
  });

  test("tells one that isn't there from one that nobody may look at", () => {
    anAws(`echo "An error occurred (ResourceNotFoundException)" >&2; exit 254`);
    expect(lookFor(secret, REGION, []).kind).toBe("no-secret");
    anAws(`echo "An error occurred (AccessDeniedException)" >&2; exit 254`);
    expect(lookFor(secret, REGION, []).kind).toBe("unknown");
  });

  test("takes what is no JSON for a secret without fields", () => {
    anAws("echo plain");
    expect(lookFor(secret, REGION, [])).toEqual({ kind: "no-field", fields: secret.fields });
  });

  test("says so when there is no command to look with", () => {
    expect(lookFor(secret, REGION, [])).toEqual({ kind: "unknown", why: "there is no command `aws` here" });
  });
});
