import { learningProgrammes } from "./data/learning.ts";
import { supportProgrammes } from "./data/support.ts";
import { workProgrammes } from "./data/work.ts";
import type { RuleSet } from "./rule-set.ts";

/**
 * The programmes that Ieum brings along, as their published figures have them. Another year's figures are another rule set with a later first
 * day; these stay, because what was told went by them.
 */
export const builtInProgrammes: readonly RuleSet[] = [...workProgrammes, ...learningProgrammes, ...supportProgrammes];
