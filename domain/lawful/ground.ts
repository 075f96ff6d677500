/** Clauses that an opening is refused by, as a Korean reader looks them up. Append only: they travel in events. */
export const lawClauses = [
  /** Nobody is treated differently by age in recruiting without good reason; exceptions in 4조의5. */
  "고령자고용법 4조의4 1항 1호",
  /** Nobody is treated differently by sex in recruiting. */
  "남녀고용평등법 7조 1항",
  /** No looks, height, weight or unmarried state that the work doesn't need may be asked for. */
  "남녀고용평등법 7조 2항",
  /** Looks, height, weight and other features of the body that the work doesn't need may not be asked. */
  "채용절차법 4조의3 1호",
  /** Nor where somebody comes from, whether married, what they own. */
  "채용절차법 4조의3 2호",
  /** Nor the schooling, work and property of parents, children, brothers and sisters. */
  "채용절차법 4조의3 3호",
  /** Nobody is paid less than the minimum wage. */
  "최저임금법 6조 1항",
] as const;
export type LawClause = (typeof lawClauses)[number];

/** Longest words of a finding, in UTF-16 units: no wording spans more than this. */
export const SPAN_WORDS_MAX = 100;

/** A stretch of a text of an opening: `start` and `end` count UTF-16 units of the text as it was sent, `end` is the first one after it. */
export interface TextSpan {
  readonly start: number;
  readonly end: number;
  readonly words: string;
}

/** The least that would have been lawful, in the unit in which the pay was stated. */
export interface LeastPay {
  /** Year of the minimum wage. */
  readonly year: number;
  readonly krwPerHour: number;
  readonly krw: number;
  readonly unit: "HOUR" | "DAY" | "MONTH" | "YEAR";
}

/** What a refusal by law rests on. */
export interface LegalGround {
  readonly clauses: readonly LawClause[];
  readonly span?: TextSpan | undefined;
  readonly least?: LeastPay | undefined;
}
