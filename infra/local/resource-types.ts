/** The region and account that everything local claims to live in; Seoul, as the first deployment. */
export const REGION = "ap-northeast-2";
export const ACCOUNT = "000000000000";

/** What other resources can learn from one: its ARN, what `Ref` gives, and further attributes of `Fn::GetAtt`. */
type ResourceModel = {
  arn?: (name: string) => string;
  /** The longest physical name that the real service takes. */
  nameMax?: number;
  attributes?: Record<string, (name: string) => string>;
};

const arn = (service: string, rest: string, region = REGION): string =>
  `arn:aws:${service}:${region}:${ACCOUNT}:${rest}`;
const table: ResourceModel = { arn: (name) => arn("dynamodb", `table/${name}`), nameMax: 255 };

/** Types that the twin acts on, or whose names and ARNs others refer to. */
const models: Record<string, ResourceModel> = {
  "AWS::DynamoDB::Table": table,
  "AWS::DynamoDB::GlobalTable": table,
  "AWS::SQS::Queue": { arn: (name) => arn("sqs", name), nameMax: 80, attributes: { QueueName: (name) => name } },
  "AWS::Lambda::Function": { arn: (name) => arn("lambda", `function:${name}`), nameMax: 64 },
  "AWS::Events::EventBus": { arn: (name) => arn("events", `event-bus/${name}`), attributes: { Name: (name) => name } },
  "AWS::Events::Rule": { arn: (name) => arn("events", `rule/${name}`), nameMax: 64 },
  "AWS::Scheduler::Schedule": { arn: (name) => arn("scheduler", `schedule/default/${name}`), nameMax: 64 },
  "AWS::IAM::Role": {
    arn: (name) => arn("iam", `role/${name}`, ""),
    nameMax: 64,
    attributes: { RoleId: (name) => name },
  },
  "AWS::Logs::LogGroup": { arn: (name) => arn("logs", `log-group:${name}:*`) },
  "AWS::SNS::Topic": { arn: (name) => arn("sns", name) },
  "AWS::ApiGateway::RestApi": {
    arn: (name) => `arn:aws:apigateway:${REGION}::/restapis/${name}`,
    attributes: { RootResourceId: (name) => `${name}/` },
  },
  "AWS::ApiGateway::Stage": { arn: (name) => `arn:aws:apigateway:${REGION}::/stages/${name}` },
  "AWS::WAFv2::WebACL": { arn: (name) => arn("wafv2", `regional/webacl/${name}/local`) },
  "AWS::KMS::Key": { arn: (name) => arn("kms", `key/${name}`), attributes: { KeyId: (name) => name } },
};

/** Types that the twin reads at start. */
const READ_TYPES = [
  "AWS::DynamoDB::Table",
  "AWS::DynamoDB::GlobalTable",
  "AWS::SQS::Queue",
  "AWS::Lambda::Function",
  "AWS::Lambda::EventSourceMapping",
  "AWS::Events::EventBus",
  "AWS::Events::Rule",
  "AWS::IAM::Role",
  "AWS::IAM::Policy",
  "AWS::IAM::ManagedPolicy",
  "AWS::Scheduler::Schedule",
  "AWS::SQS::QueuePolicy",
  "AWS::ApiGateway::Method",
  "AWS::ApiGateway::Resource",
  "AWS::ApiGateway::RestApi",
  "AWS::ApiGateway::Stage",
  "AWS::Lambda::Permission",
];

/** Types without behaviour on a laptop: leaving them out changes nothing that a test or a person could see. */
const INERT_TYPES = [
  "AWS::ApiGateway::Account",
  "AWS::ApiGateway::Deployment",
  "AWS::ApiGateway::GatewayResponse",
  "AWS::CDK::Metadata",
  "AWS::CloudWatch::Alarm",
  "AWS::CloudWatch::CompositeAlarm",
  "AWS::CloudWatch::Dashboard",
  "AWS::EventSchemas::Registry",
  "AWS::EventSchemas::Schema",
  "AWS::KMS::Alias",
  "AWS::KMS::Key",
  "AWS::Logs::LogGroup",
  "AWS::Logs::MetricFilter",
  "AWS::Logs::QueryDefinition",
  "AWS::SNS::Topic",
  "AWS::SNS::TopicPolicy",
  "AWS::WAFv2::WebACL",
  "AWS::WAFv2::WebACLAssociation",
];

const known = new Set([...READ_TYPES, ...INERT_TYPES]);

export function isModelled(type: string): boolean {
  return known.has(type);
}

export function arnOf(type: string, name: string): string | undefined {
  return models[type]?.arn?.(name);
}

export function attributeOf(type: string, name: string, attribute: string): string | undefined {
  return attribute === "Arn" ? arnOf(type, name) : models[type]?.attributes?.[attribute]?.(name);
}

export function nameMaxOf(type: string): number {
  return models[type]?.nameMax ?? 255;
}
