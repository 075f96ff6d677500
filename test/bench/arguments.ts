import { type ParseArgsConfig, parseArgs } from "node:util";
import { OperatorError, toWholeNumber } from "../../infra/cli/command.ts";

/**
 * Arguments of the benches: read as the commands of `ieum` read theirs. What can't be right is refused by one line that names the option, before
 * anything is measured, and no figure is given of nothing.
 */

type Options = NonNullable<ParseArgsConfig["options"]>;

/** The options given, defaults filled in. Refuses what isn't an option, and words that stand alone. */
export function readOptions<const T extends Options>(options: T, args: readonly string[] = process.argv.slice(2)) {
  try {
    const { values } = parseArgs({ options, args: [...args] });
    return values;
  } catch (cause) {
    const isArgument = cause instanceof TypeError && "code" in cause && String(cause.code).startsWith("ERR_PARSE_ARGS");
    if (!isArgument) throw cause;
    // Behind the first sentence node explains how one would pass what isn't known on to another program.
    throw new OperatorError(`${cause.message.split(/\. |\n/, 1)[0]} (see --help)`, { cause });
  }
}

/** The option's whole number, from one on unless another least one is said. */
export function wholeNumber<N extends string>(
  values: Readonly<Partial<Record<N, string>>>,
  name: N,
  { otherwise, least = 1 }: { readonly otherwise?: number; readonly least?: number } = {},
): number {
  const text: string | undefined = values[name];
  if (text === undefined && otherwise === undefined) throw new OperatorError(`--${name} is missing`);
  return toWholeNumber(name, text, otherwise ?? least, least);
}

/** Basis points, as thresholds are: at most the whole. */
export function basisPoints<N extends string>(values: Readonly<Partial<Record<N, string>>>, name: N): number {
  const value = wholeNumber(values, name, { least: 1 });
  if (value > 10_000) throw new OperatorError(`--${name} must be a whole number from 1 to 10000`);
  return value;
}

/** Runs a command and ends with its exit code: 1, and one line, for what the one who calls it can put right. */
export async function runBench(main: () => number | Promise<number>): Promise<void> {
  try {
    process.exitCode = await main();
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}
