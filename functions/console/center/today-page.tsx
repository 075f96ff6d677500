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
  readonly matches: number;
  readonly people: number;
  readonly unmatched: number;
  readonly followUps: number;
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
    [words.figures.matches, words.cases(view.matches)],
    [words.figures.people, words.people(view.people)],
    [words.figures.followUps, words.people(view.followUps)],
    [words.figures.unmatched, words.cases(view.unmatched)],
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
function LiveSource({ frame, view, isRenewed }: { frame: Frame; view: LivePosition; isRenewed?: boolean }) {
  const only = view.onlyDistrict === undefined ? "" : `&district=${view.onlyDistrict.code}`;
  const query = `after=${view.position}${only}`;
  const swapped = { "hx-target": "#matches", "hx-swap": "afterbegin" };
  if (view.liveBy === "events") {
    return <div id="live-source" {...swapped} {...{ "hx-sse:connect": href(frame, `/center/stream?${query}`) }} />;
  }
  return (
    <div
      id="live-source"
      {...swapped}
      {...(isRenewed ? { "hx-swap-oob": "true" } : {})}
      hx-get={href(frame, `/center/news?${query}`)}
      hx-trigger={`every ${ASKED_EVERY_SECONDS}s`}
    />
  );
}

type LivePosition = Pick<TodayView, "position" | "liveBy" | "onlyDistrict">;

/** What is new for the top of the list; to whoever asks, also where to go on from. */
export function NewsFragment({ frame, items, position }: NewsProps) {
  return (
    <>
      <LiveItems frame={frame} items={items} />
      {position.liveBy === "events" ? null : <LiveSource frame={frame} view={position} isRenewed />}
    </>
  );
}

interface NewsProps {
  frame: Frame;
  items: readonly LiveItem[];
  position: LivePosition;
}
