import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type EventIn, type EventPublished, eventsIn, eventsPublished } from "../../events/catalog.ts";
import { createDeadLetters, type MemoryDeadLetters } from "../../functions/adapters/memory/dead-letters.ts";
import type { OnCall } from "../../functions/adapters/memory/intercept.ts";
import { createApp } from "../../functions/api/app.ts";
import { createPages } from "../../functions/console/console.tsx";
import { assetFiles, toAsset } from "../../functions/console/console-assets.ts";
import { type FeedWriters, feedCenters } from "../../functions/feed.ts";
import { silentLog } from "../../functions/runtime/log.ts";
import { type Actor, isRole } from "../../functions/serving/actor.ts";
import { createReplica } from "../../functions/serving/replica.ts";
import type { Serving } from "../../functions/serving/serving.ts";
import { centers, districtsByCenter } from "../../infra/centers.ts";
import { buildAsset } from "../../infra/console-assets.ts";
import { streamEvents } from "../../infra/local/event-stream.ts";
import type { RestApiCaller } from "../../infra/local/rest-api.ts";
import { toCenterToCall } from "../../infra/mail.ts";
import { resourceNames } from "../../infra/names.ts";
import { operatedQueues } from "../../infra/operated-queues.ts";
import { createWorld } from "../../infra/world/world.ts";
import { anEventId } from "../fixtures/bodies.ts";
import { configuration, MemoryService } from "../fixtures/memory-service.ts";

/** The day that the small Seoul is made for: that of the memory service. */
const TODAY = "2026-11-21";
const SEED = 2026;
const PLAN = { generation: 1, shards: 1 };

/** The whole service over memory behind a real server, with a small Seoul in it: what a browser does goes all the way round. */
export interface SmallSeoul {
  readonly url: string;
  readonly service: MemoryService;
  /** Whether a request for a stream is held open, as the laptop does it, or answered at once, as in the cloud. */
  holdsStreams: boolean;
  /** What was set aside from the queues: a test buries what it wants to find there. */
  readonly deadLetters: MemoryDeadLetters;
  /** Puts events on the bus, and waits until everything that follows has happened. */
  put(...events: readonly EventIn[]): Promise<void>;
  /** Cuts every connection that is open: whoever follows a stream has to come back by itself. */
  cut(): void;
  stop(): Promise<void>;
}

/** Who has a cookie of this name's value: `role:subject`. A test signs in by setting it. */
export const SESSION_COOKIE = "ieum-session";

export async function startSmallSeoul(options: { readonly onCall?: OnCall } = {}): Promise<SmallSeoul> {
  const service = new MemoryService(options);
  const flow = new Flow(service);
  const { programmes, profiles, openings } = createWorld(SEED, TODAY);
  await flow.put([...programmes, ...profiles, ...openings, ledgerOf("central")]);
  const { matching, serving } = { matching: configuration, serving: toServing(service) };
  const deadLetters = createDeadLetters(service.world.clock, () => undefined);
  const operating = {
    ports: { ...service.world, deadLetters },
    deployed: PLAN,
    queues: [...operatedQueues(resourceNames("dev", centers)).keys()],
  };
  const app = createApp(
    {
      serving: { ...serving, matching, operating },
      identify: async (token) => toActor(token),
      session: { isSecure: false },
      signIn: undefined,
      log: silentLog,
    },
    createPages({
      assets: assetFiles.map((file) => toAsset(file, buildAsset(file))),
      centers: centers.map(toCenterToCall),
      operating,
    }),
  );
  const toAnswer = async (request: Request) => {
    const response = await app.fetch(request);
    return {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: Buffer.from(await response.arrayBuffer()),
    };
  };
  const server = createServer((req, res) => {
    const call: RestApiCaller = ({ method, url, headers }) =>
      toAnswer(new Request(`http://localhost${url}`, { method, headers: toHeaders(headers) }));
    if (seoul.holdsStreams && streamEvents(req, res, call)) return;
    answer(req, res, async (request) => {
      const response = await app.fetch(request);
      if (request.method !== "GET") await flow.settle();
      return response;
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const seoul: SmallSeoul = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    service,
    holdsStreams: true,
    deadLetters,
    put: (...events) => flow.put(events),
    cut: () => server.closeAllConnections(),
    stop: () => stop(server),
  };
  return seoul;
}

/** What a center's books say of the year: a target that was reached, one that wasn't, and a rate that doesn't follow from its figures. */
function ledgerOf(center: string): EventIn {
  const eventId = anEventId(`books of ${center}`);
  const figure = (line: string, measure: "target" | "actual" | "rate", value: number) => ({
    place: "summary",
    line,
    measure,
    value,
  });
  return {
    name: "LedgerEntered",
    detail: {
      eventId,
      correlationId: eventId,
      occurredAt: `${TODAY}T08:00:00+09:00`,
      schemaVersion: 1,
      statement: {
        center,
        source: "books-2026",
        basis: "books",
        period: TODAY.slice(0, 4),
        revision: 1,
        figures: [
          figure("midlife-internship", "target", 400),
          figure("midlife-internship", "actual", 412),
          figure("boram", "target", 10_000),
          figure("boram", "actual", 8_970),
          figure("boram", "rate", 96),
        ],
      },
    },
  };
}

function toServing(service: MemoryService): Omit<Serving, "matching"> {
  const { world } = service;
  return {
    ports: world,
    replica: createReplica(PLAN, world, configuration.taxonomy),
    centers: districtsByCenter(),
  };
}

function toActor(token: string): Actor | undefined {
  const [role, subject] = token.split(":");
  return isRole(role) && subject !== undefined ? { role, subject } : undefined;
}

/** The bus's rules: what people tell goes to intake, what concerns a center into its feed. */
class Flow {
  readonly #service: MemoryService;
  readonly #writers: FeedWriters = new Map();
  #carried = 0;

  constructor(service: MemoryService) {
    this.#service = service;
  }

  async put(events: readonly EventIn[]): Promise<void> {
    await this.#service.world.bus.publish([...events]);
    await this.settle();
  }

  async settle(): Promise<void> {
    for (;;) {
      const some = this.#service.world.published().slice(this.#carried);
      if (some.length === 0) return;
      this.#carried += some.length;
      await this.#service.accept(...some.filter(({ name }) => Object.hasOwn(eventsIn, name)).map(toBody));
      await this.#feed(some.filter(({ name }) => !Object.hasOwn(eventsIn, name)));
    }
  }

  async #feed(events: readonly EventPublished[]): Promise<void> {
    const records = events.flatMap((event, at) => {
      const district = "district" in event.detail ? event.detail.district : undefined;
      const center = centers.find(({ serves }) => district !== undefined && serves.includes(district));
      return center === undefined ? [] : [{ messageId: `feed-${at}`, body: toBody(event), groupId: center.id }];
    });
    await feedCenters(records, this.#service.world, silentLog, this.#writers);
  }
}

function toBody({ name, detail }: EventPublished): string {
  return JSON.stringify({ source: eventsPublished[name].source, "detail-type": name, detail });
}

function answer(req: IncomingMessage, res: ServerResponse, handle: (request: Request) => Promise<Response>): void {
  toRequest(req)
    .then(handle)
    .then(async (response) => {
      const cookies = response.headers.getSetCookie();
      res.writeHead(response.status, {
        ...Object.fromEntries(response.headers),
        ...(cookies.length === 0 ? {} : { "set-cookie": cookies }),
      });
      res.end(Buffer.from(await response.arrayBuffer()));
    })
    .catch((error: unknown) => res.destroy(error instanceof Error ? error : undefined));
}

async function toRequest(req: IncomingMessage): Promise<Request> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk as Buffer);
  const body = chunks.length === 0 ? null : Buffer.concat(chunks);
  return new Request(`http://${req.headers.host ?? "localhost"}${req.url ?? "/"}`, {
    method: req.method ?? "GET",
    headers: toHeaders(req.headers),
    body,
  });
}

function toHeaders(given: Readonly<Record<string, string | string[] | undefined>>): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(given)) if (typeof value === "string") headers.set(name, value);
  return headers;
}

function stop(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
