import {
  type ComponentPoints,
  type Explanation,
  explain,
  type RequirementEvidence,
} from "../../domain/matching/explain.ts";
import { type RequirementFacts, toApplicantFacts, toOpeningFacts } from "../../domain/matching/facts.ts";
import { defaultWeights } from "../../domain/matching/score.ts";
import type { Applicant } from "../../domain/model/applicant.ts";
import { dayInSeoul, toDayNumber } from "../../domain/model/calendar.ts";
import type { Opening } from "../../domain/model/opening.ts";
import { plainDate } from "../../domain/model/primitives.ts";
import type { Taxonomy } from "../../domain/taxonomy/taxonomy.ts";
import { stages } from "../stages.ts";
import { connectionArgs, defineOperatorCommand, EXIT_DONE, jsonArg, OperatorError } from "./command.ts";
import { deployedTaxonomy, withConnection } from "./connection.ts";
import { readApplicant, readOpening } from "./kept-entities.ts";
import { openTerminal, type Terminal } from "./terminal.ts";

export const why = defineOperatorCommand({
  meta: { name: "why", description: "The full account of an applicant and an opening, also where there is no match" },
  args: {
    applicant: { type: "positional", required: true, description: "Id of the applicant" },
    opening: { type: "positional", required: true, description: "Id of the opening" },
    day: { type: "string", description: "Day in Seoul to judge by, like 2026-11-21 (today)" },
    ...jsonArg,
    ...connectionArgs,
  },
  run: ({ args }) =>
    withConnection(args, async (connection) => {
      const day = args.day ?? dayInSeoul(Date.now());
      if (!plainDate.safeParse(day).success) throw new OperatorError("--day must be a day like 2026-11-21");
      const applicant = await readApplicant(connection, args.applicant);
      const { opening, isClosed } = await readOpening(connection, args.opening);
      const account = accountFor(applicant, opening, {
        day,
        isClosed,
        thresholdBp: stages[connection.stage].thresholdBp,
        taxonomy: deployedTaxonomy(args),
      });
      const terminal = openTerminal();
      if (args.json) terminal.json(account);
      else print(terminal, account);
      return EXIT_DONE;
    }),
});

/** Why a pair is or isn't a match. `score-below-threshold` is no obstacle: both could live with it, but others suit better. */
export interface Account extends Omit<Explanation, "requirements" | "unverified" | "obstacle" | "obstacles"> {
  readonly applicantId: string;
  readonly openingId: string;
  readonly title: string;
  readonly day: string;
  readonly isMatch: boolean;
  /** All that stands against it, the first one deciding; none for a match. */
  readonly obstacles: readonly AccountObstacle[];
  readonly thresholdBp: number;
  readonly requirements: readonly RequirementAccount[];
  readonly unverified: readonly string[];
}

type AccountObstacle = Explanation["obstacles"][number] | "score-below-threshold";

interface RequirementAccount {
  readonly requirement: string;
  readonly importance: RequirementFacts["importance"];
  readonly isInferred: boolean;
  readonly status: RequirementEvidence["status"];
  readonly creditBp: number;
  /** The competency by which it is met, its level, and how near it is to the one asked for. */
  readonly by: string | undefined;
}

interface Judgement {
  readonly day: string;
  readonly isClosed: boolean;
  readonly thresholdBp: number;
  readonly taxonomy: Taxonomy;
}

/** The account of a pair, with codes in place of the numbers that matching uses. */
export function accountFor(applicant: Applicant, opening: Opening, judgement: Judgement): Account {
  const { day, isClosed, thresholdBp, taxonomy } = judgement;
  const rules = { taxonomy, weights: defaultWeights, today: toDayNumber(day) };
  const { obstacle: _, ...explanation } = explain(
    toOpeningFacts(opening, taxonomy),
    toApplicantFacts(applicant, taxonomy),
    rules,
  );
  const obstacles = obstaclesOf(explanation, { isClosed, thresholdBp });
  return {
    applicantId: applicant.applicantId,
    openingId: opening.openingId,
    title: opening.title,
    day,
    isMatch: obstacles.length === 0,
    ...explanation,
    obstacles,
    thresholdBp,
    requirements: explanation.requirements.map((evidence) => toRequirementAccount(evidence, opening, taxonomy)),
    unverified: explanation.unverified.map((asked) =>
      asked.on === "requirement" ? nameOf(asked.requirement, opening, taxonomy) : asked.on,
    ),
  };
}

function obstaclesOf(
  { obstacles, score }: Pick<Explanation, "obstacles" | "score">,
  { isClosed, thresholdBp }: Pick<Judgement, "isClosed" | "thresholdBp">,
): readonly AccountObstacle[] {
  // An opening closed by an event may also be past its last day; that is one obstacle and not two.
  const all = new Set<AccountObstacle>(isClosed ? ["opening-closed", ...obstacles] : obstacles);
  if (all.size === 0 && score < thresholdBp) all.add("score-below-threshold");
  return [...all];
}

function toRequirementAccount(evidence: RequirementEvidence, opening: Opening, taxonomy: Taxonomy): RequirementAccount {
  const { requirement, status, creditBp, path } = evidence;
  const by = path && `${competencyCode(path.number, taxonomy)} at level ${path.level}, ${path.relatedBp} related`;
  return {
    requirement: nameOf(requirement, opening, taxonomy),
    importance: requirement.importance,
    isInferred: requirement.source < 0,
    status,
    creditBp: Math.max(0, creditBp),
    by,
  };
}

function competencyCode(number: number, taxonomy: Taxonomy): string {
  return taxonomy.competencyByNumber(number)?.code ?? `competency ${number}`;
}

function nameOf(requirement: RequirementFacts, opening: Opening, taxonomy: Taxonomy): string {
  const stated = opening.requirements[requirement.source];
  switch (requirement.on) {
    case "competency":
      return `${competencyCode(requirement.number, taxonomy)} at level ${requirement.level}`;
    case "certificate":
      return `certificate ${stated?.on === "certificate" ? stated.certificate : requirement.number}`;
    case "named-certificate":
      if (stated?.on === "named-competency") return `${stated.name} at level ${stated.level}`;
      return `certificate ${stated?.on === "named-certificate" ? stated.name : "of a name that isn't known"}`;
    case "experience":
      return `${requirement.months} months of experience in ${requirement.occupation ?? opening.occupation?.code ?? "any work"}`;
    case "language":
      return `language ${requirement.language} ${stated?.on === "language" ? stated.level : ""}`.trim();
    case "education":
      return `education ${stated?.on === "education" ? stated.level : requirement.level}`;
  }
}

function print(terminal: Terminal, account: Account): void {
  const { bold, dim, green, red, yellow } = terminal.colours;
  terminal.line(`${bold(account.applicantId)} and ${bold(account.title)} ${dim(account.openingId)} on ${account.day}`);
  terminal.line(
    account.isMatch
      ? green(`match: score ${account.score}, threshold ${account.thresholdBp}`)
      : red(`no match: ${account.obstacles.join(", ")} (score ${account.score}, threshold ${account.thresholdBp})`),
  );
  printSide(terminal, `fits the opening ${account.fitsOpening}`, account.openingSide);
  printSide(terminal, `fits the applicant ${account.fitsApplicant}`, account.applicantSide);
  if (account.commuteMinutes !== undefined) terminal.line(dim(`  ${account.commuteMinutes} minutes on the way`));
  const colourOf = { met: green, partly: yellow, missing: red, unverified: yellow };
  if (account.requirements.length > 0) terminal.line(bold("requirements"));
  for (const { requirement, importance, isInferred, status, creditBp, by } of account.requirements) {
    const source = isInferred ? dim(" (typical of the occupation)") : "";
    const credit = status === "unverified" ? "" : ` ${creditBp}`;
    terminal.line(
      `  ${colourOf[status](status.padEnd(10))} ${importance.padEnd(6)} ${requirement}${source}${credit}${dim(by ? ` by ${by}` : "")}`,
    );
  }
  if (account.unverified.length > 0) terminal.line(`${bold("to be asked")} ${account.unverified.join("; ")}`);
}

function printSide(terminal: Terminal, heading: string, side: readonly ComponentPoints<string>[]): void {
  const { bold, dim } = terminal.colours;
  terminal.line(bold(heading));
  for (const { component, known, points, possible } of side) {
    const figures = known ? `${String(points).padStart(5)} of ${String(possible).padStart(5)}` : dim("unknown");
    terminal.line(`  ${component.padEnd(18)} ${figures}`);
  }
}
