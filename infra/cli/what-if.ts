import { type RuleFacts, toRuleFacts } from "../../domain/programme/rule-facts.ts";
import type { Taxonomy } from "../../domain/taxonomy/taxonomy.ts";
import { whatIf as compute, type Outcome, type Terms } from "../../functions/operating/what-if.ts";
import type { MatchingConfiguration } from "../../functions/runtime/rules.ts";
import { underTerms } from "../../functions/runtime/terms.ts";
import { taxonomyOf } from "../taxonomy-in-use.ts";
import { askedTerms, termsArgs, termsInForce } from "./asked-terms.ts";
import { connectionArgs, defineOperatorCommand, EXIT_DONE, jsonArg, OperatorError } from "./command.ts";
import { deployedTaxonomy, toPath, withConnection } from "./connection.ts";
import { deployedPlan, openDesk } from "./operating.ts";
import { readRules } from "./programme/read-rules.ts";
import { openTerminal } from "./terminal.ts";

export const whatIf = defineOperatorCommand({
  meta: {
    name: "what-if",
    description:
      "A dry run: how many pairs, people and messages another threshold, other weights, another cap of a list, another taxonomy or other rules of programmes would change, and for whom. What other caps per person would change isn't counted: it hangs on how messages fall on days. Nothing is written or sent",
  },
  args: {
    ...termsArgs,
    taxonomy: { type: "string", description: "Artifact of another taxonomy: everything kept is read anew by it" },
    rules: { type: "string", description: "File with rules of programmes, as `programme apply` takes it" },
    who: {
      type: "boolean",
      description: "Also each opening for which something changes, with the ids of whom",
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
      const found = await compute(toTerms(inForce), toTerms(asked), ports, {
        deployed: deployedPlan(connection),
        taxonomy,
        ...(args.rules === undefined ? {} : { rules: await rulesOf(args.rules, taxonomy) }),
        ...(args.taxonomy === undefined ? {} : { other: { taxonomy: taxonomyOf(toPath(args.taxonomy)), ports } }),
        onChange: (change) => {
          if (!args.who) return;
          if (args.json) terminal.json(change);
          else terminal.line(`${change.openingId}  +[${change.toldAnew.join(" ")}]  -[${change.lost.join(" ")}]`);
        },
      });
      if (args.json) {
        const thresholdBp = { before: inForce.perOpening.thresholdBp, after: asked.perOpening.thresholdBp };
        terminal.json({ thresholdBp, ...found });
        return EXIT_DONE;
      }
      terminal.line(`${found.people} people, ${found.openings} open openings`);
      terminal.line(`now   ${inWords(found.before)}`);
      terminal.line(`then  ${inWords(found.after)}`);
      terminal.line(
        `${found.newAlerts} new messages at the most, to ${found.peopleToldAnew} people; ${found.lostPairs} pairs would match no more`,
      );
      return EXIT_DONE;
    }),
});

async function rulesOf(file: string, taxonomy: Taxonomy): Promise<readonly RuleFacts[]> {
  return (await readRules({ file, "built-in": false }, taxonomy)).map((read) => {
    if (read.kind === "refused") throw new OperatorError(`${read.place}: ${read.code} ${read.path} ${read.message}`);
    return toRuleFacts(read.rules, taxonomy);
  });
}

function toTerms({ perOpening, weights }: MatchingConfiguration): Terms {
  return { ...perOpening, weights };
}

function inWords({ pairs, people, openings, alerts }: Outcome): string {
  return `${pairs} pairs, ${people} people, ${openings} openings with a match, ${alerts} alerts`;
}
