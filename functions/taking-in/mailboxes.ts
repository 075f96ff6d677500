import { EMPTY_MAILBOX, type Mailbox } from "../../domain/delivery/mailbox.ts";
import type { Ports } from "../ports.ts";
import { mailboxesOf } from "../runtime/documents.ts";

/** Changes one person's mailbox, whoever else is at it. What is given back as it was isn't written. */
export async function changeMailbox(
  applicantId: string,
  { mailboxes }: Pick<Ports, "mailboxes">,
  change: (mailbox: Mailbox) => Mailbox,
): Promise<void> {
  await mailboxesOf(mailboxes).change([applicantId], async (read) => {
    const { document = EMPTY_MAILBOX } = read.get(applicantId) ?? {};
    const changed = change(document);
    return changed === document ? new Map() : new Map([[applicantId, changed]]);
  });
}
