import { createTaxonomy } from "../../domain/taxonomy/taxonomy.ts";
import { createMatchingConfiguration, type MatchingConfiguration } from "../../functions/runtime/rules.ts";
import type { Story } from "./happening.ts";

/**
 * A taxonomy that is just large enough for pairs that match fully, in part and not at all. A world's size is what a seed costs: thousands of
 * small worlds find more than a few large ones.
 */
export const tinyTaxonomy = createTaxonomy({
  version: "tiny-1",
  competencies: [
    { number: 1, code: "coffee", ko: "커피", en: "Coffee", group: "13" },
    { number: 2, code: "bookkeeping", ko: "장부", en: "Bookkeeping", group: "02" },
    { number: 3, code: "gardening", ko: "원예", en: "Gardening", group: "24" },
  ],
  occupations: [
    {
      number: 1,
      code: "5317",
      ko: "바리스타",
      en: "Barista",
      aliases: [],
      competencies: [["coffee", 3, "essential"]],
    },
    {
      number: 2,
      code: "0271",
      ko: "경리 사무원",
      en: "Bookkeeping clerk",
      aliases: [],
      competencies: [
        ["bookkeeping", 3, "essential"],
        ["coffee", 1, "optional"],
      ],
    },
  ],
  certificates: [{ number: 1, code: "latte-art", ko: "라테 아트", en: "Latte art", aliases: [], attests: [] }],
  // The codes given here and no others, so that an unknown one can be met.
  occupationCodes: "own",
});

/** Below the deployed threshold, so that about half of all pairs of a tiny world match. */
const THRESHOLD_BP = 5_000;

/** People are told at any hour, so that a story of a few minutes sees it. */
export const tinyConfiguration = createMatchingConfiguration(THRESHOLD_BP, tinyTaxonomy, []);

/** What is found at night waits for the morning, as the law has it. */
const { night } = createMatchingConfiguration(THRESHOLD_BP, tinyTaxonomy);

export function configurationOf(story: Pick<Story, "isNightKept" | "pairsPerMessage">): MatchingConfiguration {
  const { isNightKept, pairsPerMessage } = story;
  return { ...tinyConfiguration, pairsPerMessage, night: isNightKept ? night : [] };
}

/** The day on which every story begins. */
export const FIRST_DAY = "2026-11-21";

/** The codes that profiles and postings draw from. */
export const tinyCodes = {
  competencies: tinyTaxonomy.competencies.map(({ code }) => code),
  occupations: tinyTaxonomy.occupations.map(({ code }) => code),
  certificates: ["latte-art"],
  /** 마포구, 서대문구 and 도봉구: two that are near each other, and one that is far from both. */
  districts: ["11440", "11410", "11320"],
} as const;
