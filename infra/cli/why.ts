import { reviewOf } from "../../domain/delivery/review.ts";
import { accountFor } from "../../functions/serving/why-account.ts";
import { termsInForce } from "./asked-terms.ts";
import { connectionArgs, defineOperatorCommand, EXIT_DONE, jsonArg, OperatorError, toDay, toId } from "./command.ts";
import { deployedTaxonomy, withConnection } from "./connection.ts";
import { readApplicant, readOpening, readRules } from "./kept-entities.ts";
import { readMailbox, reviewLine } from "./review.ts";
import { openTerminal } from "./terminal.ts";
import { printBarrier, readBarrier } from "./why-barrier.ts";
import { readBridge } from "./why-bridge.ts";
import { printAccount, printBridge } from "./why-print.ts";

export const why = defineOperatorCommand({
  meta: { name: "why", description: "The full account of an applicant and an opening, and what would help" },
  args: {
    applicant: { type: "positional", required: true, description: "Id of the applicant" },
    opening: { type: "positional", required: true, description: "Id of the opening" },
    course: { type: "string", description: "Id of a course: what it would make of the pair (the one told, if any)" },
    day: { type: "string", description: "Day in Seoul to judge by, like 2026-11-21 (today)" },
    lang: { type: "string", description: "Language of the sentences: ko or en", default: "ko" },
    ...jsonArg,
    ...connectionArgs,
  },
  run: async ({ args }) => {
    const applicantId = toId("APPLICANT", args.applicant);
    const openingId = toId("OPENING", args.opening);
    if (args.course !== undefined) toId("--course", args.course);
    return withConnection(args, async (connection) => {
      const day = toDay("day", args.day);
      const language = args.lang;
      if (language !== "ko" && language !== "en") throw new OperatorError("--lang must be ko or en");
      const applicant = await readApplicant(connection, applicantId);
      const { opening, isClosed } = await readOpening(connection, openingId);
      const taxonomy = deployedTaxonomy(args);
      const { inForce } = await termsInForce(connection, connection.kept, taxonomy);
      const judgement = {
        day,
        thresholdBp: inForce.perApplicant.thresholdBp,
        weights: inForce.weights,
        taxonomy,
        programmeRules: await readRules(connection, opening.programmeId, taxonomy),
      };
      const bridge = await readBridge(connection, applicant, opening, args.course, judgement);
      const said = reviewOf(await readMailbox(connection, applicantId), openingId);
      const heldBack = await readBarrier(connection, { openingId, day }, taxonomy);
      const account = {
        ...accountFor(applicant, opening, { ...judgement, isClosed }),
        bridge,
        heldBack,
        ...(said && { review: said }),
      };
      const terminal = openTerminal();
      if (args.json) terminal.json(account);
      else {
        printAccount(terminal, account, language);
        printBarrier(terminal, heldBack);
        printBridge(terminal, bridge, language);
        if (said !== undefined) terminal.line(`${terminal.colours.bold("counsellor")} ${reviewLine(said)}`);
      }
      return EXIT_DONE;
    });
  },
});
