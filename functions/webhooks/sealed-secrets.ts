import { openText, type SealedAs, sealText } from "../contacts/sealed.ts";
import type { Webhook } from "../ports.ts";

type Hook = Pick<Webhook, "center" | "webhookId">;

/** Seals a secret for one webhook; who seals can't open. */
export type SealSecret = (secret: string, hook: Hook) => string;

/** Opens the secrets of a webhook. */
export type OpenSecrets = (webhook: Webhook) => readonly string[];

/** What was registered before secrets were sealed begins like this. It is signed with all the same, until it is rotated out. */
const IN_THE_CLEAR = "whsec_";

/** A sealed secret put beside another webhook doesn't open. */
const sealedAs = ({ center, webhookId }: Hook): SealedAs => ({ use: "webhook", about: `${center}/${webhookId}` });

export function sealSecretsWith(publicKey: string): SealSecret {
  return (secret, hook) => sealText(secret, sealedAs(hook), publicKey);
}

/** Without a key only secrets in the clear are opened; another one is a fault of the deployment, and says so. */
export function openSecretsWith(privateKey: string): OpenSecrets {
  return (webhook) =>
    webhook.secrets.map((secret) => {
      if (secret.startsWith(IN_THE_CLEAR)) return secret;
      if (privateKey === "")
        throw new Error(`the webhook ${sealedAs(webhook).about} has a sealed secret, and there is no key`);
      return openText(secret, sealedAs(webhook), privateKey);
    });
}
