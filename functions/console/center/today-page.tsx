import { type Frame, href } from "../frame.ts";
import { Alert } from "../parts/alert.tsx";
import { type DistrictFigure, DistrictMap } from "../parts/district-map.tsx";
import { Page } from "../parts/page.tsx";
import { TableFrame } from "../parts/table-frame.tsx";
import { centerWords } from "../words/center-words.ts";
import { type LiveItem, LiveItems } from "./live-matches.tsx";

/** Events of the day, by what they ask for. */
export interface TodayFigures {
  readonly matches: number;
  readonly unmatched: number;
  readonly followUps: number;
  readonly reviews: number;
}

export interface TodayView {
  readonly center: string;
  readonly figures: TodayFigures;
  readonly districts: readonly DistrictFigure[];
  /** The newest first. */
  readonly items: readonly LiveItem[];
  /** Position that what is new comes after. */
  readonly position: number;
  readonly onlyDistrict: { readonly code: string; readonly name: string } | undefined;
}

/** Seconds between two looks where nothing can be pushed: often enough to be called live, and cheap as one read. */
const ASKED_EVERY_SECONDS = 5;

export function TodayPage({ frame, view }: { frame: Frame; view: TodayView }) {
  const { today: words, map } = centerWords[frame.language];
  return (
    <Page frame={frame} title={words.title(view.center)} lead={words.lead} hasScript>
      <div class="stack">
        <Figures frame={frame} figures={view.figures} />
        <div class="columns columns-even">
          <section class="card stack-tight" aria-labelledby="live">
            <div class="row-apart">
              <h2 id="live">{words.live}</h2>
              <span class="live-sign">{words.liveNow}</span>
            </div>
            {view.onlyDistrict === undefined ? null : (
              <Alert tone="info">
                {words.onlyDistrict(view.onlyDistrict.name)} <a href={href(frame, "/center")}>{words.allDistricts}</a>
              </Alert>
            )}
            <LiveList frame={frame} view={view} />
          </section>
          <section class="card stack-tight" aria-labelledby="map">
            <h2 id="map">{map.title}</h2>
            <DistrictMap frame={frame} figures={view.districts} />
          </section>
        </div>
      </div>
    </Page>
  );
}

/** What calls for somebody leads to where they are called. */
function Figures({ frame, figures, isSwapped }: FiguresProps) {
  const words = centerWords[frame.language].today;
  const toCall = (count: number, part: string) => (count === 0 ? undefined : href(frame, `/center/calls#${part}`));
  const rows: readonly (readonly [name: string, value: string, path: string | undefined])[] = [
    [words.figures.matches, words.cases(figures.matches), undefined],
    [words.figures.followUps, words.people(figures.followUps), toCall(figures.followUps, "follow-ups")],
    [words.figures.reviews, words.people(figures.reviews), toCall(figures.reviews, "reviews")],
    [words.figures.unmatched, words.cases(figures.unmatched), toCall(figures.unmatched, "openings")],
  ];
  return (
    <dl class="figures" id="figures" {...(isSwapped ? { "hx-swap-oob": "true" } : {})}>
      {rows.map(([name, value, path]) => (
        <div class="figure">
          <dt>{name}</dt>
          <dd>{path === undefined ? value : <a href={path}>{value}</a>}</dd>
        </div>
      ))}
    </dl>
  );
}

interface FiguresProps {
  frame: Frame;
  figures: TodayFigures;
  isSwapped?: boolean;
}

function LiveList({ frame, view }: { frame: Frame; view: TodayView }) {
  const words = centerWords[frame.language].today;
  return (
    <TableFrame label={words.live} kind="scroll">
      {view.items.length === 0 ? <p class="quiet">{words.liveNone}</p> : null}
      <ol class="live" id="matches">
        <LiveItems frame={frame} items={view.items} />
      </ol>
      <LiveSource frame={frame} view={view} />
    </TableFrame>
  );
}

/**
 * Where what is new comes from: a stream where the server holds one open, which the laptop does. Where it doesn't, the first answer is a plain one and
 * puts a source in this one's place that asks every few seconds. Both carry on from the last position that arrived, also after a break.
 */
function LiveSource({ frame, view, isAsking }: { frame: Frame; view: LivePosition; isAsking?: boolean }) {
  const only = view.onlyDistrict === undefined ? "" : `&district=${view.onlyDistrict.code}`;
  const from = href(frame, `/center/news?after=${view.position}${only}`);
  const common = { id: "live-source", "hx-target": "#matches", "hx-swap": "afterbegin" };
  return isAsking ? (
    <div {...common} hx-swap-oob="true" hx-get={`${from}&by=asking`} hx-trigger={`every ${ASKED_EVERY_SECONDS}s`} />
  ) : (
    <div {...common} {...{ "hx-sse:connect": from }} />
  );
}

type LivePosition = Pick<TodayView, "position" | "onlyDistrict">;

/** What is new for the top of the list, and the figures with it; to whoever asks, also where to go on from. */
export function NewsFragment({ frame, items, figures, position, isAsking }: NewsProps) {
  return (
    <>
      <LiveItems frame={frame} items={items} />
      {figures === undefined ? null : <Figures frame={frame} figures={figures} isSwapped />}
      {isAsking ? <LiveSource frame={frame} view={position} isAsking /> : null}
    </>
  );
}

interface NewsProps {
  frame: Frame;
  items: readonly LiveItem[];
  /** Undefined where nothing has come. */
  figures: TodayFigures | undefined;
  position: LivePosition;
  isAsking: boolean;
}
