import { RemovalPolicy, Stack } from "aws-cdk-lib";
import {
  AccountRootPrincipal,
  AnyPrincipal,
  type IPrincipal,
  PolicyDocument,
  PolicyStatement,
  ServicePrincipal,
} from "aws-cdk-lib/aws-iam";
import { Key } from "aws-cdk-lib/aws-kms";
import { Construct } from "constructs";
import type { ResourceNames } from "./names.ts";
import type { StageSettings } from "./stages.ts";

/** What an administrator of a key may do, which opens nothing that was encrypted with it. */
const ADMINISTRATION = [
  "kms:CancelKeyDeletion",
  "kms:CreateAlias",
  "kms:CreateGrant",
  "kms:DeleteAlias",
  "kms:DescribeKey",
  "kms:DisableKey",
  "kms:EnableKey",
  "kms:EnableKeyRotation",
  "kms:Encrypt",
  "kms:GenerateDataKey",
  "kms:GetKeyPolicy",
  "kms:GetKeyRotationStatus",
  "kms:ListGrants",
  "kms:ListResourceTags",
  "kms:PutKeyPolicy",
  "kms:RevokeGrant",
  "kms:ScheduleKeyDeletion",
  "kms:TagResource",
  "kms:UntagResource",
  "kms:UpdateAlias",
  "kms:UpdateKeyDescription",
];

export interface KeysProps {
  readonly names: ResourceNames;
  readonly settings: StageSettings;
}

/**
 * The service's own keys, each turned over every year. `secrets` encrypts the environment of functions that are told secrets, and so what opens contacts and
 * webhooks' secrets: its policy lets those functions' roles alone decrypt, whatever else the account allows. `tables` is what is kept, for whoever may
 * call DynamoDB, and through DynamoDB alone. `operations` is for logs and alarms.
 */
export class Keys extends Construct {
  readonly secrets: Key;
  readonly tables: Key;
  readonly operations: Key;

  constructor(scope: Construct, id: string, { names, settings }: KeysProps) {
    super(scope, id);
    const { account, region } = Stack.of(this);
    const removalPolicy = settings.keepsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
    const toKey = (plain: keyof ResourceNames["keys"], description: string, statements: PolicyStatement[]) =>
      new Key(this, plain, {
        alias: names.keys[plain],
        description,
        enableKeyRotation: true,
        removalPolicy,
        policy: new PolicyDocument({ statements }),
      });
    const administers = onKey(new AccountRootPrincipal(), ADMINISTRATION);
    this.secrets = toKey("secrets", "Secrets of Ieum's functions", [administers]);
    this.tables = toKey("tables", "Tables of Ieum", [
      administers,
      onKey(
        new AnyPrincipal(),
        ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:CreateGrant", "kms:DescribeKey"],
        { StringEquals: { "kms:CallerAccount": account, "kms:ViaService": `dynamodb.${region}.amazonaws.com` } },
      ),
    ]);
    this.operations = toKey("operations", "Logs and alarms of Ieum", [
      onKey(new AccountRootPrincipal(), [...ADMINISTRATION, "kms:Decrypt"]),
      onKey(
        new ServicePrincipal(`logs.${region}.amazonaws.com`),
        ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"],
        {
          ArnLike: {
            "kms:EncryptionContext:aws:logs:arn": ["lambda", "apigateway"].map(
              (service) => `arn:aws:logs:${region}:${account}:log-group:/aws/${service}/${names.stack}-*`,
            ),
          },
        },
      ),
      onKey(new ServicePrincipal("cloudwatch.amazonaws.com"), ["kms:Decrypt", "kms:GenerateDataKey*"], {
        StringEquals: { "aws:SourceAccount": account },
      }),
    ]);
  }

  /** Lets a function's role open what is encrypted with the key of secrets. */
  allowSecretsTo(role: IPrincipal): void {
    this.secrets.addToResourcePolicy(onKey(role, ["kms:Decrypt"]));
  }
}

function onKey(
  principal: IPrincipal,
  actions: readonly string[],
  conditions?: Readonly<Record<string, unknown>>,
): PolicyStatement {
  return new PolicyStatement({
    principals: [principal],
    actions: [...actions],
    // In a key's policy this is the key.
    resources: ["*"],
    ...(conditions === undefined ? {} : { conditions }),
  });
}
