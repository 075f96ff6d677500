import { type CenterContact, callLine, type LetterLanguage, letterWords } from "./letter.ts";
import { toHtml, toPage } from "./page.ts";

/** An opening as the paper shows it. */
export interface PrintedOpening {
  readonly title: string;
  readonly lines: readonly string[];
  /** Last day to apply, `YYYY-MM-DD`. */
  readonly validThrough?: string;
}

export interface PrintedDigest {
  readonly language: LetterLanguage;
  /** The day it was printed, `YYYY-MM-DD`. */
  readonly day: string;
  readonly openings: readonly PrintedOpening[];
  readonly center: CenterContact;
}

const WORDS = {
  ko: {
    title: "나에게 맞는 자리",
    printed: (day: string) => `${day} 인쇄`,
    none: "지금은 알려 드릴 자리가 없습니다.",
    until: (day: string) => `신청: ${day}까지`,
    how: "마음에 드는 자리에 표시해 센터에 가져오시거나 전화해 주세요.",
  },
  en: {
    title: "Openings that suit me",
    printed: (day: string) => `Printed ${day}`,
    none: "There is nothing to tell you of at the moment.",
    until: (day: string) => `Apply by ${day}`,
    how: "Tick what you like and bring this to the center, or call.",
  },
} as const;

// 16 points are 21 pixels; paper can't be zoomed.
const STYLE = `@page{size:A4;margin:18mm}
body{font:16pt/1.5 'Apple SD Gothic Neo','Malgun Gothic',sans-serif;word-break:keep-all;color:#000;background:#fff}
h1{font-size:24pt;margin:0}
ol{padding:0;list-style:none}
li.opening{border:1.5pt solid #000;padding:8pt 12pt;margin:10pt 0;break-inside:avoid}
h2{font-size:18pt;margin:0}
ul{margin:4pt 0;padding-left:1.2em}
.box{display:inline-block;width:16pt;height:16pt;border:1.5pt solid #000;margin-right:8pt;vertical-align:-2pt}
footer{border-top:2pt solid #000;padding-top:8pt;font-size:18pt;font-weight:bold}`;

/** A page for people without a telephone: handed over at the counter, with boxes to tick. It names nobody. */
export function renderPrintedDigest({ language, day, openings, center }: PrintedDigest): string {
  const words = WORDS[language];
  const list = openings.map(({ title, lines, validThrough }) => {
    const until = validThrough === undefined ? "" : `<p>${words.until(toDay(validThrough, language))}</p>`;
    const reasons = lines.map((line) => `<li>${toHtml(line)}</li>`).join("");
    return `<li class="opening"><h2><span class="box"></span>${toHtml(title)}</h2><ul>${reasons}</ul>${until}</li>`;
  });
  const main = list.length === 0 ? `<p>${words.none}</p>` : `<ol>\n${list.join("\n")}\n</ol>\n<p>${words.how}</p>`;
  const body = `<h1>${words.title}</h1>
<p>${letterWords[language].service} · ${words.printed(toDay(day, language))}</p>
${main}
<footer>${toHtml(callLine(language, center))}</footer>`;
  return toPage(language, words.title, STYLE, body);
}

/** 2026-11-21 as it is read aloud. */
function toDay(day: string, language: LetterLanguage): string {
  const [year, month, date] = day.split("-").map(Number);
  return language === "ko" ? `${year}년 ${month}월 ${date}일` : day;
}
