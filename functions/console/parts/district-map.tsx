import { type Frame, href } from "../frame.ts";
import { centerWords } from "../words/center-words.ts";
import { SEOUL_TILES, TILE_COLUMNS, TILE_ROWS } from "./seoul-tiles.ts";

export interface DistrictFigure {
  readonly code: string;
  readonly name: string;
  /** Undefined for districts that whoever looks isn't told of. */
  readonly count: number | undefined;
  readonly isOwn: boolean;
  readonly center: string;
}

/** Side of a tile, in units of the picture; the text in it is sized so that it can be read on a telephone. */
const TILE = 100;

/** Letters that fit a tile as they are; a longer name is drawn narrower. */
const NAME_CHARS = 9;

/** Shades from none to many: as many as one can tell apart. */
const SHADES = [0, 1, 2, 3, 4] as const;
type Shade = (typeof SHADES)[number];

/** Least count of each shade but the first: quarters of the greatest one. */
function boundsOf(most: number): readonly number[] {
  return [1, 2, 3].map((quarter) => Math.max(quarter + 1, Math.ceil((most * quarter) / 4) + 1));
}

function shadeOf(count: number, most: number): Shade {
  if (count === 0) return 0;
  const [second = 0, third = 0, fourth = 0] = boundsOf(most);
  if (count >= fourth) return 4;
  if (count >= third) return 3;
  return count >= second ? 2 : 1;
}

/** The districts as tiles, each a link to its own matches; and the same as a table. */
export function DistrictMap({ frame, figures }: { frame: Frame; figures: readonly DistrictFigure[] }) {
  const words = centerWords[frame.language].map;
  const most = Math.max(0, ...figures.map(({ count }) => count ?? 0));
  const total = figures.reduce((sum, { count }) => sum + (count ?? 0), 0);
  const top = figures.find(({ count }) => count === most && most > 0);
  return (
    <figure class="stack-tight">
      <figcaption class="stack-tight">
        <p>{top === undefined ? words.none : words.description(total, words.tile(top.name, most))}</p>
      </figcaption>
      {/* biome-ignore lint/a11y/useSemanticElements: there is no other element for a group within a picture. */}
      <svg
        class={`picture picture-${frame.language}`}
        viewBox={`0 0 ${TILE * TILE_COLUMNS} ${TILE * TILE_ROWS}`}
        role="group"
        aria-label={words.title}
      >
        {SEOUL_TILES.map(([code, column, row]) => {
          const figure = figures.find((one) => one.code === code);
          return figure === undefined ? null : (
            <Tile frame={frame} figure={figure} x={column * TILE} y={row * TILE} most={most} />
          );
        })}
      </svg>
      <Legend frame={frame} most={most} />
      <p class="quiet">{words.own}</p>
      <details>
        <summary>{words.table}</summary>
        <DistrictTable frame={frame} figures={figures} />
      </details>
    </figure>
  );
}

interface TileProps {
  frame: Frame;
  figure: DistrictFigure;
  x: number;
  y: number;
  most: number;
}

function Tile({ frame, figure, x, y, most }: TileProps) {
  const { count } = figure;
  const name = shortName(figure.name);
  const shade = count === undefined ? 0 : shadeOf(count, most);
  const kind = `tile tile-${count === undefined ? "none" : shade}${figure.isOwn ? " tile-own" : ""}`;
  const inside = (
    <>
      <rect x={x + 4} y={y + 4} width={TILE - 8} height={TILE - 8} rx="10" />
      <text
        class="name"
        x={x + TILE / 2}
        y={y + 44}
        {...(name.length > NAME_CHARS ? { textLength: TILE - 14, lengthAdjust: "spacingAndGlyphs" } : {})}
      >
        {name}
      </text>
      <text class="count" x={x + TILE / 2} y={y + 76}>
        {count === undefined ? "·" : count.toLocaleString("en-US")}
      </text>
    </>
  );
  // A figure that nobody may see leads nowhere; the name in it says which district it is, the table says that there is no figure.
  if (!figure.isOwn || count === undefined) return <g class={kind}>{inside}</g>;
  return (
    <a class={kind} href={href(frame, `/center?district=${figure.code}`)}>
      {inside}
    </a>
  );
}

/** A district without the word for district; 중구 would be left with one syllable, and is never called so. */
function shortName(name: string): string {
  const short = name.replace(/구$|-gu$/u, "");
  return short.length > 1 ? short : name;
}

function Legend({ frame, most }: { frame: Frame; most: number }) {
  const words = centerWords[frame.language].map;
  if (most === 0) return null;
  const bounds = boundsOf(most);
  const starts = [0, 1, ...bounds].filter((start) => start <= most);
  return (
    <ul class="legend">
      {starts.map((start, at) => (
        <li>
          <svg viewBox="0 0 20 20" class={`tile tile-${SHADES[at] ?? 4}`} aria-hidden="true">
            <rect width="20" height="20" rx="4" />
          </svg>
          {words.upTo(start, (starts[at + 1] ?? most + 1) - 1)}
        </li>
      ))}
    </ul>
  );
}

function DistrictTable({ frame, figures }: { frame: Frame; figures: readonly DistrictFigure[] }) {
  const words = centerWords[frame.language].map;
  const rows = figures.toSorted((a, b) => (b.count ?? -1) - (a.count ?? -1) || (a.code < b.code ? -1 : 1));
  return (
    <div class="table-frame">
      <table>
        <caption>{words.title}</caption>
        <thead>
          <tr>
            <th scope="col">{words.district}</th>
            <th scope="col" class="number">
              {words.count}
            </th>
            <th scope="col">{words.center}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, count, center }) => (
            <tr>
              <th scope="row">{name}</th>
              <td class="number">{count === undefined ? words.noData : count.toLocaleString("en-US")}</td>
              <td>{center}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
