import type { Applicant } from "../../domain/model/applicant.ts";
import { centerOf, districtOf } from "../../domain/outcomes/center-of.ts";
import { type Center, centers as centersInUse, districtsByCenter } from "../centers.ts";
import { readCenters } from "../centers-file.ts";
import { connectionArgs, defineOperatorCommand, EXIT_DONE, jsonArg, OperatorError } from "./command.ts";
import { toPath, withConnection } from "./connection.ts";
import { openTerminal } from "./terminal.ts";

export const centers = defineOperatorCommand({
  meta: {
    name: "centers",
    description:
      "The centers in use, as the file that IEUM_CENTERS takes. With --with FILE a dry run: which districts would move, and how many people with them. Nothing is changed",
  },
  args: {
    with: { type: "string", description: "File with the centers as they are to be" },
    who: { type: "boolean", description: "Also the ids of the people who would move", default: false },
    ...jsonArg,
    ...connectionArgs,
  },
  run: ({ args }) => {
    const terminal = openTerminal();
    if (args.with === undefined) {
      for (const one of args.json ? [] : centersInUse) terminal.line(`${one.id.padEnd(12)} ${one.serves.join(" ")}`);
      if (args.json) terminal.json(centersInUse);
      return Promise.resolve(EXIT_DONE);
    }
    const asked = askedCenters(args.with);
    return withConnection(args, async ({ kept }) => {
      const moves = districtMoves(centersInUse, asked);
      const people = new Map<string, string[]>();
      for await (const page of kept.applicants.each()) {
        for (const { id, body } of page) {
          const district = body === undefined ? undefined : districtOf(JSON.parse(body) as Applicant);
          if (district !== undefined && moves.has(district))
            people.set(district, [...(people.get(district) ?? []), id]);
        }
      }
      for (const [district, { from = "nobody", to = "nobody" }] of moves) {
        const ids = people.get(district) ?? [];
        const who = args.who ? { applicantIds: ids } : {};
        if (args.json) terminal.json({ district, from, to, people: ids.length, ...who });
        else
          terminal.line(
            `${district}  ${from} → ${to}  ${ids.length} people ${args.who ? ids.join(" ") : ""}`.trimEnd(),
          );
      }
      if (moves.size === 0 && !args.json) terminal.line("no district would move");
      return EXIT_DONE;
    });
  },
});

function askedCenters(path: string): readonly Center[] {
  try {
    return readCenters(toPath(path));
  } catch (cause) {
    throw new OperatorError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

/** Districts that would go from one center to another, or that none would look after any more. */
export function districtMoves(
  before: readonly Center[],
  after: readonly Center[],
): ReadonlyMap<string, { readonly from: string | undefined; readonly to: string | undefined }> {
  const [was, is] = [districtsByCenter(before), districtsByCenter(after)];
  const districts = new Set([...before, ...after].flatMap(({ serves }) => serves));
  return new Map(
    [...districts].sort().flatMap((district) => {
      const move = { from: centerOf(district, was), to: centerOf(district, is) };
      return move.from === move.to ? [] : [[district, move] as const];
    }),
  );
}
