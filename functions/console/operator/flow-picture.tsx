import type { QueueDepth } from "../../operating-ports.ts";
import { type FlowWorker, flowSteps } from "../../serving/flow.ts";
import type { Frame } from "../frame.ts";
import { operatorWords } from "../words/operator-words.ts";

export type Depths = ReadonlyMap<string, QueueDepth>;

/** Functions that no queue calls: somebody who asks does, or the hour. */
type Unqueued = "api" | "start-day" | "follow-up" | "digest";

interface Box {
  readonly id: string;
  readonly column: number;
  readonly row: number;
  /** A queue, by its short name; a function, by the queue that it works off; or somebody outside. */
  readonly of: { readonly queue: string } | { readonly worker: FlowWorker | Unqueued; readonly from?: string };
}

/**
 * Queues and functions as the stack connects them: above are those that no queue calls; what comes in goes from left to right, and what was found from there downwards, a column for whoever it is
 * for. Four columns are as many as can be read without a glass.
 */
export const FLOW_BOXES: readonly Box[] = [
  { id: "start-day", column: 0, row: 0, of: { worker: "start-day" } },
  { id: "follow-up", column: 1, row: 0, of: { worker: "follow-up" } },
  { id: "api", column: 3, row: 0, of: { worker: "api" } },
  { id: "bus", column: 0, row: 1, of: { worker: "bus" } },
  { id: "intake-queue", column: 1, row: 1, of: { queue: "intake" } },
  { id: "imports-queue", column: 1, row: 2, of: { queue: "imports" } },
  { id: "intake", column: 2, row: 1, of: { worker: "intake", from: "intake" } },
  { id: "matching-queue", column: 3, row: 1, of: { queue: "matching" } },
  { id: "match", column: 3, row: 2, of: { worker: "match", from: "matching" } },
  { id: "digest", column: 0, row: 2, of: { worker: "digest" } },
  { id: "applicant-alerts-queue", column: 0, row: 3, of: { queue: "applicant-alerts" } },
  { id: "notify", column: 0, row: 4, of: { worker: "notify", from: "applicant-alerts" } },
  { id: "applicant-messages-queue", column: 0, row: 5, of: { queue: "applicant-messages" } },
  { id: "send", column: 0, row: 6, of: { worker: "send", from: "applicant-messages" } },
  { id: "employer-shortlists-queue", column: 1, row: 3, of: { queue: "employer-shortlists" } },
  { id: "employers", column: 1, row: 4, of: { worker: "employers" } },
  { id: "feed-queue", column: 2, row: 3, of: { queue: "feed" } },
  { id: "feed", column: 2, row: 4, of: { worker: "feed", from: "feed" } },
  { id: "webhooks-queue", column: 2, row: 5, of: { queue: "webhooks" } },
  { id: "webhook", column: 2, row: 6, of: { worker: "webhook", from: "webhooks" } },
  { id: "centers-queue", column: 3, row: 3, of: { queue: "centers" } },
  { id: "centers", column: 3, row: 4, of: { worker: "centers" } },
];

export const FLOW_LINES: readonly (readonly [from: string, to: string])[] = [
  ["start-day", "bus"],
  ["follow-up", "bus"],
  ["api", "bus"],
  ["api", "matching-queue"],
  ["digest", "applicant-alerts-queue"],
  ...flowSteps.flatMap(({ queue, from, to }) => [[from, `${queue}-queue`] as const, [`${queue}-queue`, to] as const]),
];

const [WIDTH, HEIGHT, COLUMN, ROW, MARGIN] = [212, 94, 250, 134, 8];
/** Lines of a box from its upper edge, and where a name stands that is alone. */
const [FIRST_LINE, LINE, ALONE] = [28, 25, 53];

/** The flow with what stands in each queue now. */
export function FlowPicture({ frame, depths }: { frame: Frame; depths: Depths }) {
  const words = operatorWords[frame.language].flow;
  const columns = Math.max(...FLOW_BOXES.map(({ column }) => column)) + 1;
  const rows = Math.max(...FLOW_BOXES.map(({ row }) => row)) + 1;
  return (
    <svg
      class="picture picture-wide"
      viewBox={`0 0 ${columns * COLUMN - (COLUMN - WIDTH) + 2 * MARGIN} ${rows * ROW - (ROW - HEIGHT) + 2 * MARGIN}`}
      role="img"
      aria-label={words.picture}
    >
      {FLOW_LINES.map(([from, to]) => (
        <Line from={boxOf(from)} to={boxOf(to)} />
      ))}
      {FLOW_BOXES.map((box) => (
        <FlowBox frame={frame} box={box} depths={depths} />
      ))}
    </svg>
  );
}

function boxOf(id: string): Box {
  const box = FLOW_BOXES.find((one) => one.id === id);
  if (box === undefined) throw new Error(`the picture of the flow has no ${id}`);
  return box;
}

const left = ({ column }: Box): number => column * COLUMN + MARGIN;
const top = ({ row }: Box): number => row * ROW + MARGIN;

/** From side to side within a row, from below to above between rows. */
function Line({ from, to }: { from: Box; to: Box }) {
  if (from.row === to.row) {
    const [x1, x2, y] = [left(from) + WIDTH, left(to), top(from) + HEIGHT / 2];
    return <Arrow path={`M${x1} ${y} H${x2 - 6}`} head={`M${x2} ${y} l-9 -5 v10 z`} />;
  }
  const [x1, y1, x2, y2] = [left(from) + WIDTH / 2, top(from) + HEIGHT, left(to) + WIDTH / 2, top(to)];
  const bend = (y1 + y2) / 2;
  return (
    <Arrow path={`M${x1} ${y1} C${x1} ${bend} ${x2} ${bend} ${x2} ${y2 - 6}`} head={`M${x2} ${y2} l-5 -9 h10 z`} />
  );
}

function Arrow({ path, head }: { path: string; head: string }) {
  return (
    <>
      <path class="flow-line" d={path} />
      <path class="flow-head" d={head} />
    </>
  );
}

function FlowBox({ frame, box, depths }: { frame: Frame; box: Box; depths: Depths }) {
  const words = operatorWords[frame.language].flow;
  const x = left(box);
  const y = top(box);
  const centre = x + WIDTH / 2;
  const { of } = box;
  const depth = "queue" in of ? depths.get(of.queue) : undefined;
  const isAlarm = (depth?.dead ?? 0) > 0;
  const kind = "queue" in of ? (isAlarm ? "flow-alarm" : "flow-queue") : "flow-worker";
  const lines =
    "queue" in of
      ? queueLines(depth, words)
      : workerLines(of.from === undefined ? undefined : depths.get(of.from), words);
  return (
    <g class={`flow-box ${kind}`}>
      <rect x={x} y={y} width={WIDTH} height={HEIGHT} rx={"queue" in of ? 4 : 24} />
      <text class="name" x={centre} y={y + (lines.length === 0 ? ALONE : FIRST_LINE)}>
        {"queue" in of ? of.queue : words.names[of.worker]}
      </text>
      {lines.map((line, at) => (
        <text x={centre} y={y + FIRST_LINE + (at + 1) * LINE}>
          {line}
        </text>
      ))}
    </g>
  );
}

type FlowWords = (typeof operatorWords)["ko" | "en"]["flow"];

function queueLines(depth: QueueDepth | undefined, words: FlowWords): readonly string[] {
  if (depth === undefined) return [];
  return [`${words.waiting} ${depth.waiting + depth.delayed}`, `${words.dead} ${depth.dead}`];
}

function workerLines(depth: QueueDepth | undefined, words: FlowWords): readonly string[] {
  return depth === undefined ? [] : [`${words.working} ${depth.inFlight}`];
}
