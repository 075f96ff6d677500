import { namesIn } from "../../../domain/matching/names.ts";
import { dayInSeoul } from "../../../domain/model/calendar.ts";
import type { FeedDay, FeedItem } from "../../feed-ports.ts";
import { readOpenings } from "../../serving/kept.ts";
import type { Frame } from "../frame.ts";
import type { ConsoleDeps } from "../page-context.ts";
import type { DistrictFigure } from "../parts/district-map.tsx";
import { SEOUL_DISTRICTS } from "../parts/seoul-districts.ts";
import { type FeedEvent, toFeedEvent } from "./feed-events.ts";
import type { LiveBody, LiveItem } from "./live-matches.tsx";
import type { TodayFigures } from "./today-page.tsx";

/** Events that a page shows, and that one answer brings. */
export const ITEMS_MAX = 30;

/** Items of a feed as a page shows them, the newest first; of one district alone when it is named. */
export async function toLiveItems(
  { serving }: ConsoleDeps,
  frame: Frame,
  kept: readonly FeedItem[],
  district: string | undefined,
): Promise<readonly LiveItem[]> {
  const wanted = kept
    .map(toFeedEvent)
    .filter(({ detail }) => district === undefined || detail.district === district)
    .slice(-ITEMS_MAX);
  const openings = await readOpenings(
    serving,
    wanted.flatMap((event) => openingIdOf(event) ?? []),
  );
  const names = namesIn(frame.language, serving.matching.taxonomy);
  const items = wanted.map((event): LiveItem => {
    const openingId = openingIdOf(event);
    return {
      position: event.position,
      at: event.at,
      day: dayInSeoul(event.at),
      district: event.detail.district === undefined ? undefined : names.district(event.detail.district),
      title: openingId === undefined ? undefined : openings.get(openingId)?.opening.title,
      openingId: openingId === undefined || !openings.has(openingId) ? undefined : openingId,
      body: toBody(event),
    };
  });
  return items.toReversed();
}

/** The opening that an event is about; of several the one that suits best. */
function openingIdOf({ detail: { openingId, matches = [] } }: FeedEvent): string | undefined {
  return openingId ?? bestOf(matches)?.openingId;
}

function bestOf<T extends { readonly score?: number }>(matches: readonly T[]): T | undefined {
  return matches.toSorted((a, b) => (b.score ?? 0) - (a.score ?? 0))[0];
}

function toBody({ name, detail }: FeedEvent): LiveBody {
  const { matches = [], applicantId = "", months = 0 } = detail;
  const best = bestOf(matches);
  switch (name) {
    case "MatchesFound": {
      const openings = new Set(matches.map(({ openingId }) => openingId)).size;
      const common = { bestBp: best?.score ?? 0, applicantId: best?.applicantId ?? "", count: matches.length };
      return openings > 1 ? { sort: "openings", ...common } : { sort: "people", ...common };
    }
    case "MatchesWithdrawn":
      return { sort: "withdrawn", count: Math.max(1, matches.length) };
    case "OpeningUnmatched":
      return { sort: "unmatched" };
    case "FollowUpDue":
      return { sort: "follow-up", applicantId, months };
    case "ReviewRequested":
      return { sort: "review", applicantId };
    default:
      return { sort: "other", name };
  }
}

/** All districts of the map: a center is told of its own, so of the others there is no figure. */
export function districtFigures(deps: ConsoleDeps, frame: Frame, center: string, day: FeedDay): DistrictFigure[] {
  const own = new Set(deps.serving.centers[center] ?? []);
  return SEOUL_DISTRICTS.map((district) => ({
    code: district.code,
    name: district[frame.language],
    count: own.has(district.code) ? (day.matches[district.code] ?? 0) : undefined,
    isOwn: own.has(district.code),
    center: deps.configuration.centers.find(({ serves }) => serves.includes(district.code))?.[frame.language] ?? "",
  }));
}

/** The figures of a center's day. */
export function toTodayFigures(day: FeedDay): TodayFigures {
  const { unmatched, followUps, reviews } = day;
  return { matches: Object.values(day.matches).reduce((sum, count) => sum + count, 0), unmatched, followUps, reviews };
}
