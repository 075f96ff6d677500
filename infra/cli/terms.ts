import { type MatchingTerms, putTerms, underTerms } from "../../functions/runtime/terms.ts";
import { askedTerms, capsArgs, describeTerms, termsArgs, termsInForce } from "./asked-terms.ts";
import { connectionArgs, defineOperatorCommand, EXIT_DONE, jsonArg, OperatorError } from "./command.ts";
import { type Connection, deployedTaxonomy, withConnection } from "./connection.ts";
import { openDesk } from "./operating.ts";
import { openTerminal } from "./terminal.ts";

export const terms = defineOperatorCommand({
  meta: {
    name: "terms",
    description: "By which threshold, weights and caps the deployment matches and tells people now",
  },
  args: { ...jsonArg, ...connectionArgs },
  run: ({ args }) =>
    withConnection(args, async (connection) => {
      const { kept, inForce } = await termsInForce(connection, await openDesk(connection), deployedTaxonomy(args));
      const terminal = openTerminal();
      const { weights, perOpening, perApplicant, caps } = inForce;
      if (args.json) terminal.json({ version: kept.version, set: kept.terms, weights, perOpening, perApplicant, caps });
      else for (const line of describeTerms(inForce)) terminal.line(line);
      return EXIT_DONE;
    }),
});

export const termsSet = defineOperatorCommand({
  meta: {
    name: "set",
    description:
      "Match by another threshold, other weights or other caps from the next batch on, without a deployment. `what-if` says before what it would change; `rematch` matches what is there anew",
  },
  args: { ...termsArgs, ...capsArgs, ...jsonArg, ...connectionArgs },
  run: ({ args }) => withConnection(args, (connection) => settle(connection, args, (set) => askedTerms(args, set))),
});

export const termsReset = defineOperatorCommand({
  meta: { name: "reset", description: "Match as deployed again" },
  args: { ...jsonArg, ...connectionArgs },
  run: ({ args }) => withConnection(args, (connection) => settle(connection, args, () => ({}))),
});

async function settle(
  connection: Connection,
  args: { readonly json: boolean } & Parameters<typeof deployedTaxonomy>[0],
  change: (set: MatchingTerms) => MatchingTerms,
): Promise<number> {
  const ports = await openDesk(connection);
  const { deployed, kept } = await termsInForce(connection, ports, deployedTaxonomy(args));
  const next = { version: kept.version + 1, terms: change(kept.terms) };
  if (JSON.stringify(next.terms) === JSON.stringify(kept.terms)) throw new OperatorError("that is how it is already");
  if (!(await putTerms(ports, kept.version, next.terms))) {
    throw new OperatorError("somebody else has set terms meanwhile: look at `terms`, and give the command again");
  }
  const terminal = openTerminal();
  if (args.json) terminal.json({ version: next.version, set: next.terms });
  else {
    for (const line of describeTerms(underTerms(deployed, next))) terminal.line(line);
    terminal.note("what is there already is matched by this with `rematch`; nobody is told of a pair twice");
  }
  return EXIT_DONE;
}
