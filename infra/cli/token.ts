import { dirname } from "node:path";
import { opaqueId } from "../../domain/model/primitives.ts";
import { isRole, roles } from "../../functions/serving/actor.ts";
import { developmentKeys, signDevelopmentToken } from "../local/development-keys.ts";
import { defineOperatorCommand, EXIT_DONE, jsonArg, OperatorError, toWholeNumber } from "./command.ts";
import { twinPath } from "./connection.ts";
import { openTerminal } from "./terminal.ts";

/** A working day. */
const HOURS_DEFAULT = 9;

const HOUR_SECONDS = 60 * 60;

export const token = defineOperatorCommand({
  meta: {
    name: "token",
    description: 'A signed token of development: curl -H "Authorization: Bearer $(npm run -s ieum -- token …)"',
  },
  args: {
    role: { type: "string", required: true, description: roles.join(", ") },
    subject: { type: "string", required: true, description: "Id of the person or employer, or of the center: west" },
    hours: { type: "string", description: `For so many hours (${HOURS_DEFAULT})` },
    ...jsonArg,
  },
  run: async ({ args }) => {
    const { role, subject } = args;
    if (!isRole(role)) throw new OperatorError(`--role must be one of ${roles.join(", ")}`);
    if (!opaqueId.safeParse(subject).success)
      throw new OperatorError("--subject must be an id of letters, digits, - and _");
    const seconds = toWholeNumber("hours", args.hours, HOURS_DEFAULT) * HOUR_SECONDS;
    // Beside what the twin keeps: it takes tokens of these keys and no others.
    const keys = await developmentKeys(dirname(twinPath()));
    const signed = await signDevelopmentToken(keys, { role, subject }, seconds);
    const terminal = openTerminal();
    if (args.json) terminal.json({ token: signed, role, subject });
    else terminal.line(signed);
    return EXIT_DONE;
  },
});
