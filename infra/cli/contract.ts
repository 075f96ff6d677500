import { writeFileSync } from "node:fs";
import { toAsyncApi } from "../../events/contracts/asyncapi.ts";
import { contractStates, writeReleased } from "../released-contracts.ts";
import { defineOperatorCommand, EXIT_DONE, EXIT_FAILED, jsonArg } from "./command.ts";
import { toPath } from "./connection.ts";
import { openTerminal, type Terminal } from "./terminal.ts";

/** Version of the AsyncAPI document: the major number is that of the events' schemas. */
const CONTRACT_VERSION = "1.0.0";

export const contractAsyncapi = defineOperatorCommand({
  meta: { name: "asyncapi", description: "Write the AsyncAPI 3.1 document of all events and messages" },
  args: { out: { type: "string", description: "File to write it to, instead of stdout" } },
  async run({ args }) {
    const text = `${JSON.stringify(toAsyncApi(CONTRACT_VERSION), undefined, 2)}\n`;
    if (args.out === undefined) process.stdout.write(text);
    else writeFileSync(toPath(args.out), text);
    return EXIT_DONE;
  },
});

export const contractCheck = defineOperatorCommand({
  meta: {
    name: "check",
    description: "Hold events and messages against what was released: find what would break somebody",
  },
  args: { ...jsonArg },
  async run({ args }) {
    return report(openTerminal(), args.json);
  },
});

export const contractRelease = defineOperatorCommand({
  meta: { name: "release", description: "Write down events and messages as they are: from now on they are promised" },
  args: { ...jsonArg },
  async run({ args }) {
    const terminal = openTerminal();
    if (contractStates().some(({ broken }) => broken.length > 0)) return report(terminal, args.json);
    writeReleased();
    return report(terminal, args.json);
  },
});

function report(terminal: Terminal, isJson: boolean): number {
  const states = contractStates();
  for (const state of states) {
    if (isJson) terminal.json(state);
    else {
      const word = state.broken.length > 0 ? "broken" : state.isReleased ? "released" : "new or extended";
      terminal.line(`${state.name.padEnd(28)} ${word}`);
      for (const { path, change } of state.broken) terminal.line(`  ${path || "/"} ${change}`);
    }
  }
  return states.some(({ broken }) => broken.length > 0) ? EXIT_FAILED : EXIT_DONE;
}
