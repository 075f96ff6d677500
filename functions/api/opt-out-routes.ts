import { type Context, Hono } from "hono";
import { html, raw } from "hono/html";
import { type OptOutPorts, optOutByToken } from "../contacts/opt-out.ts";
import { OPT_OUT_PATH, type OptOutTokens } from "../contacts/opt-out-link.ts";
import type { ApiApp, ApiEnv } from "./api-context.ts";

/** Nobody may frame the button, and nothing but this page learns the token in its address. */
const HEADERS = {
  "cache-control": "no-store",
  "content-security-policy":
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  "x-robots-tag": "noindex",
};

/**
 * Where the links of e-mails lead. GET shows a button and changes nothing: mail servers open links to look at them. POST is the press itself, a person's or their
 * mail program's (RFC 8058): without signing in, since whoever has the token is whom it was sent to, and the same answer however often.
 */
export function optOutRoutes(tokens: OptOutTokens, ports: OptOutPorts): ApiApp {
  const app = new Hono<ApiEnv>();
  app.get(OPT_OUT_PATH, (c) =>
    tokens.applicantOfToken(tokenOf(c)) === undefined ? unknown(c) : c.html(page(ASKED, BUTTON), 200, HEADERS),
  );
  app.post(OPT_OUT_PATH, async (c) => {
    const { kind } = await optOutByToken(ports, tokenOf(c), tokens);
    return kind === "unknown-token" ? unknown(c) : c.html(page(DONE), 200, HEADERS);
  });
  return app;
}

function tokenOf(c: Context): string {
  return c.req.query("token") ?? "";
}

function unknown(c: Context) {
  return c.html(page(UNKNOWN), 404, HEADERS);
}

interface Words {
  readonly ko: readonly [title: string, text: string];
  readonly en: readonly [title: string, text: string];
}

const ASKED: Words = {
  ko: ["알림을 그만 받으시겠습니까?", "아래 단추를 한 번 누르면 이음이 보내는 알림 메시지가 멈춥니다."],
  en: ["Stop the messages?", "One press of the button ends the messages that Ieum sends you."],
};

const DONE: Words = {
  ko: [
    "알림을 멈췄습니다.",
    "더는 알림 메시지를 보내지 않습니다. 다시 받으시려면 설정에서 켜거나 센터에 전화해 주세요.",
  ],
  en: ["The messages have ended.", "To get them again, turn them on in your settings or call your center."],
};

const UNKNOWN: Words = {
  ko: ["이 주소로는 알림을 멈출 수 없습니다.", "주소가 잘렸을 수 있습니다. 메일에 있는 링크를 다시 눌러 주세요."],
  en: ["This address ends no messages.", "It may have been cut off: press the link in the e-mail again."],
};

const STYLE = `body{font:1.25rem/1.6 system-ui,"Apple SD Gothic Neo","Malgun Gothic",sans-serif;max-width:36rem;margin:0 auto;padding:2rem 1.5rem;color:#1e2124;background:#fff}
h1{font-size:1.6rem}h2{font-size:1.125rem;margin-bottom:.25rem}section{color:#464c53;font-size:1.0625rem}
button{font:inherit;font-weight:700;min-height:3.5rem;width:100%;padding:.75rem 1.5rem;border:0;border-radius:.5rem;color:#fff;background:#0b50d0}
:focus-visible{outline:3px solid #1e2124;outline-offset:3px}`;

/** Posts to the address that it stands at, whatever the gateway put before it. */
const BUTTON = html`<form method="post"><input type="hidden" name="List-Unsubscribe" value="One-Click"><button type="submit">알림 그만 받기 <span lang="en">(Stop)</span></button></form>`;

function page({ ko, en }: Words, form: typeof BUTTON | "" = "") {
  return html`<!doctype html>
<html lang="ko"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>이음: ${ko[0]}</title><style>${raw(STYLE)}</style></head>
<body><main><h1>${ko[0]}</h1><p>${ko[1]}</p>${form}<section lang="en"><h2>${en[0]}</h2><p>${en[1]}</p></section></main></body></html>`;
}
