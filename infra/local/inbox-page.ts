/**
 * The page that `npm start` points to: what one applicant was recommended, in Korean or English. It belongs to the twin alone; nothing
 * of it is deployed, since in the cloud an inbox needs its owner's sign-in.
 */
import type { ServerResponse } from "node:http";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { SQSClient } from "@aws-sdk/client-sqs";
import type { RecommendationEvidence } from "../../domain/delivery/evidence.ts";
import { type Language, renderMessage } from "../../domain/matching/render.ts";
import { type Opening, opening as openingSchema } from "../../domain/model/opening.ts";
import { opaqueId } from "../../domain/model/primitives.ts";
import { createAwsPorts } from "../../functions/adapters/aws/aws-ports.ts";
import { standingBridges } from "../../functions/notifying/standing-bridges.ts";
import type { Ports, Recommendation } from "../../functions/ports.ts";
import type { ResourceNames } from "../names.ts";
import { chosenTaxonomyFile, taxonomyOf } from "../taxonomy-in-use.ts";
import type { Routes } from "./gateway.ts";
import type { Twin } from "./running-twin.ts";

const PATH = /^\/inbox\/(?<applicantId>[^/]{1,80})$/;

/** Recommendations shown: one read of their openings. */
const SHOWN_MAX = 100;

const WORDS = {
  ko: {
    title: "나에게 맞는 기회",
    none: "아직 추천된 자리가 없습니다.",
    fit: "맞는 정도",
    fitWithCourse: "과정을 마치면 맞는 정도",
    closed: "마감",
    other: "English",
    until: (day: string) => `${day}까지 신청`,
  },
  en: {
    title: "Opportunities that suit me",
    none: "Nothing has been recommended yet.",
    fit: "Fit",
    fitWithCourse: "Fit with the course completed",
    closed: "Closed",
    other: "한국어",
    until: (day: string) => `apply by ${day}`,
  },
} as const;

type InboxPorts = Pick<Ports, "recommendations" | "bridges" | "openings">;

/** Answers `/inbox/<applicant>?lang=ko|en` and leaves everything else alone. */
export function inboxRoutes(names: ResourceNames, twin: () => Twin | undefined): Routes {
  let ports: InboxPorts | undefined;
  return (req, res) => {
    const url = new URL(req.url ?? "/", "http://localhost");
    const asked = PATH.exec(url.pathname)?.groups?.["applicantId"];
    const running = twin();
    if (asked === undefined || running === undefined || req.method !== "GET") return false;
    const applicantId = opaqueId.safeParse(asked);
    if (!applicantId.success) return false;
    ports ??= toPorts(names, running);
    const language = url.searchParams.get("lang") === "en" ? "en" : "ko";
    render(applicantId.data, language, ports).then(
      (page) => answer(res, 200, page),
      (error: unknown) => answer(res, 500, `<p>${toHtml(error instanceof Error ? error.message : "error")}</p>`),
    );
    return true;
  };
}

function toPorts({ tables }: ResourceNames, twin: Twin): InboxPorts {
  const nameOf: Record<string, string> = {
    recommendationsTable: tables.recommendations,
    bridgesTable: tables.bridges,
    openingsTable: tables.openings,
  };
  return createAwsPorts(
    (name) => {
      const table = nameOf[name];
      if (table === undefined) throw new Error(`the inbox page doesn't use ${name}`);
      return table;
    },
    {
      dynamoDb: new DynamoDBClient(twin.clientConfig("dynamodb")),
      sqs: new SQSClient(twin.clientConfig("sqs")),
      eventBridge: new EventBridgeClient(twin.clientConfig("events")),
    },
  );
}

function answer(res: ServerResponse, status: number, body: string): void {
  res.writeHead(status, {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'",
    "cache-control": "no-store",
  });
  res.end(body);
}

async function render(applicantId: string, language: Language, ports: InboxPorts): Promise<string> {
  const recommended = await ports.recommendations.list(applicantId);
  const told = [...recommended, ...(await standingBridges(ports, applicantId, recommended))];
  const shown = told.toSorted((a, b) => b.score - a.score || (a.openingId < b.openingId ? -1 : 1)).slice(0, SHOWN_MAX);
  const kept = await ports.openings.get(shown.map(({ openingId }) => openingId));
  const openings = new Map(
    kept.flatMap(({ id, body, isClosed }) =>
      body === undefined ? [] : [[id, { opening: openingSchema.parse(JSON.parse(body)), isClosed }] as const],
    ),
  );
  const cards = shown.flatMap((one) => {
    const found = openings.get(one.openingId);
    return found === undefined ? [] : [toCard(one, found.opening, found.isClosed, language)];
  });
  return toPage(language, cards);
}

function toCard(one: Recommendation, opening: Opening, isClosed: boolean, language: Language): string {
  const words = WORDS[language];
  const { reasons, bridge } = JSON.parse(one.evidence) as RecommendationEvidence;
  const { title, lines } = renderMessage(reasons, opening, language, taxonomyOf(chosenTaxonomyFile()));
  const percent = Math.floor(one.score / 100);
  const until = opening.validThrough === undefined ? "" : ` · ${words.until(opening.validThrough)}`;
  return `<li><h2>${toHtml(title)}</h2>
<p class="fit">${bridge === undefined ? words.fit : words.fitWithCourse} <strong>${percent}%</strong>${isClosed ? ` · ${words.closed}` : toHtml(until)}</p>
<ul>${lines.map((line) => `<li>${toHtml(line)}</li>`).join("")}</ul></li>`;
}

function toPage(language: Language, cards: readonly string[]): string {
  const words = WORDS[language];
  const other = language === "ko" ? "en" : "ko";
  const list = cards.length === 0 ? `<p>${words.none}</p>` : `<ol>${cards.join("\n")}</ol>`;
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${words.title} · 이음</title>
<style>
:root{color-scheme:light dark}
body{font:1.125rem/1.6 system-ui,"Apple SD Gothic Neo","Malgun Gothic",sans-serif;max-width:44rem;margin:0 auto;padding:1.5rem;word-break:keep-all}
header{display:flex;justify-content:space-between;align-items:baseline;gap:1rem;border-bottom:2px solid}
h1{font-size:1.6rem;margin:.3rem 0}h2{font-size:1.25rem;margin:0 0 .2rem}
ol{list-style:none;padding:0}ol>li{border:1px solid;border-radius:.6rem;padding:1rem 1.2rem;margin:1rem 0}
.fit{margin:.2rem 0 .6rem}ul{margin:0;padding-left:1.2rem}
</style></head>
<body><header><h1>${words.title}</h1><a href="?lang=${other}" lang="${other}">${words.other}</a></header>
<main>${list}</main></body></html>`;
}

function toHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
