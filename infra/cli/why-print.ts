import type { ComponentPoints } from "../../domain/matching/explain.ts";
import type { OccupationEvidence } from "../../domain/matching/occupation-evidence.ts";
import type { Language } from "../../domain/matching/render.ts";
import { inPoints } from "../../domain/matching/render-prospects.ts";
import type { BridgeAccount } from "../../functions/serving/bridge-account.ts";
import type { Account, ProgrammeVerdict } from "../../functions/serving/why-account.ts";
import { describeRelation } from "../../functions/serving/why-requirements.ts";
import type { Terminal } from "./terminal.ts";

/** The account on a terminal: figures and codes first, then what a person would be told, in their language. */
export function printAccount(terminal: Terminal, account: Account, language: Language): void {
  const { bold, dim, green, red } = terminal.colours;
  terminal.line(`${bold(account.applicantId)} and ${bold(account.title)} ${dim(account.openingId)} on ${account.day}`);
  terminal.line(
    account.isMatch
      ? green(`match: score ${account.score}, threshold ${account.thresholdBp}`)
      : red(`no match: ${account.obstacles.join(", ")} (score ${account.score}, threshold ${account.thresholdBp})`),
  );
  printProgramme(terminal, account.programme);
  printSide(terminal, `fits the opening ${account.fitsOpening}`, account.openingSide);
  printOccupation(terminal, "occupation", account.occupations.own);
  printCompetencies(terminal, account);
  printSide(terminal, `fits the applicant ${account.fitsApplicant}`, account.applicantSide);
  printOccupation(terminal, "wanted-occupation", account.occupations.wanted);
  if (account.commuteMinutes !== undefined) terminal.line(dim(`  ${account.commuteMinutes} minutes on the way`));
  printRequirements(terminal, account);
  if (account.failedMusts.length > 0) terminal.line(`${bold("musts not met")} ${account.failedMusts.join("; ")}`);
  if (account.unverified.length > 0) terminal.line(`${bold("to be asked")} ${account.unverified.join("; ")}`);
  printWords(terminal, account, language);
}

/** What the rules of the programme say, with their version: a refusal that doesn't name it can't be looked into later. */
function printProgramme(terminal: Terminal, programme: ProgrammeVerdict | undefined): void {
  if (programme === undefined) return;
  const { bold, green, red, yellow } = terminal.colours;
  const heading = `${bold("programme")} ${programme.programmeId}`;
  if (programme.kind === "no-rules") {
    terminal.line(`${heading}: no rules are registered for this day`);
    return;
  }
  const { validFrom, revision } = programme.rules;
  const found =
    programme.kind === "ineligible"
      ? red(`refused by ${programme.reasons.join(", ")}`)
      : programme.kind === "unknown"
        ? yellow(`to be asked: ${programme.ask.join(", ")}`)
        : green("eligible");
  terminal.line(`${heading}, rules from ${validFrom}, revision ${revision}: ${found}`);
}

function printSide(terminal: Terminal, heading: string, side: readonly ComponentPoints<string>[]): void {
  const { bold, dim } = terminal.colours;
  terminal.line(bold(heading));
  for (const { component, known, points, possible } of side) {
    const figures = known ? `${String(points).padStart(5)} of ${String(possible).padStart(5)}` : dim("unknown");
    terminal.line(`  ${component.padEnd(18)} ${figures}`);
  }
}

/** Which of the person's occupations is nearest to the opening's, and what makes it so. */
function printOccupation(terminal: Terminal, component: string, evidence: OccupationEvidence | undefined): void {
  if (evidence === undefined) return;
  const { own, asked, proximityBp, by, commonDigits, sharedCompetencies } = evidence;
  const sources = by.map((source) => {
    if (source === "codes") return `${commonDigits} digits of the codes`;
    return source === "competencies" ? `competencies like ${sharedCompetencies.join(", ")}` : source;
  });
  const near = own === asked ? "the same" : `${proximityBp} near by ${sources.join("; ") || "nothing"}`;
  terminal.line(terminal.colours.dim(`  ${component}: ${own} for ${asked}, ${near}`));
}

/** What the points for competencies come from: both figures, and what the opening would use. */
function printCompetencies(terminal: Terminal, { competencies }: Account): void {
  if (competencies === undefined) return;
  const { dim } = terminal.colours;
  const { coveredBp, usedBp, uses } = competencies;
  terminal.line(
    dim(
      `  competencies: ${inPoints(coveredBp)} % of what it asks for is covered, ${inPoints(usedBp)} % of what is held is used`,
    ),
  );
  for (const { competency, usedBp: used, usedFor } of uses) {
    if (usedFor === undefined) continue;
    const use = usedFor === competency ? "" : ` for ${usedFor}, ${used} related`;
    terminal.line(dim(`    uses ${competency}${use}`));
  }
}

function printRequirements(terminal: Terminal, { requirements }: Account): void {
  const { bold, dim, green, red, yellow } = terminal.colours;
  const colourOf = { met: green, partly: yellow, missing: red, unverified: yellow };
  if (requirements.length > 0) terminal.line(bold("requirements"));
  for (const { requirement, importance, isInferred, status, creditBp, weight, by, relation } of requirements) {
    const source = isInferred ? dim(" (typical of the occupation)") : "";
    const credit = status === "unverified" ? "" : ` ${creditBp}`;
    const heavy = dim(` weight ${weight}`);
    const evidence = by === undefined ? "" : ` by ${by}${relation ? `, ${describeRelation(relation)}` : ""}`;
    terminal.line(
      `  ${colourOf[status](status.padEnd(10))} ${importance.padEnd(6)} ${requirement}${source}${credit}${heavy}${dim(evidence)}`,
    );
  }
}

const HEADINGS = {
  ko: { reasons: "쉬운 말로", questions: "물어볼 것", applicant: "구직자가 바꾸면", opening: "구인기업이 바꾸면" },
  en: {
    reasons: "in plain words",
    questions: "questions to ask",
    applicant: "what the applicant could change",
    opening: "what the employer could change",
  },
} as const;

function printWords(terminal: Terminal, { words }: Account, language: Language): void {
  const { bold } = terminal.colours;
  const { reasons, questions, prospects } = words[language];
  const headings = HEADINGS[language];
  for (const [heading, lines] of [
    [headings.reasons, reasons],
    [headings.questions, questions],
    [headings.applicant, prospects.applicant],
    [headings.opening, prospects.opening],
  ] as const) {
    if (lines.length > 0) terminal.line(bold(heading));
    for (const line of lines) terminal.line(`  ${line}`);
  }
}

/** What a course would make of the pair: it was told with it, or was asked about. */
export function printBridge(terminal: Terminal, bridge: BridgeAccount | undefined, language: Language): void {
  if (bridge === undefined) return;
  const { bold, green, red } = terminal.colours;
  const { courseOpeningId, scoreWithCourse, reason, words } = bridge;
  const verdict = scoreWithCourse === undefined ? red(`doesn't hold: ${reason}`) : green(`score ${scoreWithCourse}`);
  terminal.line(`${bold("with the course")} ${courseOpeningId} ${verdict}`);
  for (const line of words[language]) terminal.line(`  ${line}`);
}
