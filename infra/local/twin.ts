/**
 * The local twin: the synthesised template, wired from real parts on loopback.
 *
 * Start: lock the data, open the doors (their ports are part of what the template resolves to), read the template, make
 * what is missing, connect, and only then let consumers run. Stop goes the other way round, and whoever does not finish
 * in time is killed: what it had received is still in its queue.
 */
import { EventEmitter } from "node:events";
import { join } from "node:path";
import { type AccessCheck, type AccessRules, accessDeniedMessage, toAccessCheck } from "./access.ts";
import { toEventsListener } from "./aws-json-server.ts";
import type { CallWatcher } from "./calls.ts";
import { type AskedFor, tellingFirst } from "./decisions.ts";
import { openJournal } from "./delivery-journal.ts";
import { streamEvents } from "./event-stream.ts";
import { openGateway, type Routes } from "./gateway.ts";
import { LambdaFunction } from "./lambda.ts";
import { openQueues } from "./queues.ts";
import { ACCOUNT } from "./resource-types.ts";
import { type OwnRoutes, openRestApi } from "./rest-api.ts";
import { Twin, type TwinEvents, type TwinParts } from "./running-twin.ts";
import { requireServiceCalls } from "./service-calls.ts";
import { StoreLengths } from "./store-lengths.ts";
import { openTables } from "./tables.ts";
import { readAssembly } from "./template.ts";
import { lockData } from "./twin-lock.ts";
import { type PartsContext, toAsyncInvocations, toBus, toMappings } from "./twin-parts.ts";

/** No other machine reaches it. */
export const HOST = "127.0.0.1";

export type TwinOptions = {
  /** A synthesised `cdk.out`. */
  assemblyDir: string;
  /** Where everything is kept; in memory when absent. */
  dataDir?: string;
  /** Of queues, bus and pages; 0 or absent lets the system choose. */
  port?: number;
  tablesPort?: number;
  /** Whether the policies of the functions' roles are enforced; only for trying something out is it worth saying no. */
  enforce?: boolean;
  /** How long a failed message stays away; the queue's visibility timeout when absent, as in the cloud. */
  retryDelayMs?: number;
  routes?: Routes;
  /** Of the HTTP API and the pages; 0 or absent lets the system choose. */
  apiPort?: number;
  /** Pages of the twin's own beside the API. */
  apiRoutes?: OwnRoutes;
};

type Closing = (() => Promise<void> | void)[];

async function closeAll(closing: Closing): Promise<void> {
  for (const close of closing.splice(0).reverse()) await close();
}

export async function startTwin(options: TwinOptions): Promise<Twin> {
  const closing: Closing = [];
  try {
    return await start(options, closing);
  } catch (cause) {
    await closeAll(closing);
    throw cause;
  }
}

async function start(options: TwinOptions, closing: Closing): Promise<Twin> {
  const { dataDir } = options;
  const events = new EventEmitter<TwinEvents>();
  const onFault = (cause: unknown): void => {
    events.emit("fault", cause instanceof Error ? cause : new Error(String(cause), { cause }));
  };
  const watchers = new Map<string, CallWatcher>();
  const asked: AskedFor[] = [];
  if (dataDir !== undefined) closing.push(lockData(dataDir));
  const lengths = dataDir === undefined ? undefined : new StoreLengths(dataDir);
  // Once all is closed.
  if (lengths !== undefined) closing.push(() => lengths.close());
  const gateway = await openGateway(HOST, options.port ?? 0);
  closing.push(() => gateway.stop());
  const tables = await openTables({
    ...(dataDir === undefined ? {} : { path: join(dataDir, "tables") }),
    host: HOST,
    port: options.tablesPort ?? 0,
    onDenied: (reason) => events.emit("denied", reason),
    onAsked: (one) => asked.push(one),
    onCall: (call) => watchers.get(call.principal)?.(call) ?? "pass",
  });
  closing.push(() => tables.stop());
  const endpoints = { dynamodb: tables.endpoint, sqs: gateway.url, events: gateway.url };
  const urlOf = (name: string): string => `${gateway.url}/${ACCOUNT}/${name}`;
  const assembly = readAssembly(options.assemblyDir, urlOf);
  const rules: AccessRules = { enforce: options.enforce ?? true, statementsByPrincipal: assembly.statementsByRole() };
  const judge = tellingFirst(toAccessCheck(rules), (one) => asked.push(one));
  const access: AccessCheck = (principal, action, resource) => {
    const decision = judge(principal, action, resource);
    if (!decision.allowed) events.emit("denied", accessDeniedMessage(principal, action, resource, decision.reason));
    return decision;
  };
  tables.setRules(rules);
  await tables.create(assembly.resources("AWS::DynamoDB::Table", "AWS::DynamoDB::GlobalTable"));
  const queues = await openQueues({
    ...(dataDir === undefined ? {} : { dir: join(dataDir, "queues") }),
    urlOf,
    access,
  });
  closing.push(() => queues.stop());
  queues.create(assembly.resources("AWS::SQS::Queue"));
  requireServiceCalls(assembly, access);
  const onLog = (name: string, line: string): boolean => events.emit("log", name, line);
  const lambdas = assembly.resources("AWS::Lambda::Function");
  const functions = lambdas.map((resource) => new LambdaFunction(resource, { assembly, endpoints, onLog }));
  const context: PartsContext = { assembly, queues, functions, events, access, retryDelayMs: options.retryDelayMs };
  const consumers = [...toMappings(context), ...toAsyncInvocations(context)];
  const journal = dataDir === undefined ? undefined : openJournal(dataDir);
  if (journal !== undefined) closing.push(() => journal.close());
  const bus = toBus(context, journal);
  gateway.open({
    sqs: queues.listener,
    events: toEventsListener({ bus, authorize: access, onFault }),
    ...(options.routes === undefined ? {} : { routes: options.routes }),
    watcherOf: (principal) => watchers.get(principal),
  });
  const restApi = await openRestApi({
    assembly,
    functions,
    host: HOST,
    port: options.apiPort ?? 0,
    own: (req, res, call) => options.apiRoutes?.(req, res, call) === true || streamEvents(req, res, call),
  });
  if (restApi !== undefined) closing.push(() => restApi.stop());
  for (const { queue } of consumers) queue.returnAll();
  await bus.resume(journal?.kept() ?? []);
  for (const consumer of consumers) consumer.start();
  bus.start();
  const watch = tables.watch;
  const apiUrl = restApi?.url;
  const parts: TwinParts = { apiUrl, assembly, endpoints, queues, functions, consumers, bus, gateway, watch, asked };
  // Before anything is closed.
  if (lengths !== undefined) closing.push(() => lengths.pause());
  return new Twin(parts, events, watchers, () => closeAll(closing));
}
