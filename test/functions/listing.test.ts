import { describe, expect, test } from "vitest";
import { toPublicDates } from "../../domain/channels/public-dates.ts";
import type { Opening } from "../../domain/model/opening.ts";
import { toCalendar } from "../../functions/listing/calendar.ts";
import { toRss } from "../../functions/listing/rss.ts";
import { anOpening } from "../fixtures/bodies.ts";

const TODAY = "2026-11-21";
const context = {
  title: "이음 채용박람회와 마감일",
  link: "https://example.org/dates",
  center: { ko: "50플러스 중부캠퍼스", en: "50plus Central Campus", telephone: "02-460-5050" },
  now: Date.UTC(2026, 10, 21),
};

const listed = (fields: Partial<Opening>, isClosed = false) => ({ opening: anOpening(fields), isClosed });
const fair = listed({
  openingId: "fair-1",
  kind: "job-fair",
  title: "마포 중장년 채용박람회; 이력서, 사진 <무료> & 상담 — 하루 종일 열리는 큰 행사입니다 누구나 오실 수 있습니다",
  validThrough: "2026-12-05",
  datePosted: "2026-11-20",
});
const job = listed({ openingId: "job-1", title: "바리스타", validThrough: "2026-11-25" });
const dates = toPublicDates([fair, job], TODAY);
const SOURCE = { name: "고용24", url: "https://www.work24.go.kr/fairs?id=1&page=2" };
const fromElsewhere = toPublicDates([{ ...fair, opening: { ...fair.opening, source: SOURCE } }, job], TODAY);

describe("public dates", () => {
  test("are the last days of what is open, soonest first, fairs told from deadlines", () => {
    expect(dates.map(({ openingId, kind, day }) => [openingId, kind, day])).toEqual([
      ["job-1", "deadline", "2026-11-25"],
      ["fair-1", "fair", "2026-12-05"],
    ]);
  });

  test("leave out what is closed, over, not yet open, or without a last day", () => {
    const { validThrough: _none, ...endless } = anOpening({ openingId: "d" });
    const others = [
      listed({ openingId: "a", validThrough: "2026-11-25" }, true),
      listed({ openingId: "b", validThrough: "2026-11-20" }),
      listed({ openingId: "c", validFrom: "2026-11-22", validThrough: "2026-11-25" }),
      { opening: endless, isClosed: false },
      listed({ openingId: "last-day", validThrough: TODAY }),
    ];
    expect(toPublicDates(others, TODAY).map(({ openingId }) => openingId)).toEqual(["last-day"]);
  });

  test("of a district are its own and those online", () => {
    const places = [
      listed({ openingId: "mapo", place: { mode: "onsite", district: "11440" }, validThrough: "2026-12-01" }),
      listed({ openingId: "jung", place: { mode: "onsite", district: "11140" }, validThrough: "2026-12-01" }),
      listed({ openingId: "somewhere", place: { mode: "onsite" }, validThrough: "2026-12-01" }),
      listed({ openingId: "online", place: { mode: "online" }, validThrough: "2026-12-01" }),
    ];
    expect(toPublicDates(places, TODAY, "11440").map(({ openingId }) => openingId)).toEqual(["mapo", "online"]);
  });
});

/** Properties of each component, unfolded as RFC 5545 says. */
function readCalendar(text: string) {
  const lines = text.replace(/\r\n[ \t]/g, "").split("\r\n");
  const events: Map<string, string>[] = [];
  const calendar = new Map<string, string>();
  let into = calendar;
  for (const line of lines) {
    if (line === "BEGIN:VEVENT") {
      into = new Map();
      events.push(into);
    } else if (line === "END:VEVENT") into = calendar;
    else if (line !== "") into.set(line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1));
  }
  return { calendar, events };
}

describe("the calendar", () => {
  const text = toCalendar(dates, context);

  test("has what RFC 5545 wants of a calendar and of each event", () => {
    const { calendar, events } = readCalendar(text);
    expect(calendar.get("VERSION")).toBe("2.0");
    expect(calendar.get("PRODID")).toMatch(/Ieum/);
    expect(calendar.get("METHOD")).toBe("PUBLISH");
    expect(events.map((event) => event.get("UID"))).toEqual(["job-1@ieum", "fair-1@ieum"]);
    for (const event of events) expect(event.get("DTSTAMP")).toBe("20261121T000000Z");
  });

  test("has whole days, the day after as their end, which no zone moves", () => {
    const [, event] = readCalendar(text).events;
    expect(event?.get("DTSTART;VALUE=DATE")).toBe("20261205");
    expect(event?.get("DTEND;VALUE=DATE")).toBe("20261206");
  });

  test("folds lines at 75 bytes without breaking a letter, ends them with CR LF, and escapes what it must", () => {
    const lines = text.split("\r\n");
    expect(text).not.toMatch(/[^\r]\n/);
    for (const line of lines) expect(Buffer.byteLength(line), line).toBeLessThanOrEqual(75);
    const summary = readCalendar(text).events[1]?.get("SUMMARY") ?? "";
    expect(summary).not.toContain("\u{fffd}");
    expect(summary.replace(/\\([;,\\])/g, "$1")).toBe(`채용박람회: ${fair.opening.title}`);
    expect(summary).toMatch(/채용박람회\\; |박람회\\;/);
  });

  test("leads to where an opening stands in public, and nowhere where it doesn't", () => {
    const urls = readCalendar(toCalendar(fromElsewhere, context)).events.map((event) => event.get("URL;VALUE=URI"));
    expect(urls).toEqual([undefined, SOURCE.url]);
  });

  test("tells whom to call in every event", () => {
    for (const event of readCalendar(text).events) expect(event.get("DESCRIPTION")).toContain("02-460-5050");
  });
});

/** Elements of a name, with their text; enough of XML for a feed of plain elements. */
function elements(xml: string, name: string): string[] {
  return [...xml.matchAll(new RegExp(`<${name}(?: [^>]*)?>([\\s\\S]*?)</${name}>`, "g"))].map(
    ([, inner = ""]) => inner,
  );
}

const textOf = (xml: string): string =>
  xml.startsWith("<![CDATA[")
    ? xml.slice("<![CDATA[".length, -"]]>".length)
    : xml
        .replace(/&lt;/g, "<")
        .replace(/&gt;/g, ">")
        .replace(/&quot;/g, '"')
        .replace(/&amp;/g, "&");

describe("the feed", () => {
  const xml = toRss(dates, context);

  test("has what RSS 2.0 wants of a channel", () => {
    expect(xml).toMatch(/^<\?xml version="1\.0" encoding="utf-8"\?>\s*<rss version="2\.0"/);
    const channel = elements(xml, "channel")[0]?.replace(/<item>[\s\S]*<\/item>/, "") ?? "";
    expect(elements(channel, "title").map(textOf)).toEqual([context.title]);
    expect(elements(channel, "link").map(textOf)).toEqual([context.link]);
    expect(elements(channel, "description").map(textOf)[0]).toContain("02-460-5050");
    expect(elements(channel, "language")).toEqual(["ko"]);
  });

  test("has each day with its title as it is, an id of its own, and when it was posted", () => {
    const items = elements(xml, "item");
    expect(items.map((item) => textOf(elements(item, "title")[0] ?? ""))).toEqual([
      "접수 마감: 바리스타",
      `채용박람회: ${fair.opening.title}`,
    ]);
    expect(new Set(items.map((item) => elements(item, "guid")[0])).size).toBe(2);
    expect(Date.parse(elements(items[1] ?? "", "pubDate")[0] ?? "")).toBe(Date.UTC(2026, 10, 19, 15));
    for (const item of items) expect(textOf(elements(item, "description")[0] ?? "")).toContain("02-460-5050");
  });

  test("leads to where an opening stands in public, or else to the list", () => {
    const items = elements(toRss(fromElsewhere, context), "item");
    const links = items.map((item) => textOf(elements(item, "link")[0] ?? ""));
    expect(links).toEqual([context.link, SOURCE.url]);
  });

  test("takes nothing in a title for markup", () => {
    const hostile = listed({ openingId: "x", title: "]]><item>", validThrough: "2026-12-01" });
    const made = toRss(toPublicDates([hostile], TODAY), context);
    expect(made.replace(/<!\[CDATA\[[\s\S]*?\]\]>/g, "").match(/<item>/g)).toHaveLength(1);
  });
});
