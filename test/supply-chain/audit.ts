/**
 * `npm run audit`: whether known faults are reported of what is deployed. The registry answers that; where it doesn't (without a network, or behind a mirror that
 * has no such service) nothing is known, and that is said and is no failure: a build must not depend on somebody else's uptime.
 */
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";

/** Faults below this are told and stop nothing. */
const STOPPING = ["high", "critical"] as const;

const TIMEOUT_MS = 30_000;

interface Report {
  readonly metadata?: { readonly vulnerabilities?: Readonly<Record<string, number>> };
}

export type Audit =
  | { readonly kind: "unknown" }
  | { readonly kind: "known"; readonly counts: Readonly<Record<string, number>>; readonly isStopping: boolean };

/** What `npm audit --json` has answered. */
export function readAudit(output: string): Audit {
  let report: Report;
  try {
    report = JSON.parse(output) as Report;
  } catch {
    return { kind: "unknown" };
  }
  const counts = report.metadata?.vulnerabilities;
  if (counts === undefined) return { kind: "unknown" };
  return { kind: "known", counts, isStopping: STOPPING.some((severity) => (counts[severity] ?? 0) > 0) };
}

function askRegistry(): Promise<string> {
  const cwd = fileURLToPath(new URL("../..", import.meta.url));
  return new Promise((resolve) => {
    // npm exits with an error when there are faults and when there is no answer; the output tells which.
    execFile("npm", ["audit", "--omit=dev", "--json"], { cwd, timeout: TIMEOUT_MS }, (_error, stdout) =>
      resolve(stdout),
    );
  });
}

if (import.meta.main) {
  const audit = readAudit(await askRegistry());
  if (audit.kind === "unknown") {
    process.stdout.write("audit: the registry did not answer, so nothing is known of faults in what is deployed\n");
  } else {
    const told = Object.entries(audit.counts).map(([severity, count]) => `${count} ${severity}`);
    process.stdout.write(`audit: ${told.join(", ")}\n`);
    process.exitCode = audit.isStopping ? 1 : 0;
  }
}
