import { EMPTY_MAILBOX, type Mailbox } from "../../domain/delivery/mailbox.ts";
import { type Review, reviewOf } from "../../domain/delivery/review.ts";
import { check } from "../../functions/importing/to-event.ts";
import { mailboxesOf } from "../../functions/runtime/documents.ts";
import {
  connectionArgs,
  defineOperatorCommand,
  EXIT_DONE,
  EXIT_FAILED,
  jsonArg,
  OperatorError,
  toId,
} from "./command.ts";
import { type Connection, deployedTaxonomy, withConnection } from "./connection.ts";
import { requireCenter } from "./kpi.ts";
import { toEntry } from "./publish.ts";
import { putEvents } from "./put-events.ts";
import { refusalLine } from "./reasons.ts";
import { openTerminal } from "./terminal.ts";

export const review = defineOperatorCommand({
  meta: {
    name: "review",
    description: "A counsellor's word on a recommendation: hold, override, endorse or release it, with the reason",
  },
  args: {
    applicant: { type: "positional", required: true, description: "Id of the applicant" },
    opening: { type: "positional", required: true, description: "Id of the opening" },
    decision: { type: "positional", required: true, description: "hold, override, endorse or release" },
    center: { type: "string", required: true, description: "Id of the center that looks after the applicant" },
    reason: { type: "string", required: true, description: "Code of the reason, like talk-first or good-prospects" },
    override: { type: "string", description: "Of an override: recommend or suppress" },
    revision: { type: "string", description: "Counts what was said of this pair (one more than is kept)" },
    ...jsonArg,
    ...connectionArgs,
  },
  run: ({ args }) =>
    withConnection(args, async (connection) => {
      const applicantId = toId("APPLICANT", args.applicant);
      const openingId = toId("OPENING", args.opening);
      requireCenter(args.center);
      if (args.center === "all") throw new OperatorError("--center must be one center");
      const kept = reviewOf(await readMailbox(connection, applicantId), openingId);
      const revision = args.revision === undefined ? (kept?.revision ?? 0) + 1 : Number(args.revision);
      const { center, decision, override, reason } = args;
      const said = { applicantId, openingId, revision, center, decision, ...(override && { override }), reason };
      const entry = toEntry(said, "RecommendationReviewed");
      const terminal = openTerminal();
      const verdict = check(entry, deployedTaxonomy(args));
      if (verdict.kind === "refused") {
        terminal.note(refusalLine(verdict.refusal));
        return EXIT_FAILED;
      }
      const [sent] = await putEvents(connection.events, connection.names.bus, [entry]);
      const failure = sent?.kind === "sent" ? undefined : (sent?.reason ?? "the service did not answer for it");
      if (args.json)
        terminal.json({ ...said, outcome: failure === undefined ? "sent" : "failed", reason: failure ?? reason });
      else terminal.line(failure === undefined ? `${decision} of ${openingId} for ${applicantId} sent` : failure);
      return failure === undefined ? EXIT_DONE : EXIT_FAILED;
    }),
});

/** What counsellors have said stands in a person's mailbox. */
export async function readMailbox({ kept }: Connection, applicantId: string): Promise<Mailbox> {
  return (await mailboxesOf(kept.mailboxes).read([applicantId])).get(applicantId)?.document ?? EMPTY_MAILBOX;
}

/** A counsellor's word on one line, undefined where there is none. */
export function reviewLine(said: Review | undefined): string | undefined {
  if (said === undefined) return undefined;
  const { decision, override, reason, center, on } = said;
  return `${decision}${override === undefined ? "" : ` to ${override}`} by ${center} on ${on}: ${reason}`;
}
