import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toApplicantFacts, toOpeningFacts } from "../../domain/matching/facts.ts";
import { unpackMatchList } from "../../domain/matching/match-list.ts";
import { score } from "../../domain/matching/score.ts";
import type { Applicant } from "../../domain/model/applicant.ts";
import { toDayNumber } from "../../domain/model/calendar.ts";
import type { Opening } from "../../domain/model/opening.ts";
import { ruleFactsOn, toRuleFacts } from "../../domain/programme/rule-facts.ts";
import type { RuleSet } from "../../domain/programme/rule-set.ts";
import { underRules } from "../../domain/programme/under-rules.ts";
import { aBody, anApplicant, anOpening } from "../fixtures/bodies.ts";
import { configuration, MemoryService, THRESHOLD_BP } from "../fixtures/memory-service.ts";

import { AGES, aged, boram, civicRole, dayBody, rulesBody, TODAY, taxonomy } from "./programme-town.ts";

describe("the order in which rules, profiles and openings arrive", () => {
  const revisions = fc.array(fc.tuple(fc.integer({ min: 30, max: 45 }), fc.integer({ min: 46, max: 70 })), {
    minLength: 1,
    maxLength: 3,
  });
  const stories = fc.record({
    spans: revisions,
    laterSpans: revisions,
    shards: fc.integer({ min: 1, max: 2 }),
    order: fc.infiniteStream(fc.nat(1_000_000)),
    batch: fc.integer({ min: 1, max: 7 }),
  });

  test("never changes which matches stand in the end", async () => {
    let matches = 0;
    await fc.assert(
      fc.asyncProperty(stories, async ({ spans, laterSpans, shards, order, batch }) => {
        const rules = [
          ...spans.map(([min, max], at) => boram(min, max, { revision: at + 1 })),
          ...laterSpans.map(([min, max], at) => boram(min, max, { revision: at + 1, validFrom: TODAY })),
        ];
        const applicants = AGES.filter((age) => age % 2 === 1).map((age) => anApplicant(aged(age)));
        const openings = ["role-1", "role-2"].map((openingId) => anOpening(civicRole({ openingId })));
        const bodies = [
          ...rules.map(rulesBody),
          ...applicants.map((applicant) => aBody("ApplicantProfileUpdated", { applicant })),
          ...openings.map((opening) => aBody("ProgrammeOpened", { opening })),
          dayBody(TODAY),
        ]
          .map((body) => ({ body, at: order.next().value ?? 0 }))
          .sort((a, b) => a.at - b.at)
          .map(({ body }) => body);
        const service = new MemoryService({ shards });
        await service.accept(dayBody("2026-11-20"));
        for (let first = 0; first < bodies.length; first += batch) {
          await service.accept(...bodies.slice(first, first + batch));
        }
        const expected = recomputed(applicants, openings, rules);
        matches += expected.length;
        expect(await standing(service, applicants, openings)).toEqual(expected);
      }),
      { numRuns: 60, seed: 20_261_121 },
    );
    expect(matches).toBeGreaterThan(200);
  }, 60_000);
});

/** Pairs that stand: of the two lists that could name one, the one that was made later says whether it does. */
async function standing(service: MemoryService, applicants: readonly Applicant[], openings: readonly Opening[]) {
  const found: string[] = [];
  for (const { openingId } of openings) {
    for (const ofOpening of await service.world.matchLists.get(`opening#${openingId}`)) {
      for (const { applicantId } of applicants) {
        const ofApplicant = (await service.world.matchLists.get(`applicant#${applicantId}`)).find(
          ({ shard }) => shard === ofOpening.shard,
        );
        if (ofApplicant === undefined) continue;
        const [later, id] =
          ofApplicant.asOfSeq > ofOpening.asOfSeq ? [ofApplicant, openingId] : [ofOpening, applicantId];
        if (unpackMatchList(later.packed).matches.some((match) => match.id === id))
          found.push(`${applicantId} ${openingId}`);
      }
    }
  }
  return found.sort();
}

/** The same from scratch: the score of everybody with everything, by the last revision of the last rules. */
function recomputed(applicants: readonly Applicant[], openings: readonly Opening[], rules: readonly RuleSet[]) {
  const today = toDayNumber(TODAY);
  const last = new Map(rules.map((one) => [one.validFrom, toRuleFacts(one, taxonomy)]));
  const current = ruleFactsOn(last.values(), today);
  return applicants
    .flatMap((applicant) =>
      openings.flatMap((opening) => {
        const facts = underRules(toOpeningFacts(opening, taxonomy), current, today);
        const verdict = score(facts, toApplicantFacts(applicant, taxonomy), { ...configuration, today });
        const isMatch = typeof verdict === "object" && verdict.score >= THRESHOLD_BP;
        return isMatch ? [`${applicant.applicantId} ${opening.openingId}`] : [];
      }),
    )
    .sort();
}
