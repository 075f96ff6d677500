import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { newContactKeys } from "../../functions/contacts/sealed.ts";
import type { AskedFor } from "../../infra/local/decisions.ts";
import { AccessDecider, type PolicyStatement } from "../../infra/local/iam.ts";
import { runService } from "../../infra/local/local-service.ts";
import { startMailServer } from "../fixtures/mail-server.ts";
import { asList } from "../fixtures/template.ts";
import { WholeScenario } from "../fixtures/whole-scenario.ts";

/**
 * Every function in the twin, each under its own role, through all that the service does. What no role asked for while that was played is a
 * permission too many; and with any one statement gone, something that was asked for would be denied.
 */
let asked: readonly AskedFor[];
let statementsByRole: ReadonlyMap<string, readonly PolicyStatement[]>;
const denied: string[] = [];
/** The functions whose log names it, by correlation id. */
const namedBy = new Map<string, Set<string>>();
let failed: readonly string[] = [];

beforeAll(async () => {
  const dataDir = mkdtempSync(join(tmpdir(), "ieum-least-privilege-"));
  const mail = await startMailServer();
  const keys = newContactKeys();
  let webhookCalls = 0;
  // The first answer is a failure, so that there is something to try again.
  const receiver = createServer((request, response) => {
    webhookCalls++;
    request.resume().on("end", () => response.writeHead(webhookCalls === 1 ? 503 : 204).end());
  });
  await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
  vi.stubEnv("IEUM_MAIL_HOST", mail.smtp.host);
  vi.stubEnv("IEUM_MAIL_PORT", String(mail.smtp.port));
  vi.stubEnv("IEUM_MAIL_FROM", "ieum@example.org");
  vi.stubEnv("IEUM_CONTACT_PRIVATE_KEY", keys.privateKey);
  const service = await runService({ dataDir, fresh: true, port: 0, tablesPort: 0, retryDelayMs: 100 });
  service.twin.on("denied", (reason) => denied.push(reason));
  service.twin.on("log", (name, line) => {
    const [, correlationId] = /"correlationId":"(\w+)"/.exec(line) ?? [];
    if (correlationId === undefined) return;
    namedBy.set(correlationId, (namedBy.get(correlationId) ?? new Set()).add(name));
  });
  try {
    const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`;
    const scenario = new WholeScenario(service, keys.publicKey, url, mail.mails);
    await scenario.play();
    failed = scenario.failed;
  } finally {
    await service.stop();
    receiver.close();
    await mail.stop();
    vi.unstubAllEnvs();
    rmSync(dataDir, { recursive: true, force: true });
  }
  ({ asked, statementsByRole } = service.twin.access);
}, 240_000);

afterAll(() => vi.unstubAllEnvs());

const isAllowed = (role: string, statements: readonly PolicyStatement[], { action, resource }: AskedFor) =>
  new AccessDecider(new Map([[role, statements]])).decide(role, action, resource).allowed;

/** Each action on each resource that a role may call. */
function grantsOf(role: string): { action: string; resource: string }[] {
  return (statementsByRole.get(role) ?? []).flatMap((statement) =>
    asList(statement.Action).flatMap((action) => asList(statement.Resource).map((resource) => ({ action, resource }))),
  );
}

describe("while the service does everything that it does", () => {
  test("nothing is denied, and nothing fails", () => {
    expect(denied).toEqual([]);
    expect(failed).toEqual([]);
  });

  test("what follows from an event is found by its correlation id in the log of every function that worked on it", () => {
    const hops = ["intake", "match", "notify", "send", "feed", "webhook"].map((name) => `ieum-dev-${name}`);
    const throughAll = [...namedBy.values()].filter((names) => hops.every((hop) => names.has(hop)));
    expect(throughAll.length).toBeGreaterThan(0);
  });

  test("every action that a role may call on a resource is called", () => {
    const unused = [...statementsByRole.keys()].flatMap((role) =>
      grantsOf(role)
        .filter((grant) => {
          const only = [{ Effect: "Allow", Action: grant.action, Resource: grant.resource }];
          return !asked.some((one) => one.principal === role && isAllowed(role, only, one));
        })
        .map(({ action, resource }) => `${role} ${action} ${resource}`),
    );
    expect(unused).toEqual([]);
  });

  test("with any one statement gone, something would be denied", () => {
    const idle: string[] = [];
    let removed = 0;
    for (const [role, statements] of statementsByRole) {
      const calls = asked.filter(({ principal }) => principal === role);
      for (const [index, statement] of statements.entries()) {
        removed++;
        const left = statements.toSpliced(index, 1);
        if (calls.every((call) => isAllowed(role, left, call))) idle.push(`${role} ${JSON.stringify(statement)}`);
      }
    }
    expect(idle).toEqual([]);
    expect(removed).toBeGreaterThan(50);
  });
});
