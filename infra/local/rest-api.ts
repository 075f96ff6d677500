/**
 * The REST APIs of the template on loopback: paths and methods from its resources, each request as the proxy event that API Gateway makes of it, and the
 * function's answer as HTTP. What a deployment would refuse is refused here: an API that no permission lets call its function doesn't start.
 *
 * Differs from the service in three ways: there is no stage in paths, no throttling, and no firewall.
 */
import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { NotModelled } from "./intrinsics.ts";
import type { LambdaFunction } from "./lambda.ts";
import { listenOn } from "./port-in-use.ts";
import { ACCOUNT } from "./resource-types.ts";
import type { Assembly, Resource } from "./template.ts";

/** What answers before the template's routes do, and says whether it did: pages of the twin's own. */
export type OwnRoutes = (req: IncomingMessage, res: ServerResponse, api: RestApiCaller) => boolean;

/** An answer of the function. */
export interface RestAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: Buffer;
}

/** Calls the API as a client does, without the wire. */
export type RestApiCaller = (request: RestRequest) => Promise<RestAnswer>;

export interface RestRequest {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body?: Buffer;
}

export interface RestApiOptions {
  readonly assembly: Assembly;
  readonly functions: readonly LambdaFunction[];
  readonly host: string;
  /** 0 lets the system choose. */
  readonly port: number;
  readonly own?: OwnRoutes | undefined;
}

export interface RestApi {
  readonly url: string;
  stop(): Promise<void>;
}

/** API Gateway takes 10 MB: https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html */
const BODY_BYTES_MAX = 10_000_000;

/** What a function invoked through a proxy integration answers: https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html */
interface ProxyAnswer {
  readonly statusCode?: number;
  readonly headers?: Record<string, string>;
  readonly multiValueHeaders?: Record<string, string[]>;
  readonly body?: string;
  readonly isBase64Encoded?: boolean;
}

type Endpoint = { readonly path: string; readonly method: string; readonly target: LambdaFunction };

/** Opens the template's REST API; undefined when it has none. A template with several is none of ours. */
export async function openRestApi(options: RestApiOptions): Promise<RestApi | undefined> {
  const [api, another] = options.assembly.resources("AWS::ApiGateway::RestApi");
  if (api === undefined) return undefined;
  if (another !== undefined) throw new NotModelled(another.logicalId, "a second REST API");
  const endpoints = toEndpoints(api, options);
  const stage = stageOf(options.assembly);
  const server = createServer((req, res) => {
    const call: RestApiCaller = (request) => invoke(endpoints, stage, api, request);
    if (options.own?.(req, res, call) === true) return;
    void answer(req, res, call);
  });
  await listenOn(server, options.host, options.port);
  return {
    url: `http://${options.host}:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function stageOf(assembly: Assembly): string {
  const [stage] = assembly.resources("AWS::ApiGateway::Stage");
  if (stage === undefined) throw new Error("the template's REST API has no stage");
  return String(stage.properties["StageName"]);
}

function toEndpoints(api: Resource, { assembly, functions }: RestApiOptions): readonly Endpoint[] {
  const paths = pathsOf(api, assembly);
  const permitted = permittedFunctions(api, assembly);
  return assembly.resources("AWS::ApiGateway::Method").map(({ logicalId, properties }) => {
    const { ResourceId, HttpMethod, Integration, AuthorizationType } = properties as {
      ResourceId: string;
      HttpMethod: string;
      AuthorizationType?: string;
      Integration?: { Type?: string; Uri?: string };
    };
    if (AuthorizationType !== undefined && AuthorizationType !== "NONE")
      throw new NotModelled(logicalId, "an authoriser");
    if (Integration?.Type !== "AWS_PROXY") throw new NotModelled(logicalId, `an integration of ${Integration?.Type}`);
    const path = paths.get(ResourceId);
    const target = functions.find(({ arn }) => Integration.Uri?.endsWith(`/functions/${arn}/invocations`));
    if (path === undefined || target === undefined) throw new NotModelled(logicalId, "a path or function");
    if (!permitted.has(target.arn)) {
      throw new Error(`${logicalId}: no AWS::Lambda::Permission lets API Gateway invoke ${target.name}`);
    }
    return { path, method: HttpMethod, target };
  });
}

/** Paths by the id of their resource. */
function pathsOf(api: Resource, assembly: Assembly): ReadonlyMap<string, string> {
  const root = `${api.name}/`;
  const parts = new Map(
    assembly
      .resources("AWS::ApiGateway::Resource")
      .map(({ name, properties }) => [
        name,
        { parent: String(properties["ParentId"]), part: String(properties["PathPart"]) },
      ]),
  );
  const pathOf = (id: string): string => {
    if (id === root) return "";
    const { parent, part } = parts.get(id) ?? { parent: root, part: "?" };
    return `${pathOf(parent)}/${part}`;
  };
  return new Map([[root, ""] as const, ...[...parts.keys()].map((id) => [id, pathOf(id)] as const)]);
}

/** Functions that API Gateway may invoke for this API, by their ARN. */
function permittedFunctions({ name }: Resource, assembly: Assembly): ReadonlySet<string> {
  const permissions = assembly.resources("AWS::Lambda::Permission").map(({ properties }) => properties);
  return new Set(
    permissions
      .filter(({ Principal, Action, SourceArn }) => {
        const source = String(SourceArn ?? "");
        const isOfApi = source.includes(`:execute-api:`) && source.includes(`:${ACCOUNT}:${name}/`);
        return Principal === "apigateway.amazonaws.com" && Action === "lambda:InvokeFunction" && isOfApi;
      })
      .map(({ FunctionName }) => String(FunctionName)),
  );
}

async function answer(req: IncomingMessage, res: ServerResponse, call: RestApiCaller): Promise<void> {
  try {
    const body = await readBody(req);
    if (body === undefined) {
      refuse(res, 413, "TOO_LARGE", "The request is too large.");
      return;
    }
    const answered = await call({ method: req.method ?? "GET", url: req.url ?? "/", headers: req.headers, body });
    res.writeHead(answered.status, answered.headers);
    res.end(req.method === "HEAD" ? undefined : answered.body);
  } catch (error) {
    // A client that has gone away takes no answer.
    if (!res.headersSent) refuse(res, 502, "INTERNAL", error instanceof Error ? error.message : "fault");
    res.end();
  }
}

function refuse(res: ServerResponse, status: number, code: string, detail: string): void {
  res.writeHead(status, { "content-type": "application/problem+json; charset=utf-8" });
  res.end(JSON.stringify({ type: `/docs#${code}`, title: detail, status, detail, code }));
}

/** The whole body; undefined when it is larger than the service takes. */
export async function readBody(req: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of req as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > BODY_BYTES_MAX) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

async function invoke(
  endpoints: readonly Endpoint[],
  stage: string,
  api: Resource,
  request: RestRequest,
): Promise<RestAnswer> {
  const url = new URL(request.url, "http://localhost");
  const endpoint = endpoints.find((one) => matches(one, url.pathname, request.method));
  if (endpoint === undefined) {
    const body = Buffer.from('{"message":"Missing Authentication Token"}');
    return { status: 403, headers: { "content-type": "application/json" }, body };
  }
  const event = toProxyEvent(endpoint, url, stage, api, request);
  const result = await endpoint.target.invoke(JSON.stringify(event));
  if (result.kind === "error") {
    throw new Error(`${endpoint.target.name} failed: ${result.error.errorType}: ${result.error.errorMessage}`);
  }
  return toAnswer(JSON.parse(result.payload) as ProxyAnswer);
}

/** `{proxy+}` takes everything below; other parts are plain or one level. */
function matches({ path, method }: Endpoint, pathname: string, requested: string): boolean {
  if (method !== "ANY" && method !== requested) return false;
  const parts = path.split("/").slice(1);
  const given = pathname === "/" ? [] : pathname.split("/").slice(1);
  if (parts.at(-1) === "{proxy+}") return given.length >= parts.length;
  return parts.length === given.length && parts.every((part, at) => part.startsWith("{") || part === given[at]);
}

function toProxyEvent({ path }: Endpoint, url: URL, stage: string, api: Resource, request: RestRequest) {
  const pairs = Object.entries(request.headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  const single = Object.fromEntries(pairs.map(([name, value]) => [name, [value].flat().at(-1) ?? ""]));
  const multiple = Object.fromEntries(pairs.map(([name, value]) => [name, [value].flat()]));
  const query = [...url.searchParams.keys()];
  const hasBody = request.body !== undefined && request.body.length > 0;
  return {
    resource: path === "" ? "/" : path,
    path: url.pathname,
    httpMethod: request.method,
    headers: single,
    multiValueHeaders: multiple,
    queryStringParameters: query.length === 0 ? null : Object.fromEntries(url.searchParams),
    multiValueQueryStringParameters:
      query.length === 0 ? null : Object.fromEntries(query.map((name) => [name, url.searchParams.getAll(name)])),
    pathParameters: path === "" ? null : { proxy: url.pathname.slice(1) },
    stageVariables: null,
    requestContext: {
      accountId: ACCOUNT,
      apiId: api.name,
      domainName: single["host"] ?? "localhost",
      httpMethod: request.method,
      identity: { sourceIp: "127.0.0.1", userAgent: single["user-agent"] ?? null },
      path: url.pathname,
      protocol: "HTTP/1.1",
      requestId: randomUUID(),
      requestTimeEpoch: Date.now(),
      resourcePath: path === "" ? "/" : path,
      stage,
    },
    body: hasBody ? (request.body ?? Buffer.alloc(0)).toString("base64") : null,
    isBase64Encoded: hasBody,
  };
}

function toAnswer({
  statusCode = 502,
  headers = {},
  multiValueHeaders = {},
  body = "",
  isBase64Encoded,
}: ProxyAnswer): RestAnswer {
  return {
    status: statusCode,
    headers: { ...headers, ...multiValueHeaders },
    body: Buffer.from(body, isBase64Encoded === true ? "base64" : "utf8"),
  };
}
