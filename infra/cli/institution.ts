import { readFileSync } from "node:fs";
import { text as readAll } from "node:stream/consumers";
import { builtInInstitutions } from "../../domain/institution/data/seoul.ts";
import {
  INSTITUTION_TYPES_KO,
  type Institution,
  institutionFunctions,
  institution as institutionSchema,
} from "../../domain/institution/institution.ts";
import { nearestOfEachType } from "../../domain/institution/nearest.ts";
import { districtCode } from "../../domain/model/primitives.ts";
import { check } from "../../functions/importing/to-event.ts";
import {
  connectionArgs,
  defineOperatorCommand,
  EXIT_DONE,
  EXIT_FAILED,
  jsonArg,
  OperatorError,
  toDay,
} from "./command.ts";
import { deployedTaxonomy, toPath, withConnection } from "./connection.ts";
import { readItems, toEntry } from "./publish.ts";
import { putEvents } from "./put-events.ts";
import { refusalLine } from "./reasons.ts";
import { openTerminal } from "./terminal.ts";

export const institutionApply = defineOperatorCommand({
  meta: {
    name: "apply",
    description: "Enter institutions in the registry: one JSON object, a JSON array or JSON lines of institutions",
  },
  args: {
    file: { type: "positional", required: false, description: "File of institutions, or - for standard input" },
    "built-in": { type: "boolean", description: "Those of Seoul that Ieum brings along", default: false },
    ...jsonArg,
    ...connectionArgs,
  },
  async run({ args }) {
    const items = args["built-in"] ? builtInInstitutions : await readInstitutions(args.file);
    const taxonomy = deployedTaxonomy(args);
    const entries = items.map((institution) => toEntry({ institution }, "InstitutionRegistered"));
    const terminal = openTerminal();
    const refused = entries.flatMap((entry, at) => {
      const verdict = check(entry, taxonomy);
      return verdict.kind === "refused" ? [`item ${at + 1}: ${refusalLine(verdict.refusal)}`] : [];
    });
    // A registry that is entered in part would be nobody's: it is all of the file or nothing.
    if (refused.length > 0) {
      for (const line of refused) terminal.note(line);
      return EXIT_FAILED;
    }
    const sent = await withConnection(args, ({ events, names }) => putEvents(events, names.bus, entries));
    const failed = sent.filter(({ kind }) => kind === "failed").length;
    if (args.json) terminal.json({ sent: sent.length - failed, failed });
    else terminal.line(`${sent.length - failed} institutions sent${failed === 0 ? "" : `, ${failed} failed`}`);
    return failed === 0 ? EXIT_DONE : EXIT_FAILED;
  },
});

async function readInstitutions(file: string | undefined): Promise<readonly Record<string, unknown>[]> {
  if (file === undefined) throw new OperatorError("name a file of institutions, - for standard input, or --built-in");
  try {
    return readItems(file === "-" ? await readAll(process.stdin) : readFileSync(toPath(file), "utf8"));
  } catch (cause) {
    if (cause instanceof OperatorError) throw cause;
    throw new OperatorError(`can't read ${file}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

export const institutionNearest = defineOperatorCommand({
  meta: { name: "nearest", description: "The nearest institution of each type, seen from a district" },
  args: {
    district: { type: "positional", required: true, description: "Five-digit code of the district, like 11440" },
    day: { type: "string", description: "Day in Seoul on which they are to be there, like 2026-11-21 (today)" },
    function: { type: "string", description: `Only those that are there for this: ${institutionFunctions.join(", ")}` },
    "built-in": {
      type: "boolean",
      description: "Those that Ieum brings along alone, without asking a deployment",
      default: false,
    },
    ...jsonArg,
    ...connectionArgs,
  },
  async run({ args }) {
    const day = toDay("day", args.day);
    if (!districtCode.safeParse(args.district).success) throw new OperatorError(`${args.district} is no district`);
    const wanted = institutionFunctions.find((one) => one === args.function);
    if (args.function !== undefined && wanted === undefined) {
      throw new OperatorError(`--function must be one of ${institutionFunctions.join(", ")}`);
    }
    const registered = args["built-in"] ? [] : await withConnection(args, ({ kept }) => kept.institutions.all());
    const known = registered.flatMap(({ body }) =>
      body === undefined ? [] : [institutionSchema.parse(JSON.parse(body))],
    );
    const all = withBuiltIn(known).filter(({ functions }) => wanted === undefined || functions?.includes(wanted));
    const nearest = nearestOfEachType(all, args.district, day);
    const terminal = openTerminal();
    for (const [type, { institution, minutes }] of nearest) {
      const { institutionId, name, district } = institution;
      if (args.json) terminal.json({ type, institutionId, name, district, minutes });
      else
        terminal.line(
          `${INSTITUTION_TYPES_KO[type]}: ${name} (약 ${minutes}분) ${terminal.colours.dim(institutionId)}`,
        );
    }
    return EXIT_DONE;
  },
});

/** What is registered goes before what Ieum brings along under the same id. */
export function withBuiltIn(registered: readonly Institution[]): readonly Institution[] {
  const own = new Set(registered.map(({ institutionId }) => institutionId));
  return [...registered, ...builtInInstitutions.filter(({ institutionId }) => !own.has(institutionId))];
}
