import { text as readAll } from "node:stream/consumers";
import { caseState, type RecordedStep } from "../../domain/cases/case-life.ts";
import { compareReadiness } from "../../domain/cases/readiness.ts";
import { dayInSeoul } from "../../domain/model/calendar.ts";
import { rulesOn, toRuleSet } from "../../domain/programme/rule-set.ts";
import type { CaseKey, KeptCase } from "../../functions/case-ports.ts";
import { openText, publicKeyOf, sealText } from "../../functions/contacts/sealed.ts";
import { connectionArgs, defineOperatorCommand, EXIT_DONE, jsonArg, OperatorError, toId } from "./command.ts";
import { type Connection, centerOf, withConnection } from "./connection.ts";
import { openTerminal, type Terminal } from "./terminal.ts";

const centerArg = {
  center: { type: "string", required: true, description: "Id of the center that has the case" },
} as const;

const caseArgs = {
  case: { type: "positional", required: true, description: "Id of the case" },
  applicant: { type: "string", required: true, description: "Id of the applicant whose case it is" },
} as const;

export const caseList = defineOperatorCommand({
  meta: {
    name: "list",
    description: "The cases that a center has now, with every step of them, whichever center took it",
  },
  args: {
    ...centerArg,
    all: { type: "boolean", description: "Closed ones, too", default: false },
    ...jsonArg,
    ...connectionArgs,
  },
  run: ({ args }) =>
    withConnection(args, async (connection) => {
      centerOf(connection, args.center);
      const terminal = openTerminal();
      let found = 0;
      for await (const key of connection.kept.cases.ofCenter(args.center)) {
        const kept = await connection.kept.cases.get(key);
        const state = kept && caseState(kept.steps);
        // A case that was handed over is the other center's from then on, with all that came before.
        if (kept === undefined || state?.center !== args.center || (state.isClosed && !args.all)) continue;
        found += 1;
        if (args.json) terminal.json({ ...key, programmeId: kept.programmeId, ...state, steps: kept.steps });
        else await print(terminal, kept, connection);
      }
      if (found === 0 && !args.json) terminal.line(`${args.center} has no cases${args.all ? "" : " that are open"}`);
      return EXIT_DONE;
    }),
});

async function print(terminal: Terminal, { party, caseId, programmeId, steps }: KeptCase, { kept }: Connection) {
  const { bold, dim } = terminal.colours;
  const { stage, counsellor, isClosed, missing = [] } = caseState(steps) ?? {};
  const state = [isClosed ? "closed" : (stage ?? "opened"), counsellor, missing.length > 0 && `missing ${missing}`];
  terminal.line(`${bold(caseId)} ${party} ${programmeId} ${state.filter(Boolean).join(", ")}`);
  for (const step of steps) terminal.line(dim(`  ${step.on} ${step.center} ${stepText(step)}`));
  const diagnosed = steps.findLast(({ step }) => step.kind === "diagnosed" && step.diagnosis.of === "readiness")?.step;
  if (diagnosed?.kind !== "diagnosed" || diagnosed.diagnosis.of !== "readiness") return;
  const rules = rulesOn(
    (await kept.programmes.of(programmeId)).map(({ body }) => toRuleSet(body)),
    dayInSeoul(Date.now()),
  );
  for (const one of compareReadiness(diagnosed.diagnosis.points, rules?.cases?.cityAverages ?? [])) {
    const beside = one.cityAverage === undefined ? "no city average" : `city average ${one.cityAverage}`;
    terminal.line(dim(`  ${one.area} ${one.points}, ${beside}`));
  }
}

function stepText({ step }: RecordedStep): string {
  switch (step.kind) {
    case "opened":
      return "opened";
    case "diagnosed":
      return `diagnosed: ${step.diagnosis.of}${step.diagnosis.of === "employer" ? ` ${step.diagnosis.issues.join(", ")}` : ""}`;
    case "consulted":
      return `consulted: ${step.counsellor}${step.satisfaction === undefined ? "" : `, satisfaction ${step.satisfaction}`}`;
    case "placed":
      return `placed: ${step.openingId}`;
    case "handed-over":
      return `handed over to ${step.to}`;
    case "referred":
      return `referred to ${step.body}, agreed on ${step.consentOn}`;
    case "closed":
      return `closed: ${step.ending}`;
  }
}

/** Longest note, in bytes: a page or two, and all notes of a case together stay far below what one item holds. */
const NOTE_BYTES_MAX = 16 * 1_024;

const CASE_KEY = "IEUM_CASE_PUBLIC_KEY";
const CASE_PRIVATE_KEY = "IEUM_CASE_PRIVATE_KEY";

export const caseSeal = defineOperatorCommand({
  meta: {
    name: "seal",
    description:
      "Keep what a psychological diagnosis found with the case: sealed here with the center's own key, in no event and in no account",
  },
  args: {
    ...caseArgs,
    name: { type: "string", required: true, description: "What the note goes by; the same again replaces it" },
    ...connectionArgs,
  },
  run: ({ args }) =>
    withConnection(args, async ({ kept, where }) => {
      const [key, name] = [keyOf(args), toId("--name", args.name)];
      const publicKey = process.env[CASE_KEY] ?? "";
      const privateKey = process.env[CASE_PRIVATE_KEY] ?? "";
      if (publicKey === "" && privateKey === "") {
        throw new OperatorError(`${CASE_KEY} is not set: \`ieum contact keys\` makes a pair, which the center keeps`);
      }
      const note = (await readAll(process.stdin)).trim();
      if (note === "") throw new OperatorError("there is no note on standard input");
      if (Buffer.byteLength(note) > NOTE_BYTES_MAX)
        throw new OperatorError(`a note is at most ${NOTE_BYTES_MAX} bytes`);
      const sealed = sealText(note, sealedAs(key, name), publicKey === "" ? publicKeyOf(privateKey) : publicKey);
      if (!(await kept.cases.seal(key, name, sealed))) throw new OperatorError(`there is no such case in ${where}`);
      openTerminal().line(`${name} is sealed with ${args.case}`);
      return EXIT_DONE;
    }),
});

export const caseUnseal = defineOperatorCommand({
  meta: { name: "unseal", description: "Read what is sealed with a case: with the center's private key alone" },
  args: { ...caseArgs, ...jsonArg, ...connectionArgs },
  run: ({ args }) =>
    withConnection(args, async ({ kept }) => {
      const privateKey = process.env[CASE_PRIVATE_KEY] ?? "";
      if (privateKey === "") throw new OperatorError(`${CASE_PRIVATE_KEY} is not set: it is the center's own`);
      const key = keyOf(args);
      const terminal = openTerminal();
      for (const [name, sealed] of await kept.cases.sealedOf(key)) {
        const note = openText(sealed, sealedAs(key, name), privateKey);
        if (args.json) terminal.json({ name, note });
        else terminal.line(`${terminal.colours.bold(name)}\n${note}`);
      }
      return EXIT_DONE;
    }),
});

function keyOf(args: { readonly case: string; readonly applicant: string }): CaseKey {
  return { caseId: toId("the case", args.case), party: `applicant#${toId("--applicant", args.applicant)}` };
}

/** A note opens beside its own case, and under its own name, alone. */
export function sealedAs({ party, caseId }: CaseKey, name: string) {
  return { use: "case note", about: `${party} ${caseId} ${name}` } as const;
}
