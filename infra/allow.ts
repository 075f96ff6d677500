import { PolicyStatement } from "aws-cdk-lib/aws-iam";

/** Allows some calls of a service on one resource, or on each of several. */
export function allow(service: string, actions: readonly string[], ...resources: readonly string[]): PolicyStatement {
  return new PolicyStatement({ actions: actions.map((action) => `${service}:${action}`), resources: [...resources] });
}
