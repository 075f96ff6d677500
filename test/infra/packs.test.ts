import { type App, Validations } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import type { IConstruct } from "constructs";
import { describe, expect, test } from "vitest";
import { checkByPacks, rulePacks } from "../../infra/packs.ts";
import { stages } from "../../infra/stages.ts";
import { aFullStack } from "../fixtures/template.ts";

/** What the packs find, acknowledged or not: `path rule`. An acknowledgement by full id hides nothing from them. */
function findingsOf(app: App): Set<string> {
  return new Set(
    rulePacks(app).flatMap((pack) =>
      pack
        .validateScope(app)
        .violations.flatMap(({ ruleName, violatingResources }) =>
          violatingResources.map(({ constructPath }) => `${constructPath} ${pack.name}::${ruleName}`),
        ),
    ),
  );
}

interface Acknowledgement {
  readonly path: string;
  readonly id: string;
  readonly reason: string;
}

function acknowledgementsIn(construct: IConstruct): Acknowledgement[] {
  const own = construct.node.metadata
    .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
    .flatMap(({ data }) => Object.entries(data as Record<string, string>))
    .map(([id, reason]) => ({ path: construct.node.path, id, reason }));
  return [...own, ...construct.node.children.flatMap(acknowledgementsIn)];
}

describe.each(Object.keys(stages) as (keyof typeof stages)[])("in the stage %s", (stage) => {
  const { app, stack } = aFullStack(stage);
  // The template has to be there before anything can be found in it.
  Template.fromStack(stack);
  const findings = [...findingsOf(app)];
  const acknowledgements = acknowledgementsIn(app);

  test("whatever a rule pack finds is acknowledged by its full id, on the construct or one around it", () => {
    const open = findings.filter((finding) => {
      const [path = "", id = ""] = finding.split(" ");
      return !acknowledgements.some((one) => one.id === id && (path === one.path || path.startsWith(`${one.path}/`)));
    });
    expect(findings.length).toBeGreaterThan(20);
    expect(open).toEqual([]);
  });

  test("nothing is acknowledged that no pack finds any more, and nothing without a reason", () => {
    const idle = acknowledgements.filter(
      ({ path, id }) => !findings.some((finding) => finding.startsWith(`${path}/`) && finding.endsWith(` ${id}`)),
    );
    expect(idle).toEqual([]);
    for (const { id, reason } of acknowledgements) expect(reason.length, id).toBeGreaterThan(40);
  });

  test("these rules are not followed, each for a reason, and no others", () => {
    expect([...new Set(acknowledgements.map(({ id }) => id))].sort()).toEqual([
      "AwsSolutions::AwsSolutions-APIG2",
      "AwsSolutions::AwsSolutions-APIG4",
      "AwsSolutions::AwsSolutions-APIG6",
      "AwsSolutions::AwsSolutions-COG4",
      "AwsSolutions::AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs]",
      "AwsSolutions::AwsSolutions-IAM5[Resource::*]",
      "AwsSolutions::AwsSolutions-SQS3",
      "NIST.800.53.R5::NIST.800.53.R5-APIGWCacheEnabledAndEncrypted",
      "NIST.800.53.R5::NIST.800.53.R5-APIGWExecutionLoggingEnabled",
      "NIST.800.53.R5::NIST.800.53.R5-APIGWSSLEnabled",
      "NIST.800.53.R5::NIST.800.53.R5-IAMNoInlinePolicy",
      "NIST.800.53.R5::NIST.800.53.R5-LambdaDLQ",
      "NIST.800.53.R5::NIST.800.53.R5-LambdaInsideVPC",
      "NIST.800.53.R5::NIST.800.53.R5-WAFv2LoggingEnabled",
      "Serverless::Serverless-LambdaDLQ",
      "Serverless::Serverless-LambdaEventSourceMappingDestination",
      "Serverless::Serverless-LambdaStarPermissions",
      "Serverless::Serverless-SQSRedrivePolicy",
    ]);
  });
});

test("a synthesis fails on a finding that nobody has acknowledged", () => {
  const { app, stack } = aFullStack("dev");
  checkByPacks(app);
  const role = stack.node.findAll().find(({ node }) => node.path.endsWith("Intake/Role"));
  const { metadata } = role?.node ?? { metadata: [] };
  expect(metadata.length).toBeGreaterThan(0);
  // The acknowledgement is taken back.
  for (const entry of metadata) {
    if (entry.type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY) {
      for (const id of Object.keys(entry.data as object)) delete (entry.data as Record<string, unknown>)[id];
    }
  }
  expect(() => app.synth()).toThrow("NIST.800.53.R5-IAMNoInlinePolicy");
});
