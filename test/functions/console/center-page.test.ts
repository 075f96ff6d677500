import { afterAll, beforeAll, expect, test } from "vitest";
import { eventsOut } from "../../../events/catalog.ts";
import { dayWith } from "../../../functions/feeding/feed-day.ts";
import { SESSION_COOKIE, type SmallSeoul, startSmallSeoul } from "../../browser/small-seoul.ts";

const CENTER = "central";
const DISTRICT = "11440";
const { MatchesFound } = eventsOut;

let seoul: SmallSeoul;
let calls: string[] = [];
beforeAll(async () => {
  seoul = await startSmallSeoul({
    onCall: (port, method, phase) => {
      if (phase === "before") calls.push(`${port} ${method}`);
    },
  });
});
afterAll(() => seoul.stop());

/** The page of the center's day, and the calls that it took. */
async function look(): Promise<{ readonly html: string; readonly calls: readonly string[] }> {
  calls = [];
  const cookie = `${SESSION_COOKIE}=${encodeURIComponent(`center:${CENTER}`)}`;
  const response = await fetch(`${seoul.url}/center?lang=en`, { headers: { cookie } });
  return { html: await response.text(), calls: calls.toSorted() };
}

async function tell(events: number, matchesEach: number): Promise<void> {
  const { centerFeeds } = seoul.service.world;
  const [entry] = MatchesFound.sample.matches;
  let [last] = await centerFeeds.newest(CENTER, 1);
  for (let at = 0; at < events; at++) {
    const position = (last?.position ?? 0) + 1;
    const matches = Array.from({ length: matchesEach }, () => entry);
    const detail = { ...MatchesFound.sample, district: DISTRICT, matches };
    const event = { source: MatchesFound.source, "detail-type": MatchesFound.name, detail };
    const when = seoul.service.nowMs;
    last = {
      center: CENTER,
      position,
      eventId: `told-${position}`,
      event: JSON.stringify(event),
      at: when,
      soFar: dayWith(last?.soFar, event, { position, at: when }),
    };
    await centerFeeds.append(last);
  }
}

const found = (html: string) => Number(/Matches found today<\/dt><dd>([\d,]+)</.exec(html)?.[1]?.replaceAll(",", ""));

test("takes the same few calls to show a day of a few matches and one of 50,000, counted to the last", async () => {
  const quiet = await look();
  await tell(500, 100);
  const busy = await look();
  expect(found(busy.html)).toBe(found(quiet.html) + 50_000);
  expect(busy.calls).toEqual(quiet.calls);
  expect(busy.calls.filter((call) => call.startsWith("centerFeeds"))).toEqual(["centerFeeds newest"]);
});
