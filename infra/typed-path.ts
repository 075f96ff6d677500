import { resolve } from "node:path";

/** A path is meant from where it was typed: `npm run` moves to the project's folder and says where it was started. */
export function typedPath(
  typed: string,
  variables: Readonly<Record<string, string | undefined>> = process.env,
): string {
  return resolve(variables["INIT_CWD"] ?? process.cwd(), typed);
}
