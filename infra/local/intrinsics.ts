import { ACCOUNT, REGION } from "./resource-types.ts";

/** What the resolver asks of the template it works in. */
export type IntrinsicScope = {
  /** Who is being resolved, for the message of an error. */
  place: string;
  stackName: string;
  ref: (name: string) => unknown;
  attribute: (logicalId: string, attribute: string) => unknown;
  condition: (name: string) => unknown;
};

export class NotModelled extends Error {
  constructor(place: string, what: string) {
    super(`${place} uses ${what}, which the local twin does not model`);
    this.name = "NotModelled";
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;

function pseudoParameters(stackName: string): Record<string, string | undefined> {
  return {
    "AWS::AccountId": ACCOUNT,
    "AWS::NoValue": undefined,
    "AWS::Partition": "aws",
    "AWS::Region": REGION,
    "AWS::StackName": stackName,
    "AWS::StackId": `arn:aws:cloudformation:${REGION}:${ACCOUNT}:stack/${stackName}/local`,
    "AWS::URLSuffix": "amazonaws.com",
  };
}

function ref(name: string, scope: IntrinsicScope): unknown {
  const pseudo = pseudoParameters(scope.stackName);
  return name in pseudo ? pseudo[name] : scope.ref(name);
}

function attribute(argument: unknown, scope: IntrinsicScope): unknown {
  const path = typeof argument === "string" ? argument.split(".") : (argument as string[]);
  return scope.attribute(String(path[0]), path.slice(1).join("."));
}

function list(value: unknown, what: string, scope: IntrinsicScope): unknown[] {
  const resolved = resolve(value, scope);
  if (!Array.isArray(resolved)) throw new NotModelled(scope.place, `${what} of something that is not a list`);
  return resolved;
}

function sub(argument: unknown, scope: IntrinsicScope): string {
  const [text, own] = Array.isArray(argument) ? argument : [argument, {}];
  const variables = isRecord(own) ? own : {};
  return String(text).replace(/\$\{(!?)([^}]+)\}/g, (_, literal: string, name: string) => {
    if (literal !== "") return `\${${name}}`;
    if (name in variables) return String(resolve(variables[name], scope));
    return String(name.includes(".") ? attribute(name, scope) : ref(name, scope));
  });
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** One entry per function of https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html that the twin models. */
const functions: Record<string, (argument: unknown, scope: IntrinsicScope) => unknown> = {
  Ref: (argument, scope) => ref(String(argument), scope),
  Condition: (argument, scope) => scope.condition(String(argument)),
  "Fn::GetAtt": attribute,
  "Fn::Sub": sub,
  "Fn::Join": (argument, scope) => {
    const [separator, parts] = argument as [string, unknown];
    return list(parts, "Fn::Join", scope).join(separator);
  },
  "Fn::Select": (argument, scope) => {
    const [index, from] = argument as [unknown, unknown];
    return list(from, "Fn::Select", scope)[Number(resolve(index, scope))];
  },
  "Fn::Split": (argument, scope) => {
    const [separator, text] = argument as [string, unknown];
    return String(resolve(text, scope)).split(separator);
  },
  "Fn::If": (argument, scope) => {
    const [name, then, otherwise] = argument as [string, unknown, unknown];
    return resolve(scope.condition(name) === true ? then : otherwise, scope);
  },
  "Fn::Equals": (argument, scope) => {
    const [a, b] = argument as [unknown, unknown];
    return same(resolve(a, scope), resolve(b, scope));
  },
  "Fn::And": (argument, scope) => list(argument, "Fn::And", scope).every((value) => value === true),
  "Fn::Or": (argument, scope) => list(argument, "Fn::Or", scope).some((value) => value === true),
  "Fn::Not": (argument, scope) => list(argument, "Fn::Not", scope)[0] !== true,
};

/** Resolves every intrinsic function inside a value; `AWS::NoValue` takes its property or list entry with it. */
export function resolve(value: unknown, scope: IntrinsicScope): unknown {
  if (Array.isArray(value)) return value.map((entry) => resolve(entry, scope)).filter((entry) => entry !== undefined);
  if (!isRecord(value)) return value;
  const keys = Object.keys(value);
  const [name] = keys;
  if (keys.length === 1 && name !== undefined) {
    const called = functions[name];
    // "Condition" is also an ordinary key, of policy statements; as a function its argument is a name.
    if (called !== undefined && (name !== "Condition" || typeof value[name] === "string"))
      return called(value[name], scope);
    if (name.startsWith("Fn::")) throw new NotModelled(scope.place, name);
  }
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, entry]) => [key, resolve(entry, scope)] as const)
      .filter(([, entry]) => entry !== undefined),
  );
}
