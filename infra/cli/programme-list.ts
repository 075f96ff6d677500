import { paginateScan } from "@aws-sdk/client-dynamodb";
import { type RuleSet, ruleFieldsOf, rulesOn, toRuleSet, umbrellaFields } from "../../domain/programme/rule-set.ts";
import { toKeptRules } from "../../functions/adapters/aws/rule-sets.ts";
import { connectionArgs, defineOperatorCommand, EXIT_DONE, jsonArg, toDay } from "./command.ts";
import { type Connection, withConnection } from "./connection.ts";
import { openTerminal } from "./terminal.ts";

export const programmeList = defineOperatorCommand({
  meta: { name: "list", description: "The rules that are kept of programmes, and which of them a day goes by" },
  args: {
    day: { type: "string", description: "Day in Seoul, like 2026-11-21 (today)" },
    umbrella: { type: "string", description: "Only those of this programme, like seoul-learn-4050, by its fields" },
    ...jsonArg,
    ...connectionArgs,
  },
  run: ({ args }) =>
    withConnection(args, async (connection) => {
      const day = toDay("day", args.day);
      const all = await readAllRules(connection);
      const kept = args.umbrella === undefined ? all : inFields(all, args.umbrella);
      const terminal = openTerminal();
      if (kept.length === 0 && !args.json) terminal.line(`${connection.where} has no rules of programmes`);
      for (const rules of kept) {
        const ofProgramme = kept.filter(({ programmeId }) => programmeId === rules.programmeId);
        const isCurrent = rulesOn(ofProgramme, day) === rules;
        if (args.json) terminal.json({ ...rules, isCurrent });
        else terminal.line(`${isCurrent ? "*" : " "} ${line(rules)}`);
      }
      return EXIT_DONE;
    }),
});

function line(rules: RuleSet): string {
  const { programmeId, validFrom, revision, name, umbrella } = rules;
  const tags = umbrella === undefined ? [] : [[umbrella.umbrellaId, umbrella.field].filter(Boolean).join(": ")];
  return [programmeId.padEnd(26), validFrom, `r${revision}`, name.ko, ...ruleFieldsOf(rules), ...tags].join(" ");
}

/** Those of an umbrella programme, field by field. */
function inFields(all: readonly RuleSet[], umbrellaId: string): readonly RuleSet[] {
  const place = ({ umbrella }: RuleSet) =>
    umbrella?.field === undefined ? umbrellaFields.length : umbrellaFields.indexOf(umbrella.field);
  return all.filter(({ umbrella }) => umbrella?.umbrellaId === umbrellaId).toSorted((a, b) => place(a) - place(b));
}

/** All rule sets, by programme and first day. An operator's look may scan the table; no function does. */
export async function readAllRules({ dynamodb, names }: Connection): Promise<readonly RuleSet[]> {
  const found: RuleSet[] = [];
  for await (const { Items = [] } of paginateScan({ client: dynamodb }, { TableName: names.tables.programmes })) {
    found.push(...Items.map((item) => toRuleSet(toKeptRules(item).body)));
  }
  const key = ({ programmeId, validFrom }: RuleSet) => `${programmeId} ${validFrom}`;
  return found.toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
}
