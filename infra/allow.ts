import { PolicyStatement } from "aws-cdk-lib/aws-iam";

/** Allows some calls of a service on one resource. */
export function allow(service: string, actions: readonly string[], resource: string): PolicyStatement {
  return new PolicyStatement({ actions: actions.map((action) => `${service}:${action}`), resources: [resource] });
}
