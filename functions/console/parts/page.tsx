import { raw } from "hono/html";
import type { Child } from "hono/jsx";
import { type Frame, href, type Role } from "../frame.ts";
import { frameWords } from "../words/frame-words.ts";
import { Icon } from "./icon.tsx";

type PageName = keyof (typeof frameWords)["ko"]["pages"];

/** Pages of each role in the order of its menu; what is looked at every day comes first. */
export const MENUS: Readonly<Record<Role, readonly (readonly [path: string, name: PageName])[]>> = {
  applicant: [
    ["/my", "recommendations"],
    ["/my/settings", "settings"],
  ],
  employer: [
    ["/employer", "openings"],
    ["/employer/openings/new", "newOpening"],
  ],
  center: [
    ["/center", "center"],
    ["/center/calls", "calls"],
    ["/center/kpi", "kpi"],
    ["/center/import", "import"],
  ],
  operator: [
    ["/operator", "flow"],
    ["/operator/journey", "journey"],
    ["/operator/set-aside", "setAside"],
    ["/operator/dead-letters", "deadLetters"],
    ["/operator/threshold", "threshold"],
  ],
};

/** The whole document around a page. Pages without a script have none: what an applicant sees works without. */
export function Page({ frame, title, lead, hasScript, children }: PageProps) {
  const words = frameWords[frame.language];
  return (
    <>
      {raw("<!doctype html>")}
      <html lang={frame.language}>
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <title>{`${title} · ${words.service}`}</title>
          <link rel="icon" href="data:," />
          <link rel="stylesheet" href={frame.assets.styles} />
          {hasScript ? (
            <>
              <meta name="htmx-config" content={HTMX_CONFIG} />
              <script src={frame.assets.script} defer />
            </>
          ) : null}
        </head>
        <body>
          <a class="skip" href="#content">
            {words.skip}
          </a>
          <Masthead frame={frame} />
          <main id="content" tabindex={-1}>
            <div class="within">
              <header class="opening-words">
                <h1>{title}</h1>
                {lead === undefined ? null : <p>{lead}</p>}
              </header>
              {children}
            </div>
          </main>
          <Footer frame={frame} />
        </body>
      </html>
    </>
  );
}

interface PageProps {
  frame: Frame;
  title: string;
  lead?: string | undefined;
  hasScript?: boolean;
  children?: Child;
}

/** The indicator's style would be put in by script; only the extension that comes along may register; history is the browser's own. */
const HTMX_CONFIG = JSON.stringify({ includeIndicatorCSS: false, extensions: "sse", history: false });

function Masthead({ frame }: { frame: Frame }) {
  const words = frameWords[frame.language];
  const menu = frame.role === undefined ? [] : MENUS[frame.role];
  const here = frame.path.split("?", 1)[0] ?? "/";
  return (
    <header class="masthead">
      <div class="within">
        <a class="brand" href={href(frame, "/")}>
          <BrandMark />
          {words.service} <small>{frame.role === undefined ? words.motto : words.roles[frame.role]}</small>
        </a>
        <nav aria-label={words.menu}>
          <ul>
            {menu.map(([path, name]) => (
              <li>
                <a href={href(frame, path)} {...(path === here ? { "aria-current": "page" } : {})}>
                  {words.pages[name]}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <div class="own">
          <a
            href={href(frame, otherLanguagePath(frame))}
            lang={frame.language === "ko" ? "en" : "ko"}
            hreflang={frame.language === "ko" ? "en" : "ko"}
          >
            {words.other}
          </a>
          {frame.role === undefined ? null : (
            <form method="post" action={href(frame, "/sign-out")}>
              <button type="submit">{words.signOut}</button>
            </form>
          )}
        </div>
      </div>
    </header>
  );
}

/** The page itself in the other language; what was asked of it stays. */
function otherLanguagePath({ path, language }: Frame): string {
  const [bare = "/", query = ""] = path.split("?", 2);
  const parameters = new URLSearchParams(query);
  parameters.set("lang", language === "ko" ? "en" : "ko");
  return `${bare}?${parameters.toString()}`;
}

/** Two hands' width of road that meet: 이음 is what joins. */
function BrandMark() {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="8" fill="#063a74" />
      <path
        d="M6 20c0-5 3-8 7-8s5 3 6 5 2.500 3 4 3 3-1.500 3-4"
        fill="none"
        stroke="#fff"
        stroke-width="3.500"
        stroke-linecap="round"
      />
      <circle cx="26" cy="12" r="3" fill="#ffb114" />
    </svg>
  );
}

function Footer({ frame }: { frame: Frame }) {
  const words = frameWords[frame.language];
  return (
    <footer class="footer">
      <div class="within">
        <div class="call">
          <span>{words.callUs}</span>
          <a
            href={`tel:${frame.help.telephone}`}
            aria-label={`${words.callName(frame.help.name)} ${frame.help.telephone}`}
          >
            <Icon name="phone" />
            {frame.help.telephone}
          </a>
          <span>{frame.help.name}</span>
        </div>
        <p>{words.notice}</p>
        <ul>
          <li>
            <a href={href(frame, "/criteria")}>{words.criteria}</a>
          </li>
        </ul>
      </div>
    </footer>
  );
}
