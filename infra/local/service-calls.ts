/**
 * Calls that AWS makes itself under a function's or a schedule's role, or by a key's policy: writing logs and traces, leaving what failed in a dead-letter queue,
 * opening an environment, running what is due. The twin has no part that makes them, so it asks at its start whether they would be allowed: the
 * cloud says so much later, or not at all.
 */
import { type AccessCheck, accessDeniedMessage } from "./access.ts";
import { decideResourcePolicy, type PolicyStatement } from "./iam.ts";
import type { Assembly, Resource } from "./template.ts";

type ServiceCall = { role: string; action: string; resource: string };

type FunctionProperties = {
  Role?: string;
  KmsKeyArn?: string;
  TracingConfig?: { Mode?: string };
  LoggingConfig?: { LogGroup?: string };
  DeadLetterConfig?: { TargetArn?: string };
};

type ScheduleTarget = { Arn: string; RoleArn: string; DeadLetterConfig?: { Arn?: string } };

const roleOf = (arn: string | undefined): string => arn?.split("/").pop() ?? "";

/** Throws on the first call that would be denied; a twin that doesn't enforce has a check that allows everything. */
export function requireServiceCalls(assembly: Assembly, access: AccessCheck): void {
  for (const { role, action, resource } of serviceCalls(assembly)) {
    const decision = access(role, action, resource);
    if (!decision.allowed) throw new Error(accessDeniedMessage(role, action, resource, decision.reason));
  }
  for (const fn of assembly.resources("AWS::Lambda::Function")) requireKey(assembly, fn);
}

function serviceCalls(assembly: Assembly): ServiceCall[] {
  const logs = new Map(assembly.resources("AWS::Logs::LogGroup").map(({ name, arn }) => [name, arn]));
  return [
    ...assembly.resources("AWS::Lambda::Function").flatMap((fn) => callsFor(fn, logs)),
    ...assembly.resources("AWS::Scheduler::Schedule").flatMap(({ properties }) => {
      const { Arn, RoleArn, DeadLetterConfig } = properties["Target"] as ScheduleTarget;
      const role = roleOf(RoleArn);
      const deadLetters = DeadLetterConfig?.Arn;
      return [
        { role, action: "lambda:InvokeFunction", resource: Arn },
        ...(deadLetters === undefined ? [] : [{ role, action: "sqs:SendMessage", resource: deadLetters }]),
      ];
    }),
  ];
}

function callsFor({ properties }: Resource, logs: ReadonlyMap<string, string>): ServiceCall[] {
  const { Role, TracingConfig, LoggingConfig, DeadLetterConfig } = properties as FunctionProperties;
  const role = roleOf(Role);
  const log = logs.get(LoggingConfig?.LogGroup ?? "");
  const to = (resource: string | undefined, ...actions: string[]): ServiceCall[] =>
    resource === undefined ? [] : actions.map((action) => ({ role, action, resource }));
  return [
    ...to(log, "logs:CreateLogStream", "logs:PutLogEvents"),
    ...to(TracingConfig?.Mode === "Active" ? "*" : undefined, "xray:PutTraceSegments", "xray:PutTelemetryRecords"),
    ...to(DeadLetterConfig?.TargetArn, "sqs:SendMessage"),
  ];
}

/** Whether a function may open its environment: the key's own policy says so, and names the role. */
function requireKey(assembly: Assembly, fn: Resource): void {
  const { Role, KmsKeyArn } = fn.properties as FunctionProperties;
  if (KmsKeyArn === undefined) return;
  const key = assembly.resources("AWS::KMS::Key").find(({ arn }) => arn === KmsKeyArn);
  const policy = key?.properties["KeyPolicy"] as { Statement: PolicyStatement[] } | undefined;
  const named = (policy?.Statement ?? []).filter(({ Principal }) => JSON.stringify(Principal).includes(Role ?? ""));
  if (!decideResourcePolicy(named, { AWS: Role ?? "" }, "kms:Decrypt", KmsKeyArn).allowed) {
    throw new Error(`${fn.name} can't open its environment: the policy of ${KmsKeyArn} does not let its role decrypt`);
  }
}
