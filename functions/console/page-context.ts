import type { Context } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import type { Language } from "../../domain/matching/names.ts";
import { dayInSeoul } from "../../domain/model/calendar.ts";
import type { Resolvers } from "../../domain/taxonomy/resolvers.ts";
import type { ApiDeps, ApiEnv } from "../api/api-context.ts";
import { baseOf } from "../api/own-path.ts";
import { toCenterOf } from "../runtime/center-to-call.ts";
import type { Actor } from "../serving/actor.ts";
import type { Serving } from "../serving/serving.ts";
import type { ConsoleConfiguration } from "./configuration.ts";
import type { AssetFile } from "./console-assets.ts";
import type { Frame } from "./frame.ts";

/** A request for a page. */
export type PageRequest = Context<ApiEnv>;

/** What the pages are made of, beside the request. */
export interface ConsoleDeps extends ApiDeps {
  readonly configuration: ConsoleConfiguration;
  /** Codes for the names that employers write. */
  readonly resolvers: Resolvers;
}

const LANGUAGE_COOKIE = "ieum-language";
const LANGUAGE_SECONDS = 365 * 24 * 60 * 60;

/** Korean unless somebody has chosen otherwise; what they choose is remembered on their device alone. */
export function languageOf(c: PageRequest): Language {
  const asked = c.req.query("lang");
  if (asked === "ko" || asked === "en") {
    setCookie(c, LANGUAGE_COOKIE, asked, { path: "/", maxAge: LANGUAGE_SECONDS, sameSite: "Lax", httpOnly: true });
    return asked;
  }
  return getCookie(c, LANGUAGE_COOKIE) === "en" ? "en" : "ko";
}

/** The frame of a page; `district` says whose center to call. */
export function frameOf(c: PageRequest, deps: ConsoleDeps, district?: string | undefined): Frame {
  const { configuration, serving } = deps;
  const language = languageOf(c);
  const base = baseOf(c);
  const actor = c.get("actor");
  const center = toCenterOf(configuration.centers)(district ?? districtOf(actor, serving));
  const linkTo = (wanted: AssetFile) => {
    const asset = configuration.assets.find(({ file }) => file === wanted);
    if (asset === undefined) throw new Error(`there is no ${wanted} beside the bundle`);
    return `${base}${asset.path}`;
  };
  const url = new URL(c.req.url);
  return {
    language,
    role: actor?.role,
    path: `${url.pathname}${url.search}`,
    base,
    assets: { styles: linkTo("console.css"), script: linkTo("console.js") },
    help: { name: center[language], telephone: center.telephone },
    today: dayInSeoul(serving.ports.clock.now()),
  };
}

/** A center calls itself: its own district stands for it. */
function districtOf(actor: Actor | undefined, { centers }: Pick<Serving, "centers">): string | undefined {
  return actor?.role === "center" ? centers[actor.subject]?.[0] : undefined;
}

/** A page that was posted to leads on to one that can be loaded again without posting again. */
export function seeOther(c: PageRequest, path: string): Response {
  return c.redirect(`${baseOf(c)}${path}`, 303);
}
