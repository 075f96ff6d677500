import type { LetterLanguage } from "./letter.ts";

/** Text as HTML shows it, in elements and in quoted attributes. */
export function toHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** A whole page without anything from elsewhere: no pictures, no scripts, no fonts to load, nothing that tells who has read it. */
export function toPage(language: LetterLanguage, title: string, style: string, body: string): string {
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${toHtml(title)}</title>
<style>
${style}
</style>
</head>
<body>
${body}
</body>
</html>
`;
}
