import { RemovalPolicy } from "aws-cdk-lib";
import {
  AccessLogFormat,
  EndpointType,
  LambdaIntegration,
  LogGroupLogDestination,
  ResponseType,
  RestApi,
} from "aws-cdk-lib/aws-apigateway";
import type { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import { CfnWebACL, CfnWebACLAssociation } from "aws-cdk-lib/aws-wafv2";
import { Construct } from "constructs";
import { PROBLEM_MEDIA_TYPE } from "../functions/api/problem.ts";
import { acknowledge } from "./acknowledge.ts";
import type { Keys } from "./keys.ts";
import type { StageSettings } from "./stages.ts";

/** Requests a second that the whole API takes, and how many at once: far more than a city's centers and people make, and a bound on what a flood costs. */
const REQUESTS_PER_SECOND = 200;
const REQUESTS_AT_ONCE = 400;

/** Requests of one address in five minutes: a center's whole staff may sit behind one. */
const REQUESTS_PER_ADDRESS_MAX = 3_000;

/**
 * Rules that AWS keeps. Three of the common set that look into bodies count only, and block nothing: openings are larger than 8 KiB, a page with a job
 * posting in it is full of scripts, and a workbook may have any bytes. The function has a bound of its own, takes bodies apart by schemas, and runs nothing of them.
 */
const MANAGED_RULES = [
  {
    name: "AWSManagedRulesCommonRuleSet",
    counted: ["SizeRestrictions_BODY", "CrossSiteScripting_BODY", "GenericLFI_BODY"],
  },
  { name: "AWSManagedRulesKnownBadInputsRuleSet", counted: [] },
  { name: "AWSManagedRulesAmazonIpReputationList", counted: [] },
] as const;

const CHECKED_BY_THE_FUNCTION =
  "The function checks every parameter and body by the schemas that the document is made of, and says what is wrong by code and pointer.";

const DECIDED_BY_THE_FUNCTION =
  "The function verifies tokens of any issuer of OpenID Connect and decides by whose a thing is; a test goes through every route, role and owner.";

const NO_EXECUTION_LOG =
  "The log of executions holds what was sent and answered, which may be personal; every request stands in the access log, and faults in the function's.";

export interface HttpApiProps {
  readonly name: string;
  readonly stageName: string;
  readonly handler: LambdaFunction;
  readonly settings: StageSettings;
  readonly keys: Keys;
}

/**
 * The front door for people and systems: a regional REST API, because that sort takes a firewall, with one function behind every path. Who may do what is
 * the function's to decide, so that the cloud and a laptop decide by the same code.
 */
export class HttpApi extends Construct {
  readonly api: RestApi;

  constructor(scope: Construct, id: string, { name, stageName, handler, settings, keys }: HttpApiProps) {
    super(scope, id);
    const accessLog = new LogGroup(this, "AccessLog", {
      logGroupName: `/aws/apigateway/${name}`,
      // Who asked for whose data is kept for a year (개인정보의 안전성 확보조치 기준 8조).
      retention: RetentionDays.ONE_YEAR,
      encryptionKey: keys.operations,
      removalPolicy: settings.keepsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    this.api = new RestApi(this, "Api", {
      restApiName: name,
      description: "People and systems ask here",
      endpointTypes: [EndpointType.REGIONAL],
      // Bodies come as they are, also workbooks: the function knows what they are.
      binaryMediaTypes: ["*/*"],
      cloudWatchRole: true,
      deployOptions: {
        stageName,
        throttlingRateLimit: REQUESTS_PER_SECOND,
        throttlingBurstLimit: REQUESTS_AT_ONCE,
        tracingEnabled: true,
        metricsEnabled: true,
        accessLogDestination: new LogGroupLogDestination(accessLog),
        accessLogFormat: accessLogFormat(),
      },
    });
    // Names of outputs are ours: the stack gives the address under its own.
    this.api.node.tryRemoveChild("Endpoint");
    const integration = new LambdaIntegration(handler, { proxy: true, allowTestInvoke: false });
    this.api.root.addMethod("ANY", integration);
    this.api.root.addProxy({ anyMethod: true, defaultIntegration: integration });
    this.#problems();
    this.#firewall(name);
    this.#acknowledge();
  }

  #acknowledge(): void {
    acknowledge(this, {
      "AwsSolutions::AwsSolutions-APIG2": CHECKED_BY_THE_FUNCTION,
      "AwsSolutions::AwsSolutions-APIG4": DECIDED_BY_THE_FUNCTION,
      "AwsSolutions::AwsSolutions-COG4": DECIDED_BY_THE_FUNCTION,
      "AwsSolutions::AwsSolutions-APIG6": NO_EXECUTION_LOG,
      "NIST.800.53.R5::NIST.800.53.R5-APIGWExecutionLoggingEnabled": NO_EXECUTION_LOG,
      "NIST.800.53.R5::NIST.800.53.R5-APIGWCacheEnabledAndEncrypted":
        "Answers are somebody's own and change at any time: none may be kept for another.",
      "NIST.800.53.R5::NIST.800.53.R5-APIGWSSLEnabled":
        "What stands behind it is a function, which is called by AWS itself: there is no server that would ask for a certificate.",
      "NIST.800.53.R5::NIST.800.53.R5-WAFv2LoggingEnabled":
        "The firewall would log whole requests, tokens and queries included; what it blocks is counted, and every request stands in the access log.",
      "AwsSolutions::AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs]":
        "The account's one role by which API Gateway writes logs: AWS keeps its policy, and nothing of ours can take it on.",
    });
  }

  /** What the gateway refuses itself has the form of what the function refuses. */
  #problems(): void {
    const answer = (id: string, type: ResponseType, status: string, code: string, detail: string) =>
      this.api.addGatewayResponse(id, {
        type,
        statusCode: status,
        responseHeaders: { "Content-Type": `'${PROBLEM_MEDIA_TYPE}'` },
        templates: {
          "application/json": JSON.stringify({
            type: `/docs#${code}`,
            title: detail,
            status: Number(status),
            detail,
            code,
          }),
        },
      });
    answer(
      "Throttled",
      ResponseType.THROTTLED,
      "429",
      "TOO_MANY_REQUESTS",
      "Too many requests: try again in a moment.",
    );
    answer("Blocked", ResponseType.WAF_FILTERED, "403", "BLOCKED", "The firewall has refused this request.");
    answer("TooLarge", ResponseType.REQUEST_TOO_LARGE, "413", "TOO_LARGE", "The request is too large.");
    answer("Fault", ResponseType.DEFAULT_5XX, "500", "INTERNAL", "A fault of ours. Trying again does no harm.");
  }

  #firewall(name: string): void {
    const visibilityConfig = (metricName: string) => ({
      metricName,
      cloudWatchMetricsEnabled: true,
      // Samples are whole requests, and those may be personal.
      sampledRequestsEnabled: false,
    });
    const managed = MANAGED_RULES.map(({ name: rules, counted }, priority) => ({
      name: rules,
      priority,
      overrideAction: { none: {} },
      statement: {
        managedRuleGroupStatement: {
          vendorName: "AWS",
          name: rules,
          ruleActionOverrides: counted.map((rule) => ({ name: rule, actionToUse: { count: {} } })),
        },
      },
      visibilityConfig: visibilityConfig(rules),
    }));
    const rate = {
      name: "RequestsPerAddress",
      priority: MANAGED_RULES.length,
      action: { block: {} },
      statement: { rateBasedStatement: { limit: REQUESTS_PER_ADDRESS_MAX, aggregateKeyType: "IP" } },
      visibilityConfig: visibilityConfig("RequestsPerAddress"),
    };
    const acl = new CfnWebACL(this, "Firewall", {
      name,
      scope: "REGIONAL",
      defaultAction: { allow: {} },
      rules: [...managed, rate],
      visibilityConfig: visibilityConfig(name),
    });
    const association = new CfnWebACLAssociation(this, "FirewallAssociation", {
      resourceArn: this.api.deploymentStage.stageArn,
      webAclArn: acl.attrArn,
    });
    association.node.addDependency(this.api.deploymentStage);
  }
}

/** One JSON line a request: when, from where, what and how it ended. No query, header or body: they may be personal. */
function accessLogFormat(): AccessLogFormat {
  return AccessLogFormat.custom(
    JSON.stringify({
      requestId: "$context.requestId",
      time: "$context.requestTimeEpoch",
      address: "$context.identity.sourceIp",
      method: "$context.httpMethod",
      path: "$context.path",
      status: "$context.status",
      milliseconds: "$context.responseLatency",
      bytes: "$context.responseLength",
      error: "$context.error.responseType",
    }),
  );
}
