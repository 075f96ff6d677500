import { type Frame, href } from "../frame.ts";
import { Alert } from "../parts/alert.tsx";
import { type DistrictFigure, DistrictMap } from "../parts/district-map.tsx";
import { Page } from "../parts/page.tsx";
import { centerWords } from "../words/center-words.ts";
import { type LiveItem, LiveItems } from "./live-matches.tsx";

/** How the page learns of what is new: pushed where the server can hold a connection, else asked for. */
export type LiveBy = "events" | "asking";

export interface TodayView {
  readonly center: string;
  readonly matchesToday: number;
  readonly people: number;
  readonly openings: number;
  readonly calls: number;
  readonly districts: readonly DistrictFigure[];
  /** The newest first. */
  readonly items: readonly LiveItem[];
  /** Position that what is new comes after. */
  readonly position: number;
  readonly onlyDistrict: { readonly code: string; readonly name: string } | undefined;
  readonly liveBy: LiveBy;
}

/** Seconds between two looks where nothing can be pushed: often enough to be called live, and cheap as one read. */
const ASKED_EVERY_SECONDS = 5;

export function TodayPage({ frame, view }: { frame: Frame; view: TodayView }) {
  const { today: words, map } = centerWords[frame.language];
  return (
    <Page frame={frame} title={words.title(view.center)} lead={words.lead} hasScript>
      <div class="stack">
        <Figures frame={frame} view={view} />
        <div class="columns columns-even">
          <section class="card stack-tight" aria-labelledby="live">
            <div class="row-apart">
              <h2 id="live">{words.live}</h2>
              <span class="live-sign">{view.liveBy === "events" ? words.liveNow : words.liveEvery}</span>
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

function Figures({ frame, view }: { frame: Frame; view: TodayView }) {
  const words = centerWords[frame.language].today;
  const figures: readonly (readonly [string, string])[] = [
    [words.figures.matches, words.cases(view.matchesToday)],
    [words.figures.calls, words.cases(view.calls)],
    [words.figures.people, words.people(view.people)],
    [words.figures.openings, words.cases(view.openings)],
  ];
  return (
    <dl class="figures">
      {figures.map(([name, value]) => (
        <div class="figure">
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function LiveList({ frame, view }: { frame: Frame; view: TodayView }) {
  const words = centerWords[frame.language].today;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by key (WCAG 2.1.1).
    <section class="scroll" tabindex={0} aria-label={words.live} aria-live="off">
      {view.items.length === 0 ? <p class="quiet">{words.liveNone}</p> : null}
      <ol class="live" id="matches">
        <LiveItems frame={frame} items={view.items} />
      </ol>
      <LiveSource frame={frame} view={view} />
    </section>
  );
}

/**
 * Where what is new comes from. Both ways carry on from the last position: the stream by the id of the last event that arrived, the asking by the
 * position in its own address, which each answer renews.
 */
export function LiveSource({
  frame,
  view,
}: {
  frame: Frame;
  view: Pick<TodayView, "position" | "liveBy" | "onlyDistrict">;
}) {
  const only = view.onlyDistrict === undefined ? "" : `&district=${view.onlyDistrict.code}`;
  const query = `after=${view.position}${only}`;
  return view.liveBy === "events" ? (
    <div
      id="live-source"
      {...{ "hx-sse:connect": href(frame, `/center/stream?${query}`) }}
      hx-target="#matches"
      hx-swap="afterbegin"
    />
  ) : (
    <div
      id="live-source"
      hx-get={href(frame, `/center/news?${query}`)}
      hx-trigger={`every ${ASKED_EVERY_SECONDS}s`}
      hx-target="#matches"
      hx-swap="afterbegin"
    />
  );
}

/** The answer to asking: what is new for the top of the list, and where to go on from. */
export function NewsFragment({ frame, view }: { frame: Frame; view: TodayView }) {
  return (
    <>
      <LiveItems frame={frame} items={view.items} />
      <Renewed frame={frame} view={view} />
    </>
  );
}

function Renewed({ frame, view }: { frame: Frame; view: TodayView }) {
  const only = view.onlyDistrict === undefined ? "" : `&district=${view.onlyDistrict.code}`;
  return (
    <div
      id="live-source"
      hx-swap-oob="true"
      hx-get={href(frame, `/center/news?after=${view.position}${only}`)}
      hx-trigger={`every ${ASKED_EVERY_SECONDS}s`}
      hx-target="#matches"
      hx-swap="afterbegin"
    />
  );
}
