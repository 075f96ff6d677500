import * as fc from "fast-check";
import { builtInProgrammes } from "../../domain/programme/built-in.ts";
import { aBody, aJobBody, anOpening, aProfileBody } from "../fixtures/bodies.ts";
import { aRecommendation } from "../ports/contract-told.ts";
import { hostileBodies, largeBodies } from "./hostile-bodies.ts";
import { type Before, BUSY_MS_MAX, takeBadInput } from "./take-bad-input.ts";

export interface BadInputReport {
  readonly inputs: number;
  readonly accepted: number;
  readonly refused: number;
  /** How often each code was given. */
  readonly byCode: Readonly<Record<string, number>>;
  /** Processor time of the input that took longest. */
  readonly busiestMs: number;
}

/** What a world may have taken in before: nothing, or what the samples say, so that a change of them is a revision, a conflict or a replay. */
const befores: readonly Before[] = [
  { bodies: [] },
  { bodies: [aJobBody(), aProfileBody(), aBody("InternshipOpened"), aBody("ProgrammeOpened")] },
  { bodies: [aBody("ApplicantWithdrawn"), aBody("OpeningClosed")] },
  {
    bodies: [
      ...builtInProgrammes.map((rules) => aBody("ProgrammeRulesSet", { rules })),
      aJobBody(),
      aProfileBody(),
      aBody("CaseRecorded", { revision: 1, step: { kind: "opened" } }),
    ],
    told: aRecommendation(anOpening().openingId),
  },
];

/** Takes in so many inputs, each twice to see that the answer is the same; throws at the first that isn't answered as it should be, made small. */
export async function runBadInput(inputs: number, seed: number): Promise<BadInputReport> {
  const byCode: Record<string, number> = {};
  let accepted = 0;
  let taken = 0;
  let busiestMs = 0;
  const take = async (body: string, before: Before) => {
    const { outcome, busyMs } = await takeBadInput(body, before);
    const again = await takeBadInput(body, before);
    if (again.outcome !== outcome) throw new Error(`answered with ${outcome}, and then with ${again.outcome}`);
    if (busyMs > BUSY_MS_MAX) throw new Error(`busy for ${busyMs} ms`);
    busiestMs = Math.max(busiestMs, busyMs);
    taken++;
    if (outcome === "accepted") accepted++;
    else {
      const [code = ""] = outcome.split(" ");
      byCode[code] = (byCode[code] ?? 0) + 1;
    }
  };
  for (const make of largeBodies()) await take(make(), { bodies: [] });
  const property = fc.asyncProperty(hostileBodies, fc.constantFrom(...befores), take);
  await fc.assert(property, { numRuns: Math.max(1, inputs - taken), seed });
  return { inputs: taken, accepted, refused: taken - accepted, byCode, busiestMs: Math.round(busiestMs * 10) / 10 };
}
