import { SecretValue } from "aws-cdk-lib";
import { environmentNames } from "../functions/runtime/environment.ts";
import { type Stage, stages } from "./stages.ts";

/** Opens webhooks' secrets, as a developer's machine gives it. */
export const WEBHOOK_KEY_VARIABLE = "IEUM_WEBHOOK_PRIVATE_KEY";

/**
 * What the webhook function alone is told. Where people are real, the key comes from Secrets Manager when the stack is deployed (`ieum-<stage>-webhooks`, with
 * the field privateKey); elsewhere from the environment, and without one there no webhook can be signed for.
 */
export function webhookEnvironment(
  stage: Stage,
  variables: Readonly<Record<string, string | undefined>> = process.env,
): Record<string, string> {
  const key = stages[stage].keepsData
    ? SecretValue.secretsManager(`ieum-${stage}-webhooks`, { jsonField: "privateKey" }).unsafeUnwrap()
    : (variables[WEBHOOK_KEY_VARIABLE] ?? "");
  return key === "" ? {} : { [environmentNames.webhookPrivateKey]: key };
}
