import { readFileSync } from "node:fs";
import type { Taxonomy } from "../../domain/taxonomy/taxonomy.ts";
import { createMatchingConfiguration, type MatchingConfiguration } from "../../functions/runtime/rules.ts";
import {
  type MatchingTerms,
  readTerms,
  settableTerms,
  underTerms,
  type WeightChanges,
  weightChanges,
  weightsOver,
} from "../../functions/runtime/terms.ts";
import { stages } from "../stages.ts";
import { OperatorError, toWholeNumber } from "./command.ts";
import { type Connection, toPath } from "./connection.ts";
import type { OperatingPorts } from "./operating.ts";

const BP_MAX = 10_000;

/** Options of whoever asks for other terms of matching, which `what-if` tries out. */
export const termsArgs = {
  threshold: { type: "string", description: `Least score of a match, 1 to ${BP_MAX} (as it is)` },
  weights: {
    type: "string",
    description: 'JSON file with weights to change: {"opening": {"occupation": 60}}; the others stay as they are',
  },
  listed: { type: "string", description: "Most people told of one opening at once (as it is)" },
  "listed-openings": { type: "string", description: "Most openings told to one person at once (as it is)" },
} as const;

/** Options of whoever sets how much people are told. */
export const capsArgs = {
  "per-day": {
    type: "string",
    description: "Most messages a day to who hasn't said how many they want, 1 to 20 (as it is)",
  },
  "per-week": { type: "string", description: "The same in any seven days, 1 to 70, no fewer than a day (as it is)" },
} as const;

export interface AskedArgs {
  readonly threshold?: string | undefined;
  readonly weights?: string | undefined;
  readonly listed?: string | undefined;
  readonly "listed-openings"?: string | undefined;
  readonly "per-day"?: string | undefined;
  readonly "per-week"?: string | undefined;
}

/** The terms that the options speak of, over those that are set; what neither says is as deployed. */
export function askedTerms(args: AskedArgs, set: MatchingTerms): MatchingTerms {
  const number = (name: Exclude<keyof AskedArgs, "weights">) => {
    const text = args[name];
    return text === undefined ? undefined : toWholeNumber(name, text, 0);
  };
  const asked = {
    thresholdBp: number("threshold"),
    weights: args.weights === undefined ? undefined : weightsOver(set.weights ?? {}, readWeights(args.weights)),
    listedPerOpening: number("listed"),
    listedPerApplicant: number("listed-openings"),
    messagesPerDay: number("per-day"),
    messagesPerWeek: number("per-week"),
  };
  const given = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined));
  const read = settableTerms.safeParse({ ...set, ...given });
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new OperatorError(`${issue?.path.join(".")}: ${issue?.message}`);
}

function readWeights(path: string): WeightChanges {
  try {
    return weightChanges.parse(JSON.parse(readFileSync(toPath(path), "utf8")));
  } catch (cause) {
    const why = cause instanceof Error ? cause.message.replaceAll(/\s*\n\s*/g, " ") : String(cause);
    throw new OperatorError(`${path} has no weights that can be taken: ${why}`, { cause });
  }
}

/** What the deployment goes by, and the terms that have been set. */
export async function termsInForce(connection: Connection, ports: Pick<OperatingPorts, "terms">, taxonomy: Taxonomy) {
  const deployed = createMatchingConfiguration(stages[connection.stage].thresholdBp, taxonomy);
  const kept = await readTerms(ports);
  return { deployed, kept, inForce: underTerms(deployed, kept) };
}

/** In words, one line each. */
export function describeTerms({ weights, perOpening, perApplicant, caps }: MatchingConfiguration): readonly string[] {
  return [
    `threshold         ${perOpening.thresholdBp}`,
    `listed            ${perOpening.listMax} people of an opening, ${perApplicant.listMax} openings of a person`,
    `messages          ${caps.perDayMax} a day, ${caps.perWeekMax} in seven days, to who hasn't said how many they want`,
    `weights           version ${weights.version}: ${JSON.stringify({ ...weights, version: undefined })}`,
  ];
}
