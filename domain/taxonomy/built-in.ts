import { CERTIFICATES } from "./data/certificates.ts";
import { PEOPLE_COMPETENCIES } from "./data/competencies-people.ts";
import { TECHNICAL_COMPETENCIES } from "./data/competencies-technical.ts";
import { TRADE_COMPETENCIES } from "./data/competencies-trade.ts";
import { COMPETENCY_ALIASES } from "./data/competency-aliases.ts";
import { OCCUPATION_ALIASES } from "./data/occupation-aliases.ts";
import { AGRICULTURE_OCCUPATIONS } from "./data/occupations-agriculture.ts";
import { ARTS_OCCUPATIONS } from "./data/occupations-arts.ts";
import { CONSTRUCTION_OCCUPATIONS } from "./data/occupations-construction.ts";
import { EDUCATION_OCCUPATIONS } from "./data/occupations-education.ts";
import { FINANCE_OCCUPATIONS } from "./data/occupations-finance.ts";
import { FOOD_SERVICE_OCCUPATIONS } from "./data/occupations-food-service.ts";
import { HEALTH_OCCUPATIONS } from "./data/occupations-health.ts";
import { MAINTENANCE_OCCUPATIONS } from "./data/occupations-maintenance.ts";
import { MANAGEMENT_OCCUPATIONS } from "./data/occupations-management.ts";
import { OFFICE_OCCUPATIONS } from "./data/occupations-office.ts";
import { PERSONAL_SERVICE_OCCUPATIONS } from "./data/occupations-personal-service.ts";
import { SALES_OCCUPATIONS } from "./data/occupations-sales.ts";
import { SECURITY_CLEANING_OCCUPATIONS } from "./data/occupations-security-cleaning.ts";
import { TECHNOLOGY_OCCUPATIONS } from "./data/occupations-technology.ts";
import { TEXTILE_FOOD_CRAFT_OCCUPATIONS } from "./data/occupations-textile-food-craft.ts";
import { TRANSPORT_OCCUPATIONS } from "./data/occupations-transport.ts";
import { WELFARE_OCCUPATIONS } from "./data/occupations-welfare.ts";
import type { CertificateRow, CompetencyRow, OccupationRow } from "./rows.ts";
import { createTaxonomy, type Level, type Need, type TaxonomyParts, toLevel } from "./taxonomy.ts";

/** Moves with every change of a table or a formula; kept with each recommendation so that it can be explained later. */
const BUILT_IN_VERSION = "ieum-2026.11-3";

const competencyAliases = new Map(COMPETENCY_ALIASES);

const COMPETENCY_ROWS: readonly CompetencyRow[] = [
  ...PEOPLE_COMPETENCIES,
  ...TRADE_COMPETENCIES,
  ...TECHNICAL_COMPETENCIES,
];

const OCCUPATION_ROWS: readonly OccupationRow[] = [
  ...MANAGEMENT_OCCUPATIONS,
  ...OFFICE_OCCUPATIONS,
  ...FINANCE_OCCUPATIONS,
  ...TECHNOLOGY_OCCUPATIONS,
  ...EDUCATION_OCCUPATIONS,
  ...WELFARE_OCCUPATIONS,
  ...HEALTH_OCCUPATIONS,
  ...ARTS_OCCUPATIONS,
  ...PERSONAL_SERVICE_OCCUPATIONS,
  ...FOOD_SERVICE_OCCUPATIONS,
  ...SECURITY_CLEANING_OCCUPATIONS,
  ...SALES_OCCUPATIONS,
  ...TRANSPORT_OCCUPATIONS,
  ...CONSTRUCTION_OCCUPATIONS,
  ...MAINTENANCE_OCCUPATIONS,
  ...TEXTILE_FOOD_CRAFT_OCCUPATIONS,
  ...AGRICULTURE_OCCUPATIONS,
];

const wordsOf = (text: string): readonly string[] => (text === "" ? [] : text.split(" "));
const aliasesOf = (text: string): readonly string[] => (text === "" ? [] : text.split("; "));

/** `dishwashing:3` → ["dishwashing", 3]. */
function graded(word: string): readonly [code: string, level: Level] {
  const colon = word.indexOf(":");
  return [word.slice(0, colon), toLevel(Number(word.slice(colon + 1)))];
}

const needed = (text: string, need: Need): readonly (readonly [string, Level, Need])[] =>
  wordsOf(text).map((word) => [...graded(word), need]);

function certificateOf([
  number,
  code,
  ko,
  en,
  aliases,
  attests,
]: CertificateRow): TaxonomyParts["certificates"][number] {
  return { number, code, ko, en, aliases: aliasesOf(aliases), attests: wordsOf(attests).map(graded) };
}

/** The tables of data/ as parts, for checking and for building on. */
export const builtInParts: TaxonomyParts = {
  version: BUILT_IN_VERSION,
  competencies: COMPETENCY_ROWS.map(([number, code, ko, en, group]) => ({
    number,
    code,
    ko,
    en,
    group,
    aliases: aliasesOf(competencyAliases.get(code) ?? ""),
  })),
  occupations: OCCUPATION_ROWS.map(([number, code, ko, en, aliases, essential, optional]) => ({
    number,
    code,
    ko,
    en,
    aliases: aliasesOf(aliases),
    competencies: [...needed(essential, "essential"), ...needed(optional, "optional")],
  })),
  certificates: CERTIFICATES.map(certificateOf),
  spoken: OCCUPATION_ALIASES.flatMap(([code, names]) => aliasesOf(names).map((name) => [code, name] as const)),
};

/** The taxonomy that Ieum brings along, built once when the module is loaded. */
export const builtInTaxonomy = createTaxonomy(builtInParts);
