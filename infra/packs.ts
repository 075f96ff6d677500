import { type App, Validations } from "aws-cdk-lib";
import { AwsSolutionsChecks, type NagPack, NIST80053R5Checks, ServerlessChecks } from "cdk-nag";

/** AWS's own solutions, NIST 800-53 revision 5, and the serverless lens of the Well-Architected Framework. */
export function rulePacks(app: App): readonly NagPack[] {
  return [new AwsSolutionsChecks(app), new NIST80053R5Checks(app), new ServerlessChecks(app)];
}

/** Has a synthesis fail on whatever a pack finds and nobody has given a reason for. */
export function checkByPacks(app: App): void {
  Validations.of(app).addPlugins(...rulePacks(app));
}
