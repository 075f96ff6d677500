import { openText, sealText } from "../contacts/sealed.ts";
import type { Webhook } from "../ports.ts";

type Hook = Pick<Webhook, "center" | "webhookId">;

/** Seals a secret for one webhook; who seals can't open. */
export type SealSecret = (secret: string, hook: Hook) => string;

/** Opens the secrets of a webhook. */
export type OpenSecrets = (webhook: Webhook) => readonly string[];

const USE = "webhook";

/** What was registered before secrets were sealed begins like this. It is signed with all the same, until it is rotated out. */
const IN_THE_CLEAR = "whsec_";

/** A sealed secret put beside another webhook doesn't open. */
const aboutOf = ({ center, webhookId }: Hook): string => `${center}/${webhookId}`;

export function sealSecretsWith(publicKey: string): SealSecret {
  return (secret, hook) => sealText(secret, aboutOf(hook), publicKey, USE);
}

/** Without a key only secrets in the clear are opened; another one is a fault of the deployment, and says so. */
export function openSecretsWith(privateKey: string): OpenSecrets {
  return (webhook) =>
    webhook.secrets.map((secret) => {
      if (secret.startsWith(IN_THE_CLEAR)) return secret;
      if (privateKey === "")
        throw new Error(`the webhook ${aboutOf(webhook)} has a sealed secret, and there is no key`);
      return openText(secret, aboutOf(webhook), privateKey, USE);
    });
}
