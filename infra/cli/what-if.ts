import { type RuleFacts, toRuleFacts } from "../../domain/programme/rule-facts.ts";
import type { Taxonomy } from "../../domain/taxonomy/taxonomy.ts";
import { whatIf as compute, type Outcome, termsOf, type WhatIf } from "../../functions/operating/what-if.ts";
import {
  type CapsOutcome,
  type StandingUnderCaps,
  type WhatIfCaps,
  whatIfCaps,
} from "../../functions/operating/what-if-caps.ts";
import { underTerms } from "../../functions/runtime/terms.ts";
import { taxonomyOf } from "../taxonomy-in-use.ts";
import { askedTerms, capsArgs, termsArgs, termsInForce } from "./asked-terms.ts";
import { connectionArgs, defineOperatorCommand, EXIT_DONE, jsonArg, OperatorError } from "./command.ts";
import { deployedTaxonomy, toPath, withConnection } from "./connection.ts";
import { deployedPlan, openDesk } from "./operating.ts";
import { readRules } from "./programme/read-rules.ts";
import { openTerminal } from "./terminal.ts";

export const whatIf = defineOperatorCommand({
  meta: {
    name: "what-if",
    description:
      "A dry run: how many pairs, people and messages another threshold, other weights, another cap of a list, another taxonomy or other rules of programmes would change, and for whom. Other caps per person are held against what people were sent in the last seven days and what waits for them. Nothing is written or sent",
  },
  args: {
    ...termsArgs,
    ...capsArgs,
    taxonomy: { type: "string", description: "Artifact of another taxonomy: everything kept is read anew by it" },
    rules: { type: "string", description: "File with rules of programmes, as `programme apply` takes it" },
    who: {
      type: "boolean",
      description: "Also each opening, and by caps each person, for which something changes, with the ids of whom",
      default: false,
    },
    ...jsonArg,
    ...connectionArgs,
  },
  run: ({ args }) =>
    withConnection(args, async (connection) => {
      const taxonomy = deployedTaxonomy(args);
      const ports = await openDesk(connection);
      const { deployed, kept, inForce } = await termsInForce(connection, ports, taxonomy);
      const asked = underTerms(deployed, { version: kept.version + 1, terms: askedTerms(args, kept.terms) });
      if (args.rules !== undefined && args.taxonomy !== undefined) {
        throw new OperatorError("--rules and --taxonomy are two questions: ask one after the other");
      }
      const terminal = openTerminal();
      const tellOf = <Change>(inWords: (change: Change) => string) =>
        args.who ? (change: Change) => (args.json ? terminal.json(change) : terminal.line(inWords(change))) : () => {};
      const found = await compute(termsOf(inForce), termsOf(asked), ports, {
        deployed: deployedPlan(connection),
        taxonomy,
        ...(args.rules === undefined ? {} : { rules: await rulesOf(args.rules, taxonomy) }),
        ...(args.taxonomy === undefined ? {} : { other: { taxonomy: taxonomyOf(toPath(args.taxonomy)), ports } }),
        onChange: tellOf(
          ({ openingId, toldAnew, lost }) => `${openingId}  +[${toldAnew.join(" ")}]  -[${lost.join(" ")}]`,
        ),
      });
      const asksForCaps = args["per-day"] !== undefined || args["per-week"] !== undefined;
      const messages = asksForCaps
        ? await whatIfCaps(
            inForce.caps,
            asked.caps,
            ports,
            tellOf(({ applicantId, before, after }) => `${applicantId}  ${personally(before)} -> ${personally(after)}`),
          )
        : undefined;
      if (args.json) {
        const thresholdBp = { before: inForce.perOpening.thresholdBp, after: asked.perOpening.thresholdBp };
        terminal.json({ thresholdBp, ...found, ...(messages && { messages }) });
      } else for (const line of [...describe(found), ...(messages ? describeCaps(messages) : [])]) terminal.line(line);
      return EXIT_DONE;
    }),
});

async function rulesOf(file: string, taxonomy: Taxonomy): Promise<readonly RuleFacts[]> {
  return (await readRules({ file, "built-in": false }, taxonomy)).map((read) => {
    if (read.kind === "refused") throw new OperatorError(`${read.place}: ${read.code} ${read.path} ${read.message}`);
    return toRuleFacts(read.rules, taxonomy);
  });
}

function describe({
  people,
  openings,
  before,
  after,
  newAlerts,
  peopleToldAnew,
  lostPairs,
}: WhatIf): readonly string[] {
  return [
    `${people} people, ${openings} open openings`,
    `now   ${inWords(before)}`,
    `then  ${inWords(after)}`,
    `${newAlerts} new messages at the most, to ${peopleToldAnew} people; ${lostPairs} pairs would match no more`,
  ];
}

function inWords({ pairs, people, openings, alerts, unlisted }: Outcome): string {
  const left = unlisted === 0 ? "" : `, ${unlisted} pairs more than people's own lists take`;
  return `${pairs} pairs, ${people} people, ${openings} openings with a match, ${alerts} alerts${left}`;
}

function describeCaps({ people, messages, before, after }: WhatIfCaps): readonly string[] {
  const inCapWords = ({ withoutRoom, waiting, late }: CapsOutcome) =>
    `${late} of the messages late, ${withoutRoom} people without room today, ${waiting} tellings wait for them`;
  return [
    `${people} people are told by these caps, and were sent ${messages} messages in the last seven days`,
    `now   ${inCapWords(before)}`,
    `then  ${inCapWords(after)}`,
  ];
}

function personally({ hasRoom, waiting, late }: StandingUnderCaps): string {
  return `${hasRoom ? "room" : "no room"} today, ${waiting} waiting, ${late} late`;
}
