import {
  type CenterContact,
  callLine,
  kindOf,
  type Letter,
  type LetterItem,
  letterWords,
  subjectOf,
  titleOf,
} from "./letter.ts";
import { toHtml, toPage } from "./page.ts";

/** An e-mail as it goes out, without its address. */
export interface RenderedEmail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Where one press of a button ends these messages (RFC 8058); none where the stage has no such page. */
  readonly optOutUrl?: string;
}

/** Large enough to be read without glasses: 18 px is what guidelines for older readers ask for at least. */
const BODY_PX = 20;

// Inline, because mail programs throw style sheets away; in the head as well for those that keep them.
const BODY_STYLE = `font-size:${BODY_PX}px;line-height:1.6;font-family:'Apple SD Gothic Neo','Malgun Gothic',sans-serif;word-break:keep-all;max-width:40em;margin:0 auto;padding:16px`;

/** As large as a title, and high enough for a thumb: 44 px is what guidelines for touch ask for. */
const PAGE_LINK_STYLE = "display:inline-block;font-size:24px;font-weight:bold;padding:8px 0";

const OPT_OUT = {
  ko: {
    link: "이 알림을 그만 받으려면 여기를 눌러 주세요",
    call: "이 알림을 그만 받고 싶으면 위 번호로 말씀해 주세요.",
  },
  en: { link: "Stop these messages", call: "To stop these messages, call the number above." },
} as const;

/** The e-mail of a letter, as text and as HTML that says the same. */
export function renderEmail(letter: Letter, center: CenterContact, optOutUrl?: string): RenderedEmail {
  const subject = subjectOf(letter);
  return {
    subject,
    text: toText(letter, center, optOutUrl),
    html: toPage(letter.language, subject, `body{${BODY_STYLE}}`, toBody(letter, center, optOutUrl)),
    ...(optOutUrl === undefined ? {} : { optOutUrl }),
  };
}

function toText(letter: Letter, center: CenterContact, optOutUrl: string | undefined): string {
  const { opening, about, call } = letterWords[letter.language];
  const items = letter.items.map((item) => {
    const page = item.page === undefined ? [] : [`${about}: ${item.page}`];
    return [titleOf(letter, item), ...item.lines.map((line) => `- ${line}`), ...page].join("\n");
  });
  const { link, call: callToStop } = OPT_OUT[letter.language];
  const stop = optOutUrl === undefined ? callToStop : `${link}: ${optOutUrl}`;
  return `${[opening[kindOf(letter)], ...items, `${call}\n${callLine(letter.language, center)}`, stop].join("\n\n")}\n`;
}

function toBody(letter: Letter, center: CenterContact, optOutUrl: string | undefined): string {
  const { opening, call } = letterWords[letter.language];
  const items = letter.items.map(
    (item) =>
      `<h2 style="font-size:24px;margin:24px 0 8px">${toHtml(titleOf(letter, item))}</h2>\n<ul style="margin:0;padding-left:1.2em">${item.lines
        .map((line) => `<li>${toHtml(line)}</li>`)
        .join("")}</ul>${toPageLink(letter, item)}`,
  );
  const { link, call: callToStop } = OPT_OUT[letter.language];
  const stop = optOutUrl === undefined ? callToStop : `<a href="${toHtml(optOutUrl)}">${link}</a>`;
  return `<div lang="${letter.language}" style="${toHtml(BODY_STYLE)}">
<p>${opening[kindOf(letter)]}</p>
${items.join("\n")}
<p style="margin-top:32px;border-top:2px solid;padding-top:16px">${call}<br><strong>${toHtml(center[letter.language])} <a href="tel:${toDialled(center.telephone)}">${toHtml(center.telephone)}</a></strong></p>
<p>${stop}</p>
</div>`;
}

/** A program that reads only links aloud says of which opening each is. */
function toPageLink({ language }: Letter, { title, page }: LetterItem): string {
  if (page === undefined) return "";
  const { about } = letterWords[language];
  return `\n<p style="margin:8px 0"><a href="${toHtml(page)}" style="${PAGE_LINK_STYLE}" aria-label="${toHtml(`${about}: ${title}`)}">${about}</a></p>`;
}

/** A number for telephones to dial. */
function toDialled(telephone: string): string {
  return telephone.replace(/[^\d+]/g, "");
}
