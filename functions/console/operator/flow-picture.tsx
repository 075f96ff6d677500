import type { QueueDepth } from "../../operating-ports.ts";
import type { Frame } from "../frame.ts";
import { operatorWords } from "../words/operator-words.ts";

export type Depths = ReadonlyMap<string, QueueDepth>;

type BoxName = keyof (typeof operatorWords)["ko"]["flow"]["names"];

interface Box {
  readonly id: string;
  readonly column: number;
  readonly row: number;
  /** A queue, by its short name; a function, by the queue that it works off; or somebody outside. */
  readonly of: { readonly queue: string } | { readonly worker: BoxName; readonly from?: string };
}

/** Queues and functions as the stack connects them: columns from left to right in the order that an event takes. */
export const FLOW_BOXES: readonly Box[] = [
  { id: "bus", column: 0, row: 1, of: { worker: "bus" } },
  { id: "intake-queue", column: 1, row: 1, of: { queue: "intake" } },
  { id: "intake", column: 2, row: 1, of: { worker: "intake", from: "intake" } },
  { id: "matching-queue", column: 3, row: 1, of: { queue: "matching" } },
  { id: "match", column: 4, row: 1, of: { worker: "match", from: "matching" } },
  { id: "alerts-queue", column: 5, row: 0, of: { queue: "applicant-alerts" } },
  { id: "notify", column: 6, row: 0, of: { worker: "notify", from: "applicant-alerts" } },
  { id: "messages-queue", column: 7, row: 0, of: { queue: "applicant-messages" } },
  { id: "shortlists-queue", column: 5, row: 1, of: { queue: "employer-shortlists" } },
  { id: "employers", column: 6, row: 1, of: { worker: "employers" } },
  { id: "feed-queue", column: 5, row: 2, of: { queue: "feed" } },
  { id: "feed", column: 6, row: 2, of: { worker: "feed", from: "feed" } },
  { id: "webhooks-queue", column: 7, row: 2, of: { queue: "webhooks" } },
  { id: "centers-queue", column: 5, row: 3, of: { queue: "centers" } },
  { id: "centers", column: 6, row: 3, of: { worker: "centers" } },
];

const LINES: readonly (readonly [from: string, to: string])[] = [
  ["bus", "intake-queue"],
  ["intake-queue", "intake"],
  ["intake", "matching-queue"],
  ["matching-queue", "match"],
  ["match", "alerts-queue"],
  ["alerts-queue", "notify"],
  ["notify", "messages-queue"],
  ["match", "shortlists-queue"],
  ["shortlists-queue", "employers"],
  ["match", "feed-queue"],
  ["feed-queue", "feed"],
  ["feed", "webhooks-queue"],
  ["match", "centers-queue"],
  ["centers-queue", "centers"],
];

const [WIDTH, HEIGHT, COLUMN, ROW, MARGIN] = [158, 84, 188, 112, 6];

/** The flow with what stands in each queue now. */
export function FlowPicture({ frame, depths }: { frame: Frame; depths: Depths }) {
  const words = operatorWords[frame.language].flow;
  const columns = Math.max(...FLOW_BOXES.map(({ column }) => column)) + 1;
  const rows = Math.max(...FLOW_BOXES.map(({ row }) => row)) + 1;
  return (
    <svg
      class="picture picture-wide"
      viewBox={`0 0 ${columns * COLUMN} ${rows * ROW}`}
      role="img"
      aria-label={words.picture}
    >
      {LINES.map(([from, to]) => (
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
const middle = ({ row }: Box): number => row * ROW + MARGIN + HEIGHT / 2;

function Line({ from, to }: { from: Box; to: Box }) {
  const [x1, y1, x2, y2] = [left(from) + WIDTH, middle(from), left(to), middle(to)];
  const bend = (x1 + x2) / 2;
  return (
    <>
      <path class="flow-line" d={`M${x1} ${y1} C${bend} ${y1} ${bend} ${y2} ${x2 - 6} ${y2}`} />
      <path class="flow-head" d={`M${x2} ${y2} l-9 -5 v10 z`} />
    </>
  );
}

function FlowBox({ frame, box, depths }: { frame: Frame; box: Box; depths: Depths }) {
  const words = operatorWords[frame.language].flow;
  const x = left(box);
  const y = box.row * ROW + MARGIN;
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
      <rect x={x} y={y} width={WIDTH} height={HEIGHT} rx={"queue" in of ? 4 : 20} />
      <text class="name" x={centre} y={y + (lines.length === 0 ? 48 : 26)}>
        {"queue" in of ? of.queue : words.names[of.worker]}
      </text>
      {lines.map((line, at) => (
        <text x={centre} y={y + 50 + at * 21}>
          {line}
        </text>
      ))}
    </g>
  );
}

type FlowWords = (typeof operatorWords)["ko" | "en"]["flow"];

function queueLines(depth: QueueDepth | undefined, words: FlowWords): readonly string[] {
  if (depth === undefined) return [];
  const waiting = `${words.waiting} ${depth.waiting + depth.delayed}`;
  return depth.dead === 0 ? [waiting] : [waiting, `${words.dead} ${depth.dead}`];
}

function workerLines(depth: QueueDepth | undefined, words: FlowWords): readonly string[] {
  return depth === undefined ? [] : [`${words.working} ${depth.inFlight}`];
}
