import { spawnSync } from "node:child_process";

/** A secret of Secrets Manager that a template refers to, and the fields that it has to have. */
export interface NeededSecret {
  readonly name: string;
  readonly fields: readonly string[];
}

const REFERENCE = /\{\{resolve:secretsmanager:(?<name>[\w/+=.@-]+):SecretString:(?<field>\w+):[^}]*\}\}/g;

/** What a template refers to: CloudFormation looks it up while it deploys, when half of the stack is there already. */
export function neededSecrets(template: string): readonly NeededSecret[] {
  const fields = new Map<string, Set<string>>();
  for (const { groups } of template.matchAll(REFERENCE)) {
    const { name = "", field = "" } = groups ?? {};
    fields.set(name, (fields.get(name) ?? new Set()).add(field));
  }
  return [...fields].map(([name, some]) => ({ name, fields: [...some].sort() }));
}

/** Where secrets come from, for whoever has to put them there. */
export const SECRETS_ARE_MADE_BY =
  "`npm run ieum -- contact keys` makes contactPrivateKey and optOutSecret, `webhook keys` makes privateKey; the others are those of the mail server and of the sign-in client";

/** How a look at a secret ended. */
export type Looked =
  | { readonly kind: "there" }
  | { readonly kind: "no-secret" }
  | { readonly kind: "no-field"; readonly fields: readonly string[] }
  /** There is no command `aws`, or it may not look: whoever deploys may all the same. */
  | { readonly kind: "unknown"; readonly why: string };

/** Looks by the command line of AWS, which needs the same credentials as the deployment. What the secret says goes nowhere. */
export function lookFor({ name, fields }: NeededSecret, region: string, profile: readonly string[]): Looked {
  const call = ["secretsmanager", "get-secret-value", "--secret-id", name, "--region", region];
  const { error, status, stdout, stderr } = spawnSync(
    "aws",
    [...call, "--query", "SecretString", "--output", "text", ...profile],
    { encoding: "utf8" },
  );
  if (error !== undefined) return { kind: "unknown", why: "there is no command `aws` here" };
  if (status !== 0) {
    return stderr.includes("ResourceNotFoundException")
      ? { kind: "no-secret" }
      : { kind: "unknown", why: "`aws` may not look, or nobody is signed in" };
  }
  const missing = fields.filter((field) => !hasField(stdout, field));
  return missing.length === 0 ? { kind: "there" } : { kind: "no-field", fields: missing };
}

function hasField(secret: string, field: string): boolean {
  try {
    const value: unknown = JSON.parse(secret);
    return typeof value === "object" && value !== null && field in value;
  } catch {
    return false;
  }
}
