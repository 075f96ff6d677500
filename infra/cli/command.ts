import { type ArgsDef, type CommandContext, renderUsage, runCommand } from "citty";
import { dayInSeoul } from "../../domain/model/calendar.ts";
import { opaqueId, plainDate } from "../../domain/model/primitives.ts";

/**
 * Exit codes of every command. Rows that were refused are no failure of an import, but a script wants to know of them: hence a code
 * of their own.
 */
export const EXIT_DONE = 0;
export const EXIT_FAILED = 1;
export const EXIT_ROWS_REFUSED = 2;

export const EXIT_CODES_TEXT = "Exit codes: 0 done, 1 failed or refused, 2 done, but some rows were refused.";

/** Something the operator can put right: shown as one line, without a stack. */
export class OperatorError extends Error {
  override readonly name = "OperatorError";
}

/** A command, ready to be run or to tell how it is used. */
export interface Command {
  /** Runs it with what stands after its name; resolves to the exit code. */
  run(rawArgs: readonly string[]): Promise<number>;
  usage(parent: string): Promise<string>;
}

interface Definition<Args extends ArgsDef> {
  readonly meta: { readonly name: string; readonly description: string };
  readonly args: Args;
  run(context: CommandContext<Args>): Promise<number>;
}

/** Makes a command of a citty definition, stricter than citty: options that aren't its own are refused. */
export function defineOperatorCommand<const Args extends ArgsDef>(definition: Definition<Args>): Command {
  return {
    async run(rawArgs) {
      refuseUnknown(definition.args, rawArgs);
      const { result } = await runCommand(definition, { rawArgs: [...rawArgs] });
      if (typeof result !== "number") throw new Error(`${definition.meta.name} ended without an exit code`);
      return result;
    },
    usage: (name) => renderUsage(definition, { meta: { name } }),
  };
}

/** Options of every command that talks to a deployment. */
export const connectionArgs = {
  profile: { type: "string", description: "Talk to AWS with this profile instead of the local twin" },
  region: { type: "string", description: "Talk to AWS in this region instead of the local twin" },
  stage: { type: "string", description: "Stage of the deployment: the second part of its names (the twin's, or dev)" },
} as const satisfies ArgsDef;

export const jsonArg = {
  json: { type: "boolean", description: "Machine-readable output: JSON lines on stdout", default: false },
} as const satisfies ArgsDef;

/** A whole number given as an option, or its default. Refuses anything else by name, so that a slip is not taken for the default. */
export function toWholeNumber(name: string, text: string | undefined, otherwise: number, least = 1): number {
  if (text === undefined) return otherwise;
  const value = Number(text);
  if (!/^\d{1,10}$/.test(text) || value < least) {
    throw new OperatorError(`--${name} must be a whole number from ${least} on`);
  }
  return value;
}

/** A day in Seoul given as an option, or else today. */
export function toDay(name: string, text: string | undefined): string {
  const day = text ?? dayInSeoul(Date.now());
  if (!plainDate.safeParse(day).success) throw new OperatorError(`--${name} must be a day like 2026-11-21`);
  return day;
}

/** An id given as an argument. Refuses what can't be one: the tables would be asked in vain, or answer with a fault of their own. */
export function toId(name: string, text: string): string {
  if (!opaqueId.safeParse(text).success) {
    throw new OperatorError(`${name} must be an id of letters, digits, - and _, not ‘${text}’`);
  }
  return text;
}

/** Refuses what a command doesn't know. citty lets unknown options pass, and a mistyped `--dry-run` would send. */
export function refuseUnknown(args: ArgsDef, rawArgs: readonly string[]): void {
  const end = rawArgs.indexOf("--");
  const options = end === -1 ? rawArgs : rawArgs.slice(0, end);
  for (const option of options) {
    if (!option.startsWith("-") || option === "-") continue;
    const name = option.replace(/^--?/, "").replace(/=.*$/s, "");
    const positive = name.replace(/^no-/, "");
    const isKnown = Object.hasOwn(args, name) || (args[positive]?.type === "boolean" && option.startsWith("--no-"));
    if (!isKnown) throw new OperatorError(`there is no option ${option.replace(/=.*$/s, "")} (see --help)`);
  }
  for (const [name, { type }] of Object.entries(args)) {
    const isBare = options.some((option, at) => option === `--${name}` && (options[at + 1] ?? "--").startsWith("--"));
    if (type === "string" && isBare) throw new OperatorError(`--${name} needs a value`);
  }
}
