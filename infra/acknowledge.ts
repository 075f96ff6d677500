import { Validations } from "aws-cdk-lib";
import type { IConstruct } from "constructs";

/** A rule of a pack by its full id. CDK takes short ones too, but leaves no record of them in the report. */
export type RuleId = `${"AwsSolutions" | "NIST.800.53.R5" | "Serverless"}::${string}`;

/**
 * Says of a construct, and of what is in it, why it doesn't follow a rule. It stands beside what it speaks of: a new construct has nothing acknowledged,
 * and a test fails when there is nothing left to acknowledge.
 */
export function acknowledge(construct: IConstruct, reasons: Readonly<Record<RuleId, string>>): void {
  const acknowledgements = Object.entries(reasons).map(([id, reason]) => ({ id, reason }));
  Validations.of(construct).acknowledge(...acknowledgements);
}
