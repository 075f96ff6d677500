#!/usr/bin/env node
import { keepCompiledCode } from "../local/compiled-code.ts";
import { type Command, EXIT_CODES_TEXT, EXIT_DONE, EXIT_FAILED } from "./command.ts";
import { openTerminal } from "./terminal.ts";

/** The commands, loaded when they are asked for: `ieum --help` needs neither the SDK nor the taxonomy. */
const commands: Readonly<Record<string, { readonly text: string; readonly load: () => Promise<Command> }>> = {
  publish: { text: "put events on the bus", load: async () => (await import("./publish.ts")).publish },
  "import postings": {
    text: "take openings from a file",
    load: async () => (await import("./import.ts")).importPostings,
  },
  "import applicants": {
    text: "take profiles from a file",
    load: async () => (await import("./import.ts")).importApplicants,
  },
  "taxonomy build": {
    text: "make a taxonomy of ESCO's files or of plain tables",
    load: async () => (await import("./taxonomy-build.ts")).taxonomyBuild,
  },
  "taxonomy check": {
    text: "find what is wrong in a taxonomy",
    load: async () => (await import("./taxonomy-check.ts")).taxonomyCheck,
  },
  "demo programmes": {
    text: "from a missed match over a course to the match",
    load: async () => (await import("./demo-programmes.ts")).demoProgrammes,
  },
  "institution apply": {
    text: "enter institutions in the registry",
    load: async () => (await import("./institution.ts")).institutionApply,
  },
  "institution nearest": {
    text: "the nearest institution of each type",
    load: async () => (await import("./institution.ts")).institutionNearest,
  },
  "contract check": {
    text: "hold events and messages against what was released",
    load: async () => (await import("./contract.ts")).contractCheck,
  },
  "contract release": {
    text: "promise events and messages as they are now",
    load: async () => (await import("./contract.ts")).contractRelease,
  },
  "contract asyncapi": {
    text: "the AsyncAPI document",
    load: async () => (await import("./contract.ts")).contractAsyncapi,
  },
  "programme apply": {
    text: "set the rules of public programmes",
    load: async () => (await import("./programme-apply.ts")).programmeApply,
  },
  "programme check": {
    text: "find what is wrong in rules of programmes",
    load: async () => (await import("./programme-check.ts")).programmeCheck,
  },
  "programme places": {
    text: "how far quotas and seats are taken",
    load: async () => (await import("./programme-places.ts")).programmePlaces,
  },
  "programme list": {
    text: "the rules that programmes go by",
    load: async () => (await import("./programme-list.ts")).programmeList,
  },
  inbox: { text: "what an applicant was recommended", load: async () => (await import("./inbox.ts")).inbox },
  review: {
    text: "hold, override, endorse or release a recommendation",
    load: async () => (await import("./review.ts")).review,
  },
  why: { text: "the full account of a pair", load: async () => (await import("./why.ts")).why },
  kpi: { text: "the account of a center, with contradictions", load: async () => (await import("./kpi.ts")).kpi },
  "kpi enter": {
    text: "enter targets, budgets and reported figures",
    load: async () => (await import("./kpi-enter.ts")).kpiEnter,
  },
  demand: {
    text: "what people want to learn and who offers it",
    load: async () => (await import("./demand.ts")).demand,
  },
  "follow-ups": {
    text: "hires that a center is to ask about",
    load: async () => (await import("./follow-ups.ts")).followUps,
  },
  "case list": {
    text: "the cases that a center has, with their steps",
    load: async () => (await import("./cases.ts")).caseList,
  },
  "case seal": {
    text: "keep a note with a case that the center alone can read",
    load: async () => (await import("./cases.ts")).caseSeal,
  },
  "case unseal": { text: "read such notes", load: async () => (await import("./cases.ts")).caseUnseal },
  "research-export": {
    text: "counts for research, small cells withheld",
    load: async () => (await import("./research-export.ts")).researchExport,
  },
  tail: { text: "look at a queue's messages", load: async () => (await import("./tail.ts")).tail },
  feed: { text: "what a center was told, from any time on", load: async () => (await import("./feed.ts")).feed },
  "feed replay": {
    text: "send a stretch of it again",
    load: async () => (await import("./feed.ts")).feedReplay,
  },
  "webhook add": { text: "send a center's feed by HTTP", load: async () => (await import("./webhook.ts")).webhookAdd },
  "webhook keys": {
    text: "a pair of keys for webhooks' secrets",
    load: async () => (await import("./webhook.ts")).webhookKeys,
  },
  "webhook list": { text: "how webhooks fare", load: async () => (await import("./webhook.ts")).webhookList },
  "webhook attempts": {
    text: "what became of each delivery",
    load: async () => (await import("./webhook.ts")).webhookAttempts,
  },
  "webhook rotate": {
    text: "begin a change of secrets",
    load: async () => (await import("./webhook.ts")).webhookRotate,
  },
  "webhook settle": { text: "end a change of secrets", load: async () => (await import("./webhook.ts")).webhookSettle },
  "webhook resume": {
    text: "try a paused webhook again",
    load: async () => (await import("./webhook.ts")).webhookResume,
  },
  "webhook remove": { text: "send no more to it", load: async () => (await import("./webhook.ts")).webhookRemove },
  token: {
    text: "a token of development for the twin's API",
    load: async () => (await import("./token.ts")).token,
  },
  "contact keys": {
    text: "make the keys that contacts are sealed with",
    load: async () => (await import("./contact.ts")).contactKeys,
  },
  "contact set": { text: "say where somebody is reached", load: async () => (await import("./contact.ts")).contactSet },
  "contact remove": {
    text: "forget where somebody is reached",
    load: async () => (await import("./contact.ts")).contactRemove,
  },
  "message preview": {
    text: "a recommendation as a channel shows it",
    load: async () => (await import("./message-preview.ts")).messagePreview,
  },
  "digest print": {
    text: "a page for people without a telephone",
    load: async () => (await import("./message-preview.ts")).digestPrint,
  },
  fairs: { text: "fairs and last days as RSS or iCal", load: async () => (await import("./fairs.ts")).fairs },
  "dead-letters": {
    text: "what could not be handled, and why",
    load: async () => (await import("./dead-letters.ts")).deadLetters,
  },
  "dead-letters show": {
    text: "one of them, without its body",
    load: async () => (await import("./dead-letters.ts")).deadLettersShow,
  },
  "dead-letters redrive": {
    text: "send them back to their queue",
    load: async () => (await import("./dead-letters.ts")).deadLettersRedrive,
  },
  "dead-letters discard": {
    text: "give them up, with a reason",
    load: async () => (await import("./dead-letters.ts")).deadLettersDiscard,
  },
  replay: {
    text: "tell of a stretch of days whoever wasn't told",
    load: async () => (await import("./replay.ts")).replay,
  },
  rematch: {
    text: "match everything anew at a bounded rate",
    load: async () => (await import("./replay.ts")).rematch,
  },
  reshard: {
    text: "move to another number of shards",
    load: async () => (await import("./reshard.ts")).reshard,
  },
  "reshard status": {
    text: "which shards there are, and how far a move is",
    load: async () => (await import("./reshard.ts")).reshardStatus,
  },
  "reshard remove": {
    text: "remove the shards that were moved from",
    load: async () => (await import("./reshard.ts")).reshardRemove,
  },
  "what-if": {
    text: "what another threshold, weights or taxonomy would change",
    load: async () => (await import("./what-if.ts")).whatIf,
  },
  centers: {
    text: "the centers in use, and who would move with others",
    load: async () => (await import("./centers.ts")).centers,
  },
  terms: {
    text: "by which threshold, weights and caps is matched",
    load: async () => (await import("./terms.ts")).terms,
  },
  "terms set": {
    text: "match by others, without a deployment",
    load: async () => (await import("./terms.ts")).termsSet,
  },
  "terms reset": { text: "match as deployed again", load: async () => (await import("./terms.ts")).termsReset },
  backup: { text: "copy all tables to a folder", load: async () => (await import("./backup.ts")).backup },
  restore: { text: "fill empty tables from a backup", load: async () => (await import("./backup.ts")).restore },
  quarantine: { text: "events that were refused", load: async () => (await import("./quarantine.ts")).quarantine },
  metrics: { text: "what the functions have counted", load: async () => (await import("./metrics.ts")).metrics },
  status: { text: "depths of queues, counts of tables", load: async () => (await import("./status.ts")).status },
};

function overview(): string {
  const lines = Object.entries(commands).map(([name, { text }]) => `  ${name.padEnd(20)} ${text}`);
  return [
    "ieum: the operator's command. It talks to the local twin, or to AWS with --profile or --region.",
    "",
    "USAGE  npm run ieum -- COMMAND …",
    "",
    ...lines,
    "",
    "`COMMAND --help` tells its options.",
    EXIT_CODES_TEXT,
  ].join("\n");
}

/** Exit code of a command line. Faults are thrown. */
async function run(rawArgs: readonly string[]): Promise<number> {
  const terminal = openTerminal();
  const wantsHelp = rawArgs.includes("--help") || rawArgs.includes("-h");
  const words = commands[rawArgs.slice(0, 2).join(" ")] === undefined ? 1 : 2;
  const name = rawArgs.slice(0, words).join(" ");
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined) {
    if (wantsHelp || rawArgs.length === 0) {
      terminal.line(overview());
      return rawArgs.length === 0 ? EXIT_FAILED : EXIT_DONE;
    }
    terminal.note(`there is no command ${name}; there are: ${Object.keys(commands).join(", ")}`);
    return EXIT_FAILED;
  }
  const definition = await command.load();
  if (wantsHelp) {
    const usage = await definition.usage(words === 2 ? `ieum ${rawArgs[0]}` : "ieum");
    terminal.line(`${terminal.colours.isColorSupported ? usage : withoutColours(usage)}\n\n${EXIT_CODES_TEXT}`);
    return EXIT_DONE;
  }
  return await definition.run(rawArgs.slice(words));
}

function withoutColours(text: string): string {
  return text.replaceAll(new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, "g"), "");
}

/** A fault in one line. The SDK hides a refused connection in causes and aggregates; that is what an operator can act on. */
function oneLine(fault: unknown): string {
  if (isConnectionRefused(fault)) return "nothing answers there: is the twin still running? Start it with `npm start`";
  const message = fault instanceof Error ? fault.message || fault.name : String(fault);
  return message.replaceAll(/\s*\n\s*/g, " ").trim();
}

function isConnectionRefused(fault: unknown): boolean {
  if (!(fault instanceof Error)) return false;
  if ("code" in fault && fault.code === "ECONNREFUSED") return true;
  const inner = fault instanceof AggregateError ? fault.errors : [fault.cause];
  return inner.some(isConnectionRefused);
}

keepCompiledCode();

// Whoever reads our output may stop early (`ieum tail … | head`); that is no fault.
process.stdout.on("error", (fault: NodeJS.ErrnoException) => {
  process.exit(fault.code === "EPIPE" ? EXIT_DONE : EXIT_FAILED);
});

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (fault) {
  const terminal = openTerminal();
  terminal.note(`${terminal.errorColours.red("ieum:")} ${oneLine(fault)}`);
  process.exitCode = EXIT_FAILED;
}
