import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Template } from "aws-cdk-lib/assertions";
import { afterAll, describe, expect, test } from "vitest";
import { createApp } from "../../infra/app.ts";
import { chosenIdentity, type Identity } from "../../infra/identity.ts";
import { IeumStack } from "../../infra/ieum-stack.ts";
import type { Stage } from "../../infra/stages.ts";

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** The template without bundles. */
function aTemplate(stage: Stage = "dev", identity: Identity = {}): Template {
  const outdir = mkdtempSync(join(tmpdir(), "ieum-http-"));
  folders.push(outdir);
  const app = createApp({ outdir, context: { "aws:cdk:bundling-stacks": [] } });
  return Template.fromStack(new IeumStack(app, "Ieum", { stage, identity, env: { region: "ap-northeast-2" } }));
}

const template = aTemplate();

function only(type: string, of: Template = template): Record<string, unknown> {
  const [resource, another] = Object.values(of.findResources(type));
  if (resource === undefined || another !== undefined) throw new Error(`there is not one ${type}`);
  return resource["Properties"];
}

describe("the front door", () => {
  test("is a regional REST API with one function behind every path and method", () => {
    expect(only("AWS::ApiGateway::RestApi")).toMatchObject({ EndpointConfiguration: { Types: ["REGIONAL"] } });
    const methods = Object.values(template.findResources("AWS::ApiGateway::Method")).map(
      ({ Properties }) => Properties,
    );
    expect(methods.map(({ HttpMethod, Integration }) => [HttpMethod, Integration.Type])).toEqual([
      ["ANY", "AWS_PROXY"],
      ["ANY", "AWS_PROXY"],
    ]);
    expect(new Set(methods.map(({ Integration }) => JSON.stringify(Integration.Uri))).size).toBe(1);
    expect(only("AWS::ApiGateway::Resource")).toMatchObject({ PathPart: "{proxy+}" });
  });

  test("may invoke its function from its own stage alone", () => {
    for (const { Properties } of Object.values(template.findResources("AWS::Lambda::Permission"))) {
      expect(Properties.Principal).toBe("apigateway.amazonaws.com");
      expect(JSON.stringify(Properties.SourceArn)).toContain("HttpApiDeploymentStage");
    }
  });

  test("is throttled, traced and measured, and logs who asked for what, but no query, header or body", () => {
    const stage = only("AWS::ApiGateway::Stage") as {
      AccessLogSetting: { Format: string };
      MethodSettings: unknown[];
      TracingEnabled: boolean;
    };
    expect(stage.MethodSettings).toEqual([
      expect.objectContaining({
        HttpMethod: "*",
        ResourcePath: "/*",
        ThrottlingRateLimit: 200,
        ThrottlingBurstLimit: 400,
        DataTraceEnabled: false,
      }),
    ]);
    expect(stage.TracingEnabled).toBe(true);
    const format = Object.values(JSON.parse(stage.AccessLogSetting.Format) as Record<string, string>);
    expect(format).toContain("$context.path");
    expect(format.filter((value) => /input|query|body|header|authorizer/i.test(value))).toEqual([]);
    const logs = Object.values(template.findResources("AWS::Logs::LogGroup")).map(({ Properties }) => Properties);
    expect(logs.find(({ LogGroupName }) => LogGroupName === "/aws/apigateway/ieum-dev-api")?.RetentionInDays).toBe(365);
  });

  test("stands behind a firewall of managed rules and a bound on requests of one address", () => {
    const { Rules, DefaultAction } = only("AWS::WAFv2::WebACL") as { Rules: Rule[]; DefaultAction: unknown };
    expect(DefaultAction).toEqual({ Allow: {} });
    const managed = Rules.flatMap(({ Statement }) => Statement.ManagedRuleGroupStatement?.Name ?? []);
    expect(managed).toEqual([
      "AWSManagedRulesCommonRuleSet",
      "AWSManagedRulesKnownBadInputsRuleSet",
      "AWSManagedRulesAmazonIpReputationList",
    ]);
    const [rate] = Rules.flatMap(({ Statement }) => Statement.RateBasedStatement ?? []);
    expect(rate).toEqual({ AggregateKeyType: "IP", Limit: 3_000 });
    expect(JSON.stringify(only("AWS::WAFv2::WebACLAssociation"))).toContain("HttpApiDeploymentStage");
  });

  test("refuses in the form in which the function refuses", () => {
    for (const { Properties } of Object.values(template.findResources("AWS::ApiGateway::GatewayResponse"))) {
      expect(Properties.ResponseParameters["gatewayresponse.header.Content-Type"]).toContain(
        "application/problem+json",
      );
      const { status, code, type } = JSON.parse(Properties.ResponseTemplates["application/json"]);
      expect([String(status), type]).toEqual([Properties.StatusCode, `/docs#${code}`]);
    }
  });

  test("gives its address as an output", () => {
    expect(Object.keys(template.findOutputs("*")).filter((name) => /api/i.test(name))).toEqual(["ApiUrl"]);
  });
});

interface Rule {
  readonly Statement: {
    readonly ManagedRuleGroupStatement?: { readonly Name: string };
    readonly RateBasedStatement?: unknown;
  };
}

describe("who signs tokens", () => {
  const issuer = { IEUM_TOKEN_ISSUER: "https://login.example.org", IEUM_SIGN_IN_CLIENT_ID: "ieum-pages" };
  const variablesOf = (of: Template): Record<string, unknown> => {
    const functions = Object.values(of.findResources("AWS::Lambda::Function")).map(({ Properties }) => Properties);
    return functions.find(({ FunctionName }) => /-api$/.test(FunctionName))?.Environment.Variables ?? {};
  };

  test("is told to the API alone", () => {
    const of = aTemplate("dev", chosenIdentity("dev", issuer));
    expect(variablesOf(of)).toMatchObject({
      TOKEN_ISSUER: "https://login.example.org",
      TOKEN_AUDIENCE: "ieum-pages",
      SIGN_IN_CLIENT_ID: "ieum-pages",
    });
    const others = Object.values(of.findResources("AWS::Lambda::Function")).filter(
      ({ Properties }) => !/-api$/.test(Properties.FunctionName),
    );
    expect(JSON.stringify(others)).not.toContain("login.example.org");
  });

  test("is no developer where real people are", () => {
    const key = { IEUM_DEVELOPMENT_KEY: '{"kty":"OKP"}' };
    expect(() => chosenIdentity("prod", key)).toThrow("takes no tokens of development");
    expect(() => aTemplate("prod", { developmentKey: "{}" })).toThrow("takes no tokens of development");
    expect(() => chosenIdentity("dev", { ...key, ...issuer })).toThrow("takes no tokens of development");
    expect(chosenIdentity("dev", key).developmentKey).toBe('{"kty":"OKP"}');
  });

  test("is reached over TLS, and the client's secret stands in no template", () => {
    expect(() => chosenIdentity("prod", { IEUM_TOKEN_ISSUER: "http://login.example.org" })).toThrow("https");
    const of = aTemplate("prod", chosenIdentity("prod", { ...issuer, IEUM_SIGN_IN_HAS_SECRET: "true" }));
    expect(variablesOf(of)["SIGN_IN_CLIENT_SECRET"]).toBe(
      "{{resolve:secretsmanager:ieum-prod-sign-in:SecretString:clientSecret::}}",
    );
  });
});
