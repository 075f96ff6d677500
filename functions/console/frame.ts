import type { Language } from "../../domain/matching/names.ts";

/** Who looks at a page. */
export const roles = ["applicant", "employer", "center", "operator"] as const;
export type Role = (typeof roles)[number];

/** A stylesheet and a script, by the address that has their hash in it. */
export interface AssetLinks {
  readonly styles: string;
  readonly script: string;
}

/** Whom one calls: each page has it at the same place (WCAG 2.2, 3.2.6). */
export interface HelpLine {
  readonly name: string;
  readonly telephone: string;
}

/** What every page is shown in, made anew for each request. */
export interface Frame {
  readonly language: Language;
  /** Undefined for those who haven't signed in. */
  readonly role: Role | undefined;
  /** Path of the page without the base, with its query. */
  readonly path: string;
  /** What stands before every path: empty, or the stage of an API that has no domain of its own. */
  readonly base: string;
  readonly assets: AssetLinks;
  readonly help: HelpLine;
  /** The day in Seoul. */
  readonly today: string;
}

/** A path within the console as a link. */
export function href({ base }: Pick<Frame, "base">, path: string): string {
  return `${base}${path}`;
}
