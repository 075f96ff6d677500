import { EMPTY_MAILBOX, hasOptedOut, optOutRevision } from "../../domain/delivery/mailbox.ts";
import { applicant as applicantSchema } from "../../domain/model/applicant.ts";
import { SCHEMA_VERSION } from "../../events/envelope.ts";
import type { Ports } from "../ports.ts";
import { deriveUlid } from "../runtime/derive-id.ts";
import { mailboxesOf } from "../runtime/documents.ts";
import type { OptOutTokens } from "./opt-out-link.ts";

export type OptOutPorts = Pick<Ports, "clock" | "applicants" | "mailboxes" | "bus">;

export type OptOutByToken =
  /** The event is on the bus. */
  | { readonly kind: "accepted" }
  /** Nothing is sent to this person any more as it is: pressed twice is the same. */
  | { readonly kind: "already" }
  /** Nobody's token. */
  | { readonly kind: "unknown-token" };

/** Of ids that follow from no event; the time in them is none. */
const NO_TIME = "00000000000000000000000000";

/**
 * Ends the messages to whoever a token names: what the link of an e-mail does on one press, without signing in (RFC 8058). The event goes the way of all
 * others, so that it holds for what is in flight, too. Pressed by several at the same time it is one event; whoever agreed to messages again
 * later can press the link of an old e-mail, too. Of somebody who has left nothing is kept, and the answer is the same.
 */
export async function optOutByToken(
  { clock, applicants, mailboxes, bus }: OptOutPorts,
  token: string,
  links: Pick<OptOutTokens, "applicantOfToken">,
): Promise<OptOutByToken> {
  const applicantId = links.applicantOfToken(token);
  if (applicantId === undefined) return { kind: "unknown-token" };
  const [kept] = await applicants.get([applicantId]);
  const mailbox = (await mailboxesOf(mailboxes).read([applicantId])).get(applicantId)?.document ?? EMPTY_MAILBOX;
  if (kept?.body === undefined || mailbox.hasLeft) return { kind: "already" };
  const profile = applicantSchema.parse(JSON.parse(kept.body));
  const resumedAfter = profile.delivery?.resumedAfterOptOut ?? 0;
  if (hasOptedOut(mailbox, "message", resumedAfter)) return { kind: "already" };
  const revision = Math.max(optOutRevision(mailbox), resumedAfter) + 1;
  const eventId = deriveUlid(NO_TIME, `opt-out ${applicantId} ${revision}`);
  const occurredAt = new Date(clock.now()).toISOString();
  const envelope = { eventId, occurredAt, correlationId: eventId, schemaVersion: SCHEMA_VERSION } as const;
  await bus.publish([
    { name: "DeliveryOptedOut", detail: { ...envelope, applicantId, revision, channels: ["message"] } },
  ]);
  return { kind: "accepted" };
}
