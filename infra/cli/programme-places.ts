import type { PlacesTaken } from "../../domain/programme/places.ts";
import { type RuleSet, rulesOn } from "../../domain/programme/rule-set.ts";
import { readPlacesTaken } from "../../functions/runtime/places-taken.ts";
import { connectionArgs, defineOperatorCommand, EXIT_DONE, jsonArg, toDay } from "./command.ts";
import { withConnection } from "./connection.ts";
import { readAllRules } from "./programme-list.ts";
import { openTerminal } from "./terminal.ts";

export const programmePlaces = defineOperatorCommand({
  meta: { name: "places", description: "How far yearly quotas and seats are taken, counted from what was recorded" },
  args: {
    day: { type: "string", description: "Day in Seoul, like 2026-11-21 (today)" },
    ...jsonArg,
    ...connectionArgs,
  },
  run: ({ args }) =>
    withConnection(args, async (connection) => {
      const day = toDay("day", args.day);
      const byProgramme = Map.groupBy(await readAllRules(connection), ({ programmeId }) => programmeId);
      const terminal = openTerminal();
      let found = 0;
      for (const ruleSets of byProgramme.values()) {
        const rules = rulesOn(ruleSets, day);
        if (rules?.yearlyQuota === undefined && rules?.seats === undefined) continue;
        const limited = {
          programmeId: rules.programmeId,
          hasQuota: rules.yearlyQuota !== undefined,
          sites: (rules.seats?.sites ?? []).map(({ site }) => site),
        };
        for (const one of placesOf(rules, day, await readPlacesTaken(limited, day, connection.kept.ledger))) {
          found += 1;
          if (args.json) terminal.json({ programmeId: rules.programmeId, day, ...one });
          else
            terminal.line(`${rules.programmeId.padEnd(26)} ${one.of.padEnd(26)} ${one.taken} of ${one.places} taken`);
        }
      }
      if (found === 0 && !args.json) terminal.line(`no programme has a quota or seats on ${day}`);
      return EXIT_DONE;
    }),
});

function placesOf({ yearlyQuota, seats }: RuleSet, day: string, { participants, tenants }: PlacesTaken) {
  const quota =
    yearlyQuota === undefined ? [] : [{ of: day.slice(0, 4), taken: participants, places: yearlyQuota.places }];
  const sites = (seats?.sites ?? []).map(({ site, places }) => ({ of: site, taken: tenants.get(site) ?? 0, places }));
  return [...quota, ...sites];
}
