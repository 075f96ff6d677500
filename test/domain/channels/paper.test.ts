import { expect, test } from "vitest";
import { renderEmail } from "../../../domain/channels/email.ts";
import { renderPrintedDigest } from "../../../domain/channels/printed-digest.ts";

const center = { ko: "50플러스 중부캠퍼스", en: "50plus Central Campus", telephone: "02-460-5050" };
const openings = [
  { title: "카페 <바리스타> & 매니저", lines: ["집에서 20분 거리입니다."], validThrough: "2026-12-05" },
  { title: "사서 보조", lines: ["주 20시간입니다."] },
];

test("a printed digest names each opening, its reasons, the last day, and whom to call, in large type", () => {
  const html = renderPrintedDigest({ language: "ko", day: "2026-11-21", openings, center });
  expect(html).toContain('<html lang="ko">');
  for (const said of [
    "카페 &#60;바리스타&#62; &#38; 매니저",
    "집에서 20분 거리입니다.",
    "신청: 2026년 12월 5일까지",
    "사서 보조",
    "2026년 11월 21일 인쇄",
    "50플러스 중부캠퍼스 02-460-5050",
  ]) {
    expect(html).toContain(said);
  }
  const points = [...html.matchAll(/font(?:-size)?:(\d+)pt/g)].map(([, size]) => Number(size));
  // 18 pixels are 13.5 points.
  expect(Math.min(...points)).toBeGreaterThanOrEqual(14);
  expect(html).not.toMatch(/<(?:img|script|link)\b|https?:/);
});

test("a printed digest of nothing says so, and still whom to call", () => {
  const html = renderPrintedDigest({ language: "en", day: "2026-11-21", openings: [], center });
  expect(html).toContain("There is nothing to tell you of at the moment.");
  expect(html).toContain("50plus Central Campus 02-460-5050");
});

test("an e-mail names the page of each opening that has one, in large type, and says of which it is", () => {
  const page = "https://ieum.example/my/openings/job-1?a&b";
  const items = [
    { purpose: "recommendation", title: "Barista & more", lines: [], page },
    { purpose: "change", title: "Librarian", lines: [] },
  ] as const;
  const { html, text } = renderEmail({ language: "en", items: [...items] }, center);
  expect(text).toContain(`Barista & more\nMore about it: ${page}\n`);
  expect(text.match(/More about it/g)).toHaveLength(1);
  const links = [...html.matchAll(/<a href="(https[^"]*)" style="[^"]*font-size:(\d+)px[^"]*" aria-label="([^"]*)">/g)];
  expect(links.map(([, ...said]) => said)).toEqual([
    [page.replace("&", "&#38;"), "24", "More about it: Barista &#38; more"],
  ]);
});

test("an e-mail takes nothing for markup and keeps its subject on one line", () => {
  const item = { purpose: "recommendation", title: "a\r\nBcc: <b>x</b>", lines: ["<script>"] } as const;
  const { subject, html, text } = renderEmail({ language: "en", items: [item] }, center);
  expect(subject).toBe("[Ieum] New for you: a Bcc: <b>x</b>");
  expect(html).not.toMatch(/<script>|<b>/);
  expect(text).toContain("To stop these messages, call the number above.");
});
