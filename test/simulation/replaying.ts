import { OperatorError } from "../../infra/cli/command.ts";
import { mutants } from "./mutants.ts";
import type { Mutant } from "./mutation.ts";
import type { SeedOptions } from "./run-seed.ts";

/** Mutants that are named when one isn't known. */
const NAMED = 5;

/** The command that runs a seed again, with everything that it does, and with the fault that was planted in the code, if there was one. */
export function commandOf(seed: number, { faultsMax, without = [], drop = [] }: SeedOptions, mutant?: string): string {
  return [
    `npm run simulate -- --seed ${seed} --trace`,
    ...(mutant === undefined ? [] : [`--mutant ${mutant}`]),
    ...(faultsMax === undefined ? [] : [`--faults ${faultsMax}`]),
    ...(without.length === 0 ? [] : [`--without ${without.join(",")}`]),
    ...(drop.length === 0 ? [] : [`--drop ${drop.toSorted((a, b) => a - b).join(",")}`]),
  ].join(" ");
}

/** The mutant that an option names. */
export function mutantNamed(wanted: string, option: string): Mutant {
  const mutant = mutants.find(({ name }) => name === wanted);
  if (mutant !== undefined) return mutant;
  const some = mutants.slice(0, NAMED).map(({ name }) => name);
  throw new OperatorError(`--${option}: ‘${wanted}’ is none of ${some.join(", ")} and ${mutants.length - NAMED} more`);
}
