/** How the tables under data/ are written; taxonomy.ts turns them into what the rest of the domain reads. */

export type CompetencyRow = readonly [number: number, code: string, ko: string, en: string, group: string];

export type OccupationRow = readonly [
  number: number,
  code: string,
  ko: string,
  en: string,
  aliases: string,
  essential: string,
  optional: string,
];

export type CertificateRow = readonly [
  number: number,
  code: string,
  ko: string,
  en: string,
  aliases: string,
  attests: string,
];
