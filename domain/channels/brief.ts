import { type Letter, letterWords, titleOf } from "./letter.ts";

const LINES_MAX = 5;

/**
 * The longest account of a letter's openings that fits: first reasons go, then openings from the end, whose number is told; at last the title is cut. The
 * first opening is always there.
 */
export function toBrief(letter: Letter, fits: (brief: string) => boolean): string {
  for (let shown = letter.items.length; shown > 0; shown--) {
    for (let lines = LINES_MAX; lines >= 0; lines--) {
      const brief = toText(letter, shown, lines);
      if (fits(brief)) return brief;
    }
  }
  const title = [...titleOf(letter, letter.items[0])];
  for (let length = title.length - 1; length > 0; length--) {
    const cut = `${title.slice(0, length).join("")}…`;
    if (fits(cut)) return cut;
  }
  return "…";
}

function toText(letter: Letter, shown: number, lines: number): string {
  const items = letter.items
    .slice(0, shown)
    .map((item) => [titleOf(letter, item), ...item.lines.slice(0, lines).map((line) => `- ${line}`)].join("\n"));
  const left = letter.items.length - shown;
  if (left > 0) items.push(letterWords[letter.language].more(left));
  return items.join("\n\n");
}
