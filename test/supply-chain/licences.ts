/**
 * `npm run licences`: under which licence each package comes, from the lock file, which names what would be installed. What is deployed may come
 * under the licences below alone; what is only built or tested with, under some more.
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

interface LockedPackage {
  readonly version?: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly devOptional?: boolean;
  readonly link?: boolean;
}

export interface Licensed {
  readonly name: string;
  readonly version: string;
  /** As SPDX writes it; empty when the package states none. */
  readonly licence: string;
  /** Whether it is bundled into what is deployed, as far as the lock file can tell. */
  readonly isDeployed: boolean;
}

/** They ask for their notice to be kept and for nothing else, and go with Apache-2.0. */
const DEPLOYED: ReadonlySet<string> = new Set([
  "0BSD",
  // The same, as htmx writes it.
  "BSD-0-Clause",
  "Apache-2.0",
  "BlueOak-1.0.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "ISC",
  "MIT",
  "MIT-0",
  "Unlicense",
]);

/** Their terms begin when they are passed on or changed, and here they are used as they are: a CSS parser, a Python grammar's port. */
const USED: ReadonlySet<string> = new Set([...DEPLOYED, "MPL-2.0", "Python-2.0", "CC0-1.0", "CC-BY-4.0"]);

export function readLicences(lock: { readonly packages: Readonly<Record<string, LockedPackage>> }): Licensed[] {
  return Object.entries(lock.packages)
    .filter(([path, { link }]) => path !== "" && link !== true)
    .map(([path, { version = "", license = "", dev = false, devOptional = false }]) => ({
      name: path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length),
      version,
      licence: license,
      isDeployed: !dev && !devOptional,
    }));
}

/** Whether one may use a package under a licence; of several to choose from, one is enough. */
function isAllowed({ licence, isDeployed }: Licensed): boolean {
  const choices = licence.replace(/^\((.*)\)$/, "$1").split(" OR ");
  return choices.some((choice) => (isDeployed ? DEPLOYED : USED).has(choice));
}

/** Packages whose licence isn't one of those allowed. What has none at all isn't either. */
export function findForbidden(packages: readonly Licensed[]): Licensed[] {
  return packages.filter((one) => !isAllowed(one));
}

if (import.meta.main) {
  const lock = JSON.parse(readFileSync(fileURLToPath(new URL("../../package-lock.json", import.meta.url)), "utf8"));
  const packages = readLicences(lock);
  const deployed = packages.filter(({ isDeployed }) => isDeployed);
  for (const { name, version, licence } of deployed) process.stdout.write(`${licence.padEnd(16)}${name} ${version}\n`);
  const others = Map.groupBy(
    packages.filter(({ isDeployed }) => !isDeployed),
    ({ licence }) => licence,
  );
  const counts = [...others].map(([licence, some]) => `${some.length} ${licence}`);
  process.stdout.write(`built and tested with: ${counts.join(", ")}\n`);
  const forbidden = findForbidden(packages);
  for (const { name, licence } of forbidden) process.stderr.write(`${name} comes under ${licence || "no licence"}\n`);
  process.exitCode = forbidden.length === 0 ? 0 : 1;
}
