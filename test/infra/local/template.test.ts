import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { type Assembly, readAssembly } from "../../../infra/local/template.ts";

const folders: string[] = [];

/** A placeholder of Fn::Sub, which is not one of JavaScript. */
const hole = (name: string): string => `\${${name}}`;

function anAssembly(template: Record<string, unknown>): Assembly {
  const dir = mkdtempSync(join(tmpdir(), "template-"));
  folders.push(dir);
  const write = (name: string, content: unknown) => writeFileSync(join(dir, name), JSON.stringify(content));
  write("manifest.json", {
    artifacts: {
      Shop: { type: "aws:cloudformation:stack", properties: { templateFile: "Shop.template.json" } },
      "Shop.assets": { type: "cdk:asset-manifest", properties: { file: "Shop.assets.json" } },
    },
  });
  write("Shop.assets.json", { files: { abc: { source: { path: "asset.abc" } } } });
  write("Shop.template.json", template);
  return readAssembly(dir, (name) => `http://twin/000000000000/${name}`);
}

/** Resolves one value as a property of a table beside a queue and a role. */
function resolved(value: unknown, more: Record<string, unknown> = {}): unknown {
  const assembly = anAssembly({
    ...more,
    Resources: {
      Box: { Type: "AWS::DynamoDB::Table", Properties: { value } },
      Line: { Type: "AWS::SQS::Queue", Properties: { FifoQueue: true } },
      Named: { Type: "AWS::SQS::Queue", Properties: { QueueName: "by-name" } },
    },
  });
  return assembly.resources("AWS::DynamoDB::Table")[0]?.properties["value"];
}

afterEach(() => {
  for (const dir of folders.splice(0)) rmSync(dir, { recursive: true, force: true });
});

describe("an intrinsic function", () => {
  test.for<[string, unknown, unknown]>([
    ["Ref of a table", { Ref: "Box" }, "Shop-Box"],
    ["Ref of a queue", { Ref: "Line" }, "http://twin/000000000000/Shop-Line.fifo"],
    ["Ref of a pseudo parameter", { Ref: "AWS::Region" }, "ap-northeast-2"],
    ["Ref of a parameter", { Ref: "Size" }, "7"],
    ["GetAtt of a given name", { "Fn::GetAtt": ["Named", "Arn"] }, "arn:aws:sqs:ap-northeast-2:000000000000:by-name"],
    ["GetAtt with a dot", { "Fn::GetAtt": "Line.QueueName" }, "Shop-Line.fifo"],
    ["Join", { "Fn::Join": ["/", ["a", { Ref: "Size" }, { Ref: "AWS::NoValue" }]] }, "a/7"],
    ["Select and Split", { "Fn::Select": [1, { "Fn::Split": [":", "a:b:c"] }] }, "b"],
    [
      "Sub",
      { "Fn::Sub": ["AWS::AccountId", "Box", "Named.Arn", "!Kept"].map(hole).join("-") },
      `000000000000-Shop-Box-arn:aws:sqs:ap-northeast-2:000000000000:by-name-${hole("Kept")}`,
    ],
    ["Sub with variables", { "Fn::Sub": [`${hole("x")}!`, { x: { Ref: "Size" } }] }, "7!"],
    ["If that holds", { "Fn::If": ["InSeoul", "yes", "no"] }, "yes"],
    ["If that does not hold", { "Fn::If": ["Elsewhere", "yes", "no"] }, "no"],
    ["NoValue", { kept: 1, gone: { "Fn::If": ["Elsewhere", "yes", { Ref: "AWS::NoValue" }] } }, { kept: 1 }],
    [
      "Condition as a plain key",
      { Condition: { StringEquals: { a: "b" } } },
      { Condition: { StringEquals: { a: "b" } } },
    ],
  ])("resolves: %s", ([, value, expected]) => {
    const inSeoul = { "Fn::Equals": [{ Ref: "AWS::Region" }, "ap-northeast-2"] };
    const more = {
      Parameters: { Size: { Default: "7" } },
      Conditions: {
        InSeoul: { "Fn::Or": [{ "Fn::Equals": ["a", "b"] }, inSeoul] },
        Elsewhere: { "Fn::And": [{ Condition: "InSeoul" }, { "Fn::Not": [inSeoul] }] },
      },
    };
    expect(resolved(value, more)).toEqual(expected);
  });

  test.for<[string, unknown, string]>([
    ["a function", { "Fn::ImportValue": "x" }, "AWS::DynamoDB::Table Box uses Fn::ImportValue"],
    ["an attribute", { "Fn::GetAtt": ["Line", "Colour"] }, "AWS::DynamoDB::Table Box uses Fn::GetAtt Line.Colour"],
    ["a resource", { Ref: "Nobody" }, "AWS::DynamoDB::Table Box uses Nobody"],
  ])("that is not modelled names the resource and itself: %s", ([, value, message]) => {
    expect(() => resolved(value)).toThrow(message);
  });
});

test("a physical name that would be too long is cut, stays the same and stays distinct", () => {
  const ids = ["A", "B"].map((end) => "Long".repeat(25) + end);
  const Resources = Object.fromEntries(
    ids.map((id) => [id, { Type: "AWS::SQS::Queue", Properties: { FifoQueue: true } }]),
  );
  const names = () =>
    anAssembly({ Resources })
      .resources("AWS::SQS::Queue")
      .map(({ name }) => name);
  expect(names()).toEqual(names());
  expect(new Set(names()).size).toBe(2);
  for (const name of names()) expect(name).toMatch(/^Shop-Long.{66,75}\.fifo$/);
});

test("a resource whose condition does not hold is not there", () => {
  const Resources = { Gone: { Type: "AWS::SQS::Queue", Condition: "Never" }, Here: { Type: "AWS::SQS::Queue" } };
  const assembly = anAssembly({ Conditions: { Never: { "Fn::Equals": ["a", "b"] } }, Resources });
  expect(assembly.resources("AWS::SQS::Queue").map(({ logicalId }) => logicalId)).toEqual(["Here"]);
});

test("a role has the statements of its inline policies and of those attached to it", () => {
  const allow = (action: string) => ({ Statement: [{ Effect: "Allow", Action: action, Resource: "*" }] });
  const assembly = anAssembly({
    Resources: {
      Worker: { Type: "AWS::IAM::Role", Properties: { Policies: [{ PolicyDocument: allow("sqs:SendMessage") }] } },
      Grant: {
        Type: "AWS::IAM::Policy",
        Properties: { Roles: [{ Ref: "Worker" }], PolicyDocument: allow("dynamodb:GetItem") },
      },
      Idle: { Type: "AWS::IAM::Role" },
    },
  });
  const actions = [...assembly.statementsByRole()].map(([role, list]) => [role, list.map(({ Action }) => Action)]);
  expect(actions).toEqual([
    ["Shop-Worker", ["sqs:SendMessage", "dynamodb:GetItem"]],
    ["Shop-Idle", []],
  ]);
});

test("resources that matter at run time and have no part in the twin are listed", () => {
  const Resources = {
    Line: { Type: "AWS::SQS::Queue" },
    Alarm: { Type: "AWS::CloudWatch::Alarm" },
    Stream: { Type: "AWS::Kinesis::Stream" },
  };
  expect(anAssembly({ Resources }).notModelled()).toEqual([{ logicalId: "Stream", type: "AWS::Kinesis::Stream" }]);
});

test("the code of a function is found by its key", () => {
  expect(anAssembly({ Resources: {} }).assetPath("abc.zip")).toMatch(/template-\w+\/asset\.abc$/);
  expect(() => anAssembly({ Resources: {} }).assetPath("other.zip")).toThrow("other.zip");
});
