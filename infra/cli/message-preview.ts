import { renderEmail } from "../../domain/channels/email.ts";
import type { CenterContact, Letter, LetterItem, LetterLanguage } from "../../domain/channels/letter.ts";
import { renderPrintedDigest } from "../../domain/channels/printed-digest.ts";
import { renderSpokenDigest } from "../../domain/channels/spoken-digest.ts";
import type { RecommendationEvidence } from "../../domain/delivery/evidence.ts";
import { pairOf } from "../../domain/delivery/recommendation.ts";
import { renderMessage } from "../../domain/matching/render.ts";
import { dayInSeoul } from "../../domain/model/calendar.ts";
import { isOpenOn, type Opening } from "../../domain/model/opening.ts";
import type { Taxonomy } from "../../domain/taxonomy/taxonomy.ts";
import { toCenterOf } from "../../functions/runtime/center-to-call.ts";
import { type ChannelName, channelNames } from "../../functions/sending/channel.ts";
import { createAlimtalkChannel, createSmsChannel } from "../../functions/sending/telephone-channels.ts";
import { centers } from "../centers.ts";
import { toCenterToCall } from "../mail.ts";
import { connectionArgs, defineOperatorCommand, EXIT_DONE, jsonArg, OperatorError } from "./command.ts";
import { type Connection, deployedTaxonomy, withConnection } from "./connection.ts";
import { readApplicant, readOpening, readOpenings } from "./kept-entities.ts";
import { openTerminal, type Terminal } from "./terminal.ts";

const previews = [...channelNames, "print"] as const;

/** More than this is not read on paper either. */
const PRINTED_MAX = 10;

const centerOf = toCenterOf(centers.map(toCenterToCall));

const languageArg = {
  lang: { type: "string", description: "Language: ko or en (the one that the person asked for)" },
} as const;

export const messagePreview = defineOperatorCommand({
  meta: { name: "preview", description: "What a person is sent of a recommendation on a channel; nothing is sent" },
  args: {
    recommendation: { type: "positional", required: true, description: "Id of the recommendation: APPLICANT~OPENING" },
    channel: { type: "string", required: true, description: previews.join(", ") },
    html: { type: "boolean", description: "Of an e-mail, the HTML and nothing else", default: false },
    ...languageArg,
    ...jsonArg,
    ...connectionArgs,
  },
  run: ({ args }) =>
    withConnection(args, async (connection) => {
      const name = previews.find((known) => known === args.channel);
      if (name === undefined) throw new OperatorError(`--channel must be one of ${previews.join(", ")}`);
      const pair = pairOf(args.recommendation);
      if (pair === undefined) throw new OperatorError(`${args.recommendation} is no id like APPLICANT~OPENING`);
      const [recommendation] = await connection.kept.recommendations.get([pair]);
      if (recommendation === undefined) throw new OperatorError(`nobody was told of ${args.recommendation}`);
      const { language: own, residence } = await readApplicant(connection, pair.applicantId);
      const language = toLanguage(args.lang, own);
      const { opening } = await readOpening(connection, pair.openingId);
      const words = toWords(recommendation.evidence, opening, language, deployedTaxonomy(args));
      const letter: Letter = { language, items: [{ purpose: "recommendation", ...words }] };
      const center = centerOf(residence);
      const terminal = openTerminal();
      if (name === "print") terminal.line(toPaper(language, center, [{ opening, words }]));
      else showPreview(toPreview(name, letter, pair.applicantId, center), args, terminal);
      return EXIT_DONE;
    }),
});

export const digestPrint = defineOperatorCommand({
  meta: {
    name: "print",
    description: "A page of what somebody was recommended and can still apply for, in large type, to be printed",
  },
  args: {
    applicant: { type: "positional", required: true, description: "Id of the applicant" },
    spoken: { type: "boolean", description: "The best of it as it is read aloud on the telephone", default: false },
    ...languageArg,
    ...connectionArgs,
  },
  run: ({ args }) =>
    withConnection(args, async (connection) => {
      const { applicantId, language: own, residence } = await readApplicant(connection, args.applicant);
      const language = toLanguage(args.lang, own);
      const told = await openRecommendations(connection, applicantId);
      const taxonomy = deployedTaxonomy(args);
      const openings = told.map(({ evidence, opening }) => ({
        opening,
        words: toWords(evidence, opening, language, taxonomy),
      }));
      const digest = { language, center: centerOf(residence), openings: openings.map(toDigestItem) };
      openTerminal().line(args.spoken ? renderSpokenDigest(digest) : toPaper(language, digest.center, openings));
      return EXIT_DONE;
    }),
});

type Words = Pick<LetterItem, "title" | "lines">;

/** As notify words it. */
function toWords(evidence: string, opening: Opening, language: LetterLanguage, taxonomy: Taxonomy): Words {
  const { reasons } = JSON.parse(evidence) as RecommendationEvidence;
  return renderMessage(reasons, opening, language, taxonomy);
}

/** What somebody was told of that is open today, best first. */
async function openRecommendations(connection: Connection, applicantId: string) {
  const listed = await connection.kept.recommendations.list(applicantId);
  const kept = await readOpenings(
    connection,
    listed.map(({ openingId }) => openingId),
  );
  const today = dayInSeoul(Date.now());
  return listed
    .flatMap(({ openingId, evidence, score }) => {
      const { opening, isClosed = true } = kept.get(openingId) ?? {};
      return opening === undefined || isClosed || !isOpenOn(opening, today) ? [] : [{ opening, evidence, score }];
    })
    .toSorted((a, b) => b.score - a.score)
    .slice(0, PRINTED_MAX);
}

interface Worded {
  readonly opening: Opening;
  readonly words: Words;
}

function toDigestItem({ opening: { validThrough }, words }: Worded) {
  return { ...words, ...(validThrough === undefined ? {} : { validThrough }) };
}

function toPaper(language: LetterLanguage, center: CenterContact, openings: readonly Worded[]): string {
  return renderPrintedDigest({
    language,
    center,
    day: dayInSeoul(Date.now()),
    openings: openings.map(toDigestItem),
  });
}

function toPreview(name: ChannelName, letter: Letter, applicantId: string, center: CenterContact) {
  switch (name) {
    case "email":
      return renderEmail(letter, center);
    case "sms":
      return createSmsChannel().render(letter, { applicantId, center }).preview;
    case "alimtalk":
      return createAlimtalkChannel().render(letter, { applicantId, center }).preview;
  }
}

function showPreview(
  preview: ReturnType<typeof toPreview>,
  { json, html }: { readonly json: boolean; readonly html: boolean },
  terminal: Terminal,
): void {
  if (json) {
    terminal.json(preview);
    return;
  }
  if (html && "html" in preview) {
    terminal.line(preview.html);
    return;
  }
  if ("subject" in preview) terminal.note(preview.subject);
  if ("bytes" in preview) terminal.note(`${preview.kind}, ${preview.bytes} bytes`);
  if ("templateId" in preview) terminal.note(`${preview.templateId}, ${preview.text.length} characters`);
  terminal.line(preview.text);
}

function toLanguage(typed: string | undefined, otherwise: LetterLanguage): LetterLanguage {
  if (typed === undefined) return otherwise;
  if (typed !== "ko" && typed !== "en") throw new OperatorError("--lang must be ko or en");
  return typed;
}
