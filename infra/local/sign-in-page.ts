/**
 * Signing in on a machine of one's own: a page that lets one be anybody of the small Seoul. It belongs to the twin alone; in the cloud the issuer of
 * tokens asks for more than a name.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import { opaqueId } from "../../domain/model/primitives.ts";
import { ownPath } from "../../functions/api/own-path.ts";
import { sessionCookie } from "../../functions/api/session.ts";
import { type Actor, isRole } from "../../functions/serving/actor.ts";
import { centers } from "../centers.ts";
import { type DevelopmentKeys, signDevelopmentToken } from "./development-keys.ts";
import { readBody } from "./rest-api.ts";

/** A working day. */
const SESSION_SECONDS = 9 * 60 * 60;

/** Somebody to be, and what to call them. */
export interface ExampleActor extends Actor {
  readonly ko: string;
}

const PATH = "/sign-in";

/** Answers `/sign-in`, and says whether it did. */
export function signInPage(
  keys: DevelopmentKeys,
  examples: readonly ExampleActor[],
): (req: IncomingMessage, res: ServerResponse) => boolean {
  const everybody = [...examples, ...centers.map(({ id, ko }): ExampleActor => ({ role: "center", subject: id, ko }))];
  return (req, res) => {
    const url = new URL(req.url ?? "/", "http://localhost");
    if (url.pathname !== PATH) return false;
    if (req.method === "POST") void signIn(req, res, keys);
    else show(res, everybody, ownPath(url.searchParams.get("to") ?? undefined));
    return true;
  };
}

async function signIn(req: IncomingMessage, res: ServerResponse, keys: DevelopmentKeys): Promise<void> {
  const form = new URLSearchParams((await readBody(req))?.toString("utf8") ?? "");
  const [role = "", subject = ""] = (form.get("who") ?? "").split(" ");
  const origin = req.headers.origin;
  const isFromHere = origin === undefined || (URL.canParse(origin) && new URL(origin).host === req.headers.host);
  if (!isFromHere || !isRole(role) || !opaqueId.safeParse(subject).success) {
    res.writeHead(400, { "content-type": "text/plain; charset=utf-8" }).end("누구로 들어갈지 골라 주세요.\n");
    return;
  }
  const token = await signDevelopmentToken(keys, { role, subject }, SESSION_SECONDS);
  res.writeHead(303, {
    location: ownPath(form.get("to") ?? undefined),
    "set-cookie": sessionCookie(token, SESSION_SECONDS),
    "cache-control": "no-store",
  });
  res.end();
}

const ROLES_KO: Readonly<Record<Actor["role"], string>> = {
  applicant: "구직자",
  employer: "구인기업",
  center: "센터",
  operator: "운영자",
};

function show(res: ServerResponse, everybody: readonly ExampleActor[], to: string): void {
  const buttons = everybody.map(
    ({ role, subject, ko }) =>
      `<li><button name="who" value="${role} ${toHtml(subject)}"><b>${ROLES_KO[role]}</b> ${toHtml(ko)} <code>${toHtml(subject)}</code></button></li>`,
  );
  res.writeHead(200, {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'",
    "cache-control": "no-store",
  });
  res.end(`<!doctype html>
<html lang="ko"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>로그인 · 이음</title>
<style>body{font:1.25rem/1.6 system-ui,"Apple SD Gothic Neo","Malgun Gothic",sans-serif;max-width:40rem;margin:0 auto;padding:1.5rem;color:#1e2124;background:#fff}
ul{list-style:none;padding:0}li{margin:.5rem 0}button{font:inherit;width:100%;min-height:3rem;text-align:left;padding:.5rem 1rem;border:1px solid #58616a;border-radius:.5rem;background:#fff;color:inherit;cursor:pointer}
button:hover{background:#ecf2fe}:focus-visible{outline:3px solid #0b50d0;outline-offset:2px}code{color:#464c53}</style></head>
<body><main><h1>누구로 들어갈까요?</h1><p>이 컴퓨터에서만 쓰는 화면입니다. 실제 서비스에서는 기관의 로그인을 씁니다.</p>
<form method="post" action="${PATH}"><input type="hidden" name="to" value="${toHtml(to)}"><ul>${buttons.join("\n")}</ul></form></main></body></html>`);
}

function toHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
