/**
 * Decides IAM policy statements the way the service does within one account: an explicit deny wins, then any allow,
 * and without an allow the answer is no. Statements come from a synthesised template whose values are resolved.
 *
 * What is not understood here (another condition operator, a policy variable, NotPrincipal) is refused when the
 * statements are read: a policy that is half understood would allow what the cloud denies.
 */

type OneOrMore<T> = T | readonly T[];
export type PolicyPrincipal = "*" | Readonly<Record<string, OneOrMore<string>>>;
export type PolicyStatement = {
  Effect: string;
  Sid?: string;
  Action?: OneOrMore<string>;
  NotAction?: OneOrMore<string>;
  Resource?: OneOrMore<string>;
  NotResource?: OneOrMore<string>;
  Principal?: PolicyPrincipal;
  Condition?: Readonly<Record<string, Readonly<Record<string, OneOrMore<string | boolean>>>>>;
};

/** Condition keys and their values; a key of several values is an array. Keys are compared without case. */
export type RequestContext = Readonly<Record<string, string | readonly string[]>>;
/** Who calls, for a resource's own policy: a service, or an ARN of this account. */
export type CallingPrincipal = { Service: string } | { AWS: string };

export type DenialReason = "explicit-deny" | "no-allow" | "unknown-principal";
export type Decision = { allowed: true; statement: PolicyStatement } | { allowed: false; reason: DenialReason };

export class UnsupportedPolicy extends Error {
  override readonly name = "UnsupportedPolicy";

  constructor(statement: unknown, reason: string) {
    super(`Policy statement cannot be decided: ${reason}. ${JSON.stringify(statement)}`);
  }
}

type ContextTest = (values: readonly string[] | undefined) => boolean;
type CompiledStatement = {
  statement: PolicyStatement;
  isDeny: boolean;
  covers: (action: string, resourceArn: string) => boolean;
  conditions: readonly { key: string; holds: ContextTest }[];
};

/** Decides calls of principals by their identity policies, and remembers which statements decided something. */
export class AccessDecider {
  readonly #statements: ReadonlyMap<string, readonly CompiledStatement[]>;
  readonly #used = new Set<PolicyStatement>();

  constructor(statementsByPrincipal: ReadonlyMap<string, readonly PolicyStatement[]>) {
    this.#statements = new Map(
      [...statementsByPrincipal].map(([principal, statements]) => [
        principal,
        statements.map((statement) => compileIdentityStatement(statement)),
      ]),
    );
  }

  decide(principal: string, action: string, resourceArn: string, context: RequestContext = {}): Decision {
    const statements = this.#statements.get(principal);
    if (statements === undefined) return { allowed: false, reason: "unknown-principal" };
    const { decision, by } = firstDecisive(statements, action, resourceArn, context);
    if (by !== undefined) this.#used.add(by);
    return decision;
  }

  /** The statements that have decided a call. Of several that would allow the same call, the first counts as used. */
  usedStatements(): readonly PolicyStatement[] {
    return [...this.#used];
  }
}

/** Decides a resource's own policy, such as a queue's, for a principal that has no identity policy here. */
export function decideResourcePolicy(
  statements: readonly PolicyStatement[],
  principal: CallingPrincipal,
  action: string,
  resourceArn: string,
  context: RequestContext = {},
): Decision {
  const addressed = statements.filter((statement) => isAddressed(statement, principal));
  return firstDecisive(addressed.map(compileStatement), action, resourceArn, context).decision;
}

function firstDecisive(
  statements: readonly CompiledStatement[],
  action: string,
  resourceArn: string,
  context: RequestContext,
): { decision: Decision; by?: PolicyStatement } {
  const values = new Map(Object.entries(context).map(([key, value]) => [key.toLowerCase(), listOf(value)]));
  const matching = statements.filter(
    ({ covers, conditions }) =>
      covers(action, resourceArn) && conditions.every(({ key, holds }) => holds(values.get(key))),
  );
  const deny = matching.find(({ isDeny }) => isDeny);
  if (deny !== undefined) return { decision: { allowed: false, reason: "explicit-deny" }, by: deny.statement };
  const allow = matching[0]?.statement;
  if (allow === undefined) return { decision: { allowed: false, reason: "no-allow" } };
  return { decision: { allowed: true, statement: allow }, by: allow };
}

function compileIdentityStatement(statement: PolicyStatement): CompiledStatement {
  if (statement.Principal !== undefined) throw new UnsupportedPolicy(statement, "an identity policy has no Principal");
  return compileStatement(statement);
}

const STATEMENT_MEMBERS: ReadonlySet<string> = new Set([
  "Effect",
  "Sid",
  "Action",
  "NotAction",
  "Resource",
  "NotResource",
  "Principal",
  "Condition",
]);

function compileStatement(statement: PolicyStatement): CompiledStatement {
  const { Effect, Action, NotAction, Resource, NotResource, Condition = {} } = statement;
  const unknown = Object.keys(statement).find((member) => !STATEMENT_MEMBERS.has(member));
  if (unknown !== undefined) throw new UnsupportedPolicy(statement, `"${unknown}" is not supported`);
  if (Effect !== "Allow" && Effect !== "Deny") throw new UnsupportedPolicy(statement, `Effect "${Effect}" is unknown`);
  if ((Action === undefined) === (NotAction === undefined)) {
    throw new UnsupportedPolicy(statement, "exactly one of Action and NotAction is needed");
  }
  if ((Resource === undefined) === (NotResource === undefined)) {
    throw new UnsupportedPolicy(statement, "exactly one of Resource and NotResource is needed");
  }
  const actions = patternsOf(statement, Action ?? NotAction ?? [], "i");
  const resources = patternsOf(statement, Resource ?? NotResource ?? []);
  const wantsAction = Action !== undefined;
  const wantsResource = Resource !== undefined;
  return {
    statement,
    isDeny: Effect === "Deny",
    covers: (action, resourceArn) =>
      actions.some((pattern) => pattern.test(action)) === wantsAction &&
      resources.some((pattern) => pattern.test(resourceArn)) === wantsResource,
    conditions: Object.entries(Condition).flatMap(([operator, keys]) =>
      Object.entries(keys).map(([key, expected]) => ({
        key: key.toLowerCase(),
        holds: compileCondition(statement, operator, listOf(expected).map(String)),
      })),
    ),
  };
}

function compileCondition(statement: PolicyStatement, operator: string, expected: readonly string[]): ContextTest {
  for (const text of expected) assertResolved(statement, text);
  const anyOf =
    (test: (value: string) => boolean): ContextTest =>
    (values) =>
      values?.some(test) ?? false;
  switch (operator) {
    case "StringEquals":
      return anyOf((value) => expected.includes(value));
    case "StringLike": {
      const patterns = expected.map((text) => globOf(text));
      return anyOf((value) => patterns.some((pattern) => pattern.test(value)));
    }
    // The two are documented to behave alike: both take wildcards, within each part of the ARN.
    case "ArnEquals":
    case "ArnLike": {
      const patterns = expected.map(arnPatternOf);
      return anyOf((value) => patterns.some((matches) => matches(value)));
    }
    case "ForAllValues:StringEquals":
      // Documented to be true when the key is absent: that is why IAM advises a Null condition beside it.
      return (values) => (values ?? []).every((value) => expected.includes(value));
    case "Bool":
      return anyOf((value) => expected.some((text) => text.toLowerCase() === value.toLowerCase()));
    case "Null":
      return (values) => expected.some((text) => text === String(values === undefined));
    default:
      throw new UnsupportedPolicy(statement, `condition operator "${operator}" is not supported`);
  }
}

function patternsOf(statement: PolicyStatement, texts: OneOrMore<string>, flags = ""): readonly RegExp[] {
  return listOf(texts).map((text) => {
    assertResolved(statement, text);
    return globOf(text, flags);
  });
}

function assertResolved(statement: PolicyStatement, text: unknown): void {
  if (typeof text !== "string") throw new UnsupportedPolicy(statement, `${JSON.stringify(text)} is not resolved`);
  if (text.includes("${")) throw new UnsupportedPolicy(statement, `policy variables such as ${text} are not supported`);
}

function globOf(text: string, flags = ""): RegExp {
  const source = text
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`, `s${flags}`);
}

/** The six parts of an ARN are compared one by one, so that a wildcard does not reach over a colon. */
function arnPatternOf(text: string): (arn: string) => boolean {
  const patterns = arnParts(text).map((part) => globOf(part));
  return (arn) => {
    const parts = arnParts(arn);
    return parts.length === patterns.length && parts.every((part, i) => patterns[i]?.test(part));
  };
}

function arnParts(arn: string): readonly string[] {
  const parts = arn.split(":");
  return parts.length <= 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(":")];
}

function isAddressed(statement: PolicyStatement, principal: CallingPrincipal): boolean {
  const addressee = statement.Principal;
  if (addressee === undefined) throw new UnsupportedPolicy(statement, "a resource policy needs a Principal");
  if (addressee === "*") return true;
  const [[kind, id] = ["", ""]] = Object.entries(principal);
  const named = listOf(addressee[kind] ?? []);
  // `{"AWS": "*"}` means everyone, services included; no other principal takes a wildcard.
  if (listOf(addressee["AWS"] ?? []).includes("*")) return true;
  return named.some((name) => name === id || (kind === "AWS" && namesWholeAccount(name, id)));
}

/** `arn:aws:iam::<account>:root`, or the account's number alone, stands for everyone in the account. */
function namesWholeAccount(name: string, arn: string): boolean {
  const account = arn.split(":")[4];
  return account !== undefined && account !== "" && (name === account || name.endsWith(`:iam::${account}:root`));
}

function listOf<T>(value: OneOrMore<T>): readonly T[] {
  return Array.isArray(value) ? value : [value as T];
}
