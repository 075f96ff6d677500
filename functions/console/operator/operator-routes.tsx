import { Hono } from "hono";
import { plainDate } from "../../../domain/model/primitives.ts";
import type { ApiApp, ApiEnv } from "../../api/api-context.ts";
import { discard, findBadReason, listDeadLetters, redrive } from "../../operating/dead-letters.ts";
import { replay } from "../../operating/rematching.ts";
import { termsOf, whatIf } from "../../operating/what-if.ts";
import type { QueueDepth } from "../../operating-ports.ts";
import type { Actor } from "../../serving/actor.ts";
import type { OperatingDeps } from "../../serving/operating-deps.ts";
import { quarantine } from "../../serving/operator.ts";
import { type ConsoleDeps, frameOf, type PageRequest, seeOther } from "../page-context.ts";
import { MissingPage } from "../parts/problem-pages.tsx";
import { pagesOf } from "../signed-in.tsx";
import { daysBetween } from "../words/telling.ts";
import { DeadLettersPage, type DeadNews } from "./dead-letters-page.tsx";
import { FlowFragment, FlowPage, type FlowView } from "./flow-page.tsx";
import { journeyInWords } from "./journey.ts";
import { JourneyPage } from "./journey-page.tsx";
import { SetAsidePage } from "./set-aside-page.tsx";
import { ThresholdPage } from "./threshold-page.tsx";

/** Letters of a queue that a page shows. */
const LETTERS_SHOWN_MAX = 50;

/** Days that are matched again at once by a page: longer stretches are for the command line, which keeps a pace. */
const REPLAY_DAYS_MAX = 31;

const BP_PER_POINT = 100;

/** What operators see and do. None of it shows anybody's data: ids, codes and counts. */
export function operatorRoutes(deps: ConsoleDeps, operating: OperatingDeps): ApiApp {
  const app = new Hono<ApiEnv>();
  const page = pagesOf("operator", deps);
  const operated = (handle: OperatorHandle) => page((c, _deps, actor) => handle(c, deps, operating, actor));
  const get = (path: string, handle: OperatorHandle) => app.get(path, operated(handle));
  const post = (path: string, handle: OperatorHandle) => app.post(path, operated(handle));
  get("/operator", async (c) => c.html(<FlowPage frame={frameOf(c, deps)} view={await readFlow(operating)} />));
  get("/operator/flow", async (c) =>
    c.html(<FlowFragment frame={frameOf(c, deps)} view={await readFlow(operating)} />),
  );
  get("/operator/journey", showJourney);
  get("/operator/set-aside", showSetAside);
  get("/operator/dead-letters", (c) => showDeadLetters(c, deps, operating, newsOf(c)));
  post("/operator/dead-letters/redrive", redriveSome);
  post("/operator/dead-letters/discard", discardOne);
  post("/operator/replay", replayDays);
  get("/operator/threshold", showThreshold);
  return app;
}

type OperatorHandle = (c: PageRequest, deps: ConsoleDeps, operating: OperatingDeps, actor: Actor) => Promise<Response>;

const EMPTY: QueueDepth = { waiting: 0, inFlight: 0, delayed: 0, dead: 0 };

const CENTER_QUEUE = /^center-/;

async function readFlow({ ports, queues }: OperatingDeps): Promise<FlowView> {
  const read = await Promise.all(queues.map(async (queue) => [queue, await ports.deadLetters.depth(queue)] as const));
  const ofCenters = read.filter(([queue]) => CENTER_QUEUE.test(queue)).map(([, depth]) => depth);
  const together = ofCenters.reduce(
    (sum, depth) => ({
      waiting: sum.waiting + depth.waiting,
      inFlight: sum.inFlight + depth.inFlight,
      delayed: sum.delayed + depth.delayed,
      dead: sum.dead + depth.dead,
    }),
    EMPTY,
  );
  return { queues: new Map(read), depths: new Map([...read, ["centers", together] as const]) };
}

async function showJourney(
  c: PageRequest,
  deps: ConsoleDeps,
  _operating: OperatingDeps,
  actor: Actor,
): Promise<Response> {
  const frame = frameOf(c, deps);
  const id = (c.req.query("id") ?? "").trim();
  const steps = id === "" ? undefined : await journeyInWords(deps, actor, frame, id);
  const isBad = id !== "" && steps === undefined;
  return c.html(<JourneyPage frame={frame} view={{ id, isBad, steps }} />, isBad ? 422 : 200);
}

async function showSetAside(
  c: PageRequest,
  deps: ConsoleDeps,
  _operating: OperatingDeps,
  actor: Actor,
): Promise<Response> {
  const frame = frameOf(c, deps);
  const asked = plainDate.safeParse(c.req.query("day"));
  const day = asked.success ? asked.data : frame.today;
  const served = await quarantine(deps.serving, actor, day, c.req.query("after"));
  if (served.kind === "not-found") return c.html(<MissingPage frame={frame} />, 404);
  return c.html(<SetAsidePage frame={frame} view={{ day, events: served.value.items, next: served.value.next }} />);
}

function newsOf(c: PageRequest): DeadNews | undefined {
  const count = Number(c.req.query("count"));
  const kind = (["redriven", "discarded", "replayed"] as const).find((one) => one === c.req.query("news"));
  return kind === undefined || !Number.isSafeInteger(count) || count < 0 ? undefined : { kind, count };
}

async function showDeadLetters(
  c: PageRequest,
  deps: ConsoleDeps,
  { ports, queues }: OperatingDeps,
  news: DeadNews | undefined,
  status: 200 | 422 = 200,
): Promise<Response> {
  const views = await Promise.all(
    queues.map(async (queue) => {
      const { dead } = await ports.deadLetters.depth(queue);
      return { queue, dead, notices: dead === 0 ? [] : await listDeadLetters(queue, LETTERS_SHOWN_MAX, ports) };
    }),
  );
  const view = { queues: views.filter(({ dead }) => dead > 0), news };
  return c.html(<DeadLettersPage frame={frameOf(c, deps)} view={view} />, status);
}

/** The queue that a form names, if there is one of that name, and the message, if it names one. */
async function meant(c: PageRequest, { queues }: OperatingDeps) {
  const form = await c.req.formData();
  const messageId = form.get("messageId");
  const reason = form.get("reason");
  return {
    queue: queues.find((queue) => queue === form.get("queue")),
    messageId: typeof messageId === "string" ? messageId : undefined,
    reason: typeof reason === "string" ? reason : "",
  };
}

async function redriveSome(c: PageRequest, deps: ConsoleDeps, operating: OperatingDeps): Promise<Response> {
  const { queue, messageId } = await meant(c, operating);
  if (queue === undefined) return c.html(<MissingPage frame={frameOf(c, deps)} />, 404);
  const { done } = await redrive(queue, { messageId }, operating.ports);
  return seeOther(c, `/operator/dead-letters?news=redriven&count=${done.length}`);
}

async function discardOne(c: PageRequest, deps: ConsoleDeps, operating: OperatingDeps): Promise<Response> {
  const { queue, messageId, reason } = await meant(c, operating);
  if (queue === undefined || messageId === undefined) return c.html(<MissingPage frame={frameOf(c, deps)} />, 404);
  const bad = findBadReason(reason);
  if (bad !== undefined) return showDeadLetters(c, deps, operating, { kind: "bad-reason", bad }, 422);
  const { done } = await discard(queue, { messageId }, reason, operating.ports);
  return seeOther(c, `/operator/dead-letters?news=discarded&count=${done.length}`);
}

async function replayDays(c: PageRequest, deps: ConsoleDeps, operating: OperatingDeps): Promise<Response> {
  const form = await c.req.formData();
  const [from, to] = [plainDate.safeParse(form.get("from")), plainDate.safeParse(form.get("to"))];
  const days = from.success && to.success ? daysBetween(from.data, to.data) : 0;
  if (!from.success || !to.success || days < 1 || days > REPLAY_DAYS_MAX) {
    return showDeadLetters(c, deps, operating, { kind: "bad-days" }, 422);
  }
  // Named by its days: pressed twice, the second one sends the same messages again, which changes nothing.
  const name = `console ${from.data} ${to.data}`;
  const stretch = { from: from.data, to: to.data };
  const { records } = await replay(name, stretch, operating.ports, operating, async () => undefined);
  return seeOther(c, `/operator/dead-letters?news=replayed&count=${records}`);
}

async function showThreshold(c: PageRequest, deps: ConsoleDeps, operating: OperatingDeps): Promise<Response> {
  const { perOpening, taxonomy } = deps.serving.matching;
  const asked = (c.req.query("value") ?? "").trim();
  const thresholdBp = /^\d{1,3}(?:\.\d{1,2})?$/.test(asked) ? Math.round(Number(asked) * BP_PER_POINT) : 0;
  const isBad = asked !== "" && (thresholdBp < BP_PER_POINT || thresholdBp > 100 * BP_PER_POINT);
  const asIs = termsOf(deps.serving.matching);
  const wanted = asked === "" || isBad ? undefined : { ...asIs, thresholdBp };
  const found =
    wanted === undefined
      ? undefined
      : {
          thresholdBp,
          whatIf: await whatIf(asIs, wanted, operating.ports, { deployed: operating.deployed, taxonomy }),
        };
  const view = { nowBp: perOpening.thresholdBp, asked, isBad, found };
  return c.html(<ThresholdPage frame={frameOf(c, deps)} view={view} />, isBad ? 422 : 200);
}
