import type { RecommendationEvidence } from "../../domain/delivery/evidence.ts";
import { renderStanding, reviewOf, standingOf } from "../../domain/delivery/review.ts";
import { standingBridges } from "../../functions/notifying/standing-bridges.ts";
import type { Recommendation } from "../../functions/ports.ts";
import { connectionArgs, defineOperatorCommand, EXIT_DONE, jsonArg, OperatorError, toDay } from "./command.ts";
import { deployedTaxonomy, withConnection } from "./connection.ts";
import { fullOpenings } from "./full-openings.ts";
import { type KeptOpening, readApplicant, readOpenings } from "./kept-entities.ts";
import { reasonsOf } from "./reasons.ts";
import { readMailbox } from "./review.ts";
import { openTerminal, type Terminal } from "./terminal.ts";

export const inbox = defineOperatorCommand({
  meta: { name: "inbox", description: "What an applicant was recommended, newest first, with the reasons as told" },
  args: {
    applicant: { type: "positional", required: true, description: "Id of the applicant" },
    lang: { type: "string", description: "Language of the reasons: ko or en", default: "ko" },
    ...jsonArg,
    ...connectionArgs,
  },
  run: ({ args }) =>
    withConnection(args, async (connection) => {
      const language = args.lang;
      if (language !== "ko" && language !== "en") throw new OperatorError("--lang must be ko or en");
      const applicantId = args.applicant;
      const recommended = await connection.kept.recommendations.list(applicantId);
      const bridged = await standingBridges(connection.kept, applicantId, recommended);
      const listed = [...recommended, ...bridged];
      const newestFirst = listed.toSorted((a, b) => b.toldAt - a.toldAt || b.score - a.score);
      const openings = await readOpenings(
        connection,
        newestFirst.map(({ openingId }) => openingId),
      );
      const taxonomy = deployedTaxonomy(args);
      const posted = [...openings.values()].map(({ opening }) => opening);
      const full = await fullOpenings(connection.kept, posted, toDay("day", undefined), taxonomy);
      const terminal = openTerminal();
      if (newestFirst.length === 0) {
        // A mistyped id has no recommendations either.
        await readApplicant(connection, applicantId);
        if (!args.json) terminal.line(`nothing has been recommended to ${applicantId} yet`);
      }
      const mailbox = await readMailbox(connection, applicantId);
      for (const one of newestFirst) {
        const kept = openings.get(one.openingId);
        const isFull = full.has(one.openingId);
        const told = kept === undefined ? [] : reasonsOf(one.evidence, kept.opening, language, taxonomy);
        // Also what a counsellor has said after it was told.
        const said = renderStanding(standingOf(reviewOf(mailbox, one.openingId)), language);
        const reasons = said === undefined ? told : [said, ...told];
        if (args.json) terminal.json(toJson(one, kept, isFull, reasons));
        else print(terminal, one, kept, isFull, reasons);
      }
      return EXIT_DONE;
    }),
});

function toJson(one: Recommendation, kept: KeptOpening | undefined, isFull: boolean, reasons: readonly string[]) {
  return {
    openingId: one.openingId,
    title: kept?.opening.title,
    isClosed: kept?.isClosed,
    isFull,
    score: one.score,
    fitsOpening: one.fitsOpening,
    fitsApplicant: one.fitsApplicant,
    toldAt: new Date(one.toldAt).toISOString(),
    // Scores are those with the course completed, where there is one.
    courseOpeningId: courseOf(one),
    reasons,
  };
}

/** The course that it was told with. */
function courseOf({ evidence }: Recommendation): string | undefined {
  return (JSON.parse(evidence) as RecommendationEvidence).bridge?.courseOpeningId;
}

/** Basis points as people read them: 9,431 is 94.3. */
function percent(bp: number): string {
  return `${Math.floor(bp / 100)}.${Math.floor((bp % 100) / 10)}`;
}

function print(
  terminal: Terminal,
  one: Recommendation,
  kept: KeptOpening | undefined,
  isFull: boolean,
  reasons: readonly string[],
): void {
  const { bold, dim, green, yellow } = terminal.colours;
  const course = courseOf(one);
  const marks = [
    ...(course === undefined ? [] : [`with ${course}`]),
    ...(kept?.isClosed === true ? ["closed"] : isFull ? ["no place left now"] : []),
  ];
  const marked = marks.map((mark) => yellow(` (${mark})`)).join("");
  terminal.line(
    `${green(percent(one.score))} ${bold(kept?.opening.title ?? one.openingId)}${marked} ${dim(one.openingId)}`,
  );
  for (const reason of reasons) terminal.line(`     ${reason}`);
}
