import { describe, expect, test } from "vitest";
import {
  AccessDecider,
  type Decision,
  decideResourcePolicy,
  type PolicyPrincipal,
  type PolicyStatement,
  type RequestContext,
  UnsupportedPolicy,
} from "../../../infra/local/iam.ts";

const TABLE = "arn:aws:dynamodb:ap-northeast-2:000000000000:table/Applicants";
const QUEUE = "arn:aws:sqs:ap-northeast-2:000000000000:intake";
const RULE = "arn:aws:events:ap-northeast-2:000000000000:rule/ieum/intake";

const allow = (statement: Partial<PolicyStatement> = {}): PolicyStatement => ({
  Effect: "Allow",
  ...(statement.NotAction === undefined && { Action: "dynamodb:GetItem" }),
  ...(statement.NotResource === undefined && { Resource: TABLE }),
  ...statement,
});
const deciderFor = (...statements: PolicyStatement[]) => new AccessDecider(new Map([["match", statements]]));
const outcome = (decision: Decision) => (decision.allowed ? "allowed" : decision.reason);

describe("an identity policy decides", () => {
  const rows: [string, PolicyStatement[], action: string, resource: string, outcome: string][] = [
    ["nothing by default", [], "dynamodb:GetItem", TABLE, "no-allow"],
    ["the action and resource it names", [allow()], "dynamodb:GetItem", TABLE, "allowed"],
    ["no other action", [allow()], "dynamodb:PutItem", TABLE, "no-allow"],
    ["no other resource", [allow()], "dynamodb:GetItem", `${TABLE}/index/byOpening`, "no-allow"],
    ["actions without regard to case", [allow()], "DynamoDB:getitem", TABLE, "allowed"],
    ["resources with regard to case", [allow()], "dynamodb:GetItem", TABLE.toLowerCase(), "no-allow"],
    ["lists", [allow({ Action: ["dynamodb:Query", "dynamodb:GetItem"] })], "dynamodb:GetItem", TABLE, "allowed"],
    ["a star in an action", [allow({ Action: "dynamodb:Get*" })], "dynamodb:GetItem", TABLE, "allowed"],
    ["a question mark as one character", [allow({ Action: "dynamodb:GetIte?" })], "dynamodb:GetItem", TABLE, "allowed"],
    ["a question mark as no less", [allow({ Action: "dynamodb:GetItem?" })], "dynamodb:GetItem", TABLE, "no-allow"],
    ["a star across colons", [allow({ Resource: "arn:*Applicants" })], "dynamodb:GetItem", TABLE, "allowed"],
    ["dots as dots", [allow({ Resource: "a.c" })], "dynamodb:GetItem", "abc", "no-allow"],
    ["NotAction for the rest", [allow({ NotAction: "dynamodb:Delete*" })], "dynamodb:GetItem", TABLE, "allowed"],
    ["NotAction not for what it names", [allow({ NotAction: "dynamodb:*" })], "dynamodb:GetItem", TABLE, "no-allow"],
    ["NotResource for the rest", [allow({ NotResource: QUEUE })], "dynamodb:GetItem", TABLE, "allowed"],
    ["NotResource not for what it names", [allow({ NotResource: TABLE })], "dynamodb:GetItem", TABLE, "no-allow"],
    ["a deny over an allow", [allow(), allow({ Effect: "Deny" })], "dynamodb:GetItem", TABLE, "explicit-deny"],
    [
      "a deny for its own actions only",
      [allow(), allow({ Effect: "Deny", Action: "*:Put*" })],
      "dynamodb:GetItem",
      TABLE,
      "allowed",
    ],
  ];
  test.each(rows)("%s", (_, statements, action, resource, expected) => {
    expect(outcome(deciderFor(...statements).decide("match", action, resource))).toBe(expected);
  });

  test("nothing for a principal it does not know", () => {
    expect(deciderFor(allow()).decide("notify", "dynamodb:GetItem", TABLE)).toEqual({
      allowed: false,
      reason: "unknown-principal",
    });
  });
});

describe("a condition", () => {
  const rows: [Required<PolicyStatement>["Condition"], RequestContext, boolean][] = [
    [{ StringEquals: { "aws:SourceAccount": "1" } }, { "aws:SourceAccount": "1" }, true],
    [{ StringEquals: { "aws:SourceAccount": ["2", "1"] } }, { "AWS:sourceaccount": "1" }, true],
    [{ StringEquals: { "aws:SourceAccount": "1" } }, { "aws:SourceAccount": "2" }, false],
    [{ StringEquals: { "aws:SourceAccount": "1" } }, {}, false],
    [{ StringLike: { "s3:prefix": "home/*" } }, { "s3:prefix": "home/a" }, true],
    [{ StringLike: { "s3:prefix": "home/?" } }, { "s3:prefix": "home/ab" }, false],
    [{ ArnEquals: { "aws:SourceArn": RULE } }, { "aws:SourceArn": RULE }, true],
    [{ ArnLike: { "aws:SourceArn": "arn:aws:events:*:*:rule/ieum/*" } }, { "aws:SourceArn": RULE }, true],
    [{ ArnLike: { "aws:SourceArn": "arn:aws:*:rule/ieum/*" } }, { "aws:SourceArn": RULE }, false],
    [{ ArnEquals: { "aws:SourceArn": RULE } }, { "aws:SourceArn": `${RULE}-other` }, false],
    [{ "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": ["a", "b"] } }, { "dynamodb:LeadingKeys": ["a"] }, true],
    [{ "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": ["a"] } }, { "dynamodb:LeadingKeys": ["a", "c"] }, false],
    [{ "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": ["a"] } }, {}, true],
    [{ Null: { "aws:SourceArn": "true" } }, {}, true],
    [{ Null: { "aws:SourceArn": "true" } }, { "aws:SourceArn": RULE }, false],
    [{ Null: { "aws:SourceArn": false } }, { "aws:SourceArn": RULE }, true],
    [{ Bool: { "aws:SecureTransport": "false" } }, { "aws:SecureTransport": "false" }, true],
    [{ Bool: { "aws:SecureTransport": false } }, { "aws:SecureTransport": "true" }, false],
    [{ Bool: { "aws:SecureTransport": "false" } }, {}, false],
    [{ StringEquals: { a: "1", b: "2" } }, { a: "1" }, false],
    [{ StringEquals: { a: "1" }, Null: { b: "true" } }, { a: "1" }, true],
  ];
  test.each(rows)("%j with %j holds: %s", (Condition, context, holds) => {
    const decision = deciderFor(allow({ Condition })).decide("match", "dynamodb:GetItem", TABLE, context);
    expect(decision.allowed).toBe(holds);
  });
});

describe("what cannot be decided is refused when it is read", () => {
  const rows: [string, object][] = [
    ["another operator", { Condition: { StringNotEquals: { a: "1" } } }],
    ["an IfExists operator", { Condition: { StringEqualsIfExists: { a: "1" } } }],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: IAM spells its policy variables like this
    ["a policy variable", { Resource: "arn:aws:s3:::${aws:username}" }],
    ["an unresolved value", { Resource: { "Fn::GetAtt": ["Table", "Arn"] } }],
    ["an unknown effect", { Effect: "allow" }],
    ["Action beside NotAction", { NotAction: "sqs:*", Action: "sqs:*" }],
    ["no resource", { Resource: undefined }],
    ["NotPrincipal", { NotPrincipal: "*" }],
    ["a principal in an identity policy", { Principal: "*" }],
  ];
  test.each(rows)("%s", (_, statement) => {
    expect(() => deciderFor({ ...allow(), ...statement } as PolicyStatement)).toThrow(UnsupportedPolicy);
  });
});

test("the statements that decided a call are known, and no others", () => {
  const [read, write, deny, never] = [
    allow(),
    allow({ Action: "dynamodb:PutItem" }),
    allow({ Effect: "Deny", Action: "dynamodb:DeleteItem" }),
    allow({ Action: "dynamodb:Scan" }),
  ];
  const decider = deciderFor(read, write, deny, never);
  expect(decider.usedStatements()).toEqual([]);
  decider.decide("match", "dynamodb:GetItem", TABLE);
  decider.decide("match", "dynamodb:DeleteItem", TABLE);
  decider.decide("match", "dynamodb:PutItem", QUEUE);
  expect(decider.usedStatements()).toEqual([read, deny]);
});

test("an allowed call names the statement that allows it", () => {
  const statement = allow();
  expect(deciderFor(statement).decide("match", "dynamodb:GetItem", TABLE)).toEqual({ allowed: true, statement });
});

describe("a queue's own policy", () => {
  const fromRule: PolicyStatement = {
    Effect: "Allow",
    Action: "sqs:SendMessage",
    Resource: QUEUE,
    Principal: { Service: "events.amazonaws.com" },
    Condition: { ArnEquals: { "aws:SourceArn": RULE } },
  };
  const onlyTls: PolicyStatement = {
    Effect: "Deny",
    Action: "sqs:*",
    Resource: QUEUE,
    Principal: { AWS: "*" },
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  };
  const decide = (statements: PolicyStatement[], context: RequestContext, service = "events.amazonaws.com") =>
    outcome(decideResourcePolicy(statements, { Service: service }, "sqs:SendMessage", QUEUE, context));

  test("lets the rule it names send", () => {
    expect(decide([fromRule, onlyTls], { "aws:SourceArn": RULE, "aws:SecureTransport": "true" })).toBe("allowed");
  });

  test("does not let another rule or another service send", () => {
    expect(decide([fromRule], { "aws:SourceArn": `${RULE}2` })).toBe("no-allow");
    expect(decide([fromRule], { "aws:SourceArn": RULE }, "sns.amazonaws.com")).toBe("no-allow");
    expect(decide([fromRule], {})).toBe("no-allow");
    expect(decide([], { "aws:SourceArn": RULE })).toBe("no-allow");
  });

  test("denies everyone what it denies to everyone", () => {
    const context = { "aws:SourceArn": RULE, "aws:SecureTransport": "false" };
    expect(decide([fromRule, onlyTls], context)).toBe("explicit-deny");
  });

  const addressed: [PolicyPrincipal, string][] = [
    ["*", "allowed"],
    [{ AWS: "arn:aws:iam::000000000000:role/match" }, "allowed"],
    [{ AWS: "arn:aws:iam::000000000000:root" }, "allowed"],
    [{ AWS: ["111111111111", "000000000000"] }, "allowed"],
    [{ AWS: "arn:aws:iam::111111111111:root" }, "no-allow"],
    [{ Service: "events.amazonaws.com" }, "no-allow"],
  ];
  test.each(addressed)("addressed to %j gives a role %s", (Principal, expected) => {
    const { Condition: _, ...open } = fromRule;
    const role = { AWS: "arn:aws:iam::000000000000:role/match" };
    expect(outcome(decideResourcePolicy([{ ...open, Principal }], role, "sqs:SendMessage", QUEUE))).toBe(expected);
  });

  test("without a principal is refused", () => {
    expect(() => decide([allow()], {})).toThrow(UnsupportedPolicy);
  });
});
