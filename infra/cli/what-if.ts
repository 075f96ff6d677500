import { readFileSync } from "node:fs";
import * as z from "zod";
import { defaultWeights, type Weights } from "../../domain/matching/score.ts";
import { whatIf as compute, type Outcome, type Terms } from "../../functions/operating/what-if.ts";
import { createMatchingConfiguration } from "../../functions/runtime/rules.ts";
import { stages } from "../stages.ts";
import { connectionArgs, defineOperatorCommand, EXIT_DONE, jsonArg, OperatorError, toWholeNumber } from "./command.ts";
import { deployedTaxonomy, toPath, withConnection } from "./connection.ts";
import { deployedPlan, openDesk } from "./operating.ts";
import { openTerminal } from "./terminal.ts";

const BP_MAX = 10_000;

export const whatIf = defineOperatorCommand({
  meta: {
    name: "what-if",
    description:
      "A dry run: how many pairs, people and messages another threshold, other weights or another cap would change. Nothing is written or sent",
  },
  args: {
    threshold: { type: "string", description: `Least score of a match, 1 to ${BP_MAX} (as deployed)` },
    weights: {
      type: "string",
      description: 'JSON file with weights to change: {"opening": {"occupation": 60}} (as deployed)',
    },
    listed: { type: "string", description: "Most people told of one opening at once (as deployed)" },
    ...jsonArg,
    ...connectionArgs,
  },
  run: ({ args }) =>
    withConnection(args, async (connection) => {
      const taxonomy = deployedTaxonomy(args);
      const { perOpening, weights } = createMatchingConfiguration(stages[connection.stage].thresholdBp, taxonomy);
      const asIs: Terms = { ...perOpening, weights };
      const thresholdBp = toWholeNumber("threshold", args.threshold, asIs.thresholdBp);
      if (thresholdBp > BP_MAX) throw new OperatorError(`--threshold must be ${BP_MAX} at the most`);
      const asAsked: Terms = {
        thresholdBp,
        weights: args.weights === undefined ? weights : readWeights(args.weights),
        listMax: toWholeNumber("listed", args.listed, asIs.listMax),
      };
      const ports = await openDesk(connection);
      const found = await compute(asIs, asAsked, ports, { deployed: deployedPlan(connection), taxonomy });
      const terminal = openTerminal();
      if (args.json) {
        terminal.json({ thresholdBp: { before: asIs.thresholdBp, after: thresholdBp }, ...found });
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

function inWords({ pairs, people, openings, alerts }: Outcome): string {
  return `${pairs} pairs, ${people} people, ${openings} openings with a match, ${alerts} alerts`;
}

const weight = z.int().min(0).max(1_000);

/** The sides of `Weights`; a component that isn't there can't be weighed. */
const weightsFile = z.strictObject({
  opening: z.partialRecord(z.enum(keysOf(defaultWeights.opening)), weight).optional(),
  applicant: z.partialRecord(z.enum(keysOf(defaultWeights.applicant)), weight).optional(),
  importance: z.partialRecord(z.enum(keysOf(defaultWeights.importance)), weight).optional(),
  inferredCompetencies: weight.optional(),
});

function keysOf<Key extends string>(record: Readonly<Record<Key, number>>): Key[] {
  return Object.keys(record) as Key[];
}

/** The deployed weights with those of a file in their places. */
function readWeights(path: string): Weights {
  let file: z.infer<typeof weightsFile>;
  try {
    file = weightsFile.parse(JSON.parse(readFileSync(toPath(path), "utf8")));
  } catch (cause) {
    const why = cause instanceof z.ZodError ? z.prettifyError(cause).replaceAll(/\s*\n\s*/g, " ") : String(cause);
    throw new OperatorError(`${path} has no weights that can be taken: ${why}`, { cause });
  }
  return {
    version: defaultWeights.version,
    opening: { ...defaultWeights.opening, ...file.opening },
    applicant: { ...defaultWeights.applicant, ...file.applicant },
    importance: { ...defaultWeights.importance, ...file.importance },
    inferredCompetencies: file.inferredCompetencies ?? defaultWeights.inferredCompetencies,
  };
}
