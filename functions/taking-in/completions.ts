import { hash } from "node:crypto";
import type * as z from "zod";
import { canonicalJson } from "../../domain/canonical-json.ts";
import type { Opening } from "../../domain/model/opening.ts";
import type { ParticipationEntry } from "../../domain/model/participation.ts";
import { toHundredths } from "../../domain/model/satisfaction.ts";
import type { CenterDistricts } from "../../domain/outcomes/center-of.ts";
import { type FactMeasure, type LedgerFact, NO_CENTER } from "../../domain/outcomes/ledger-fact.ts";
import type { completionRecorded } from "../../events/completion-recorded.ts";
import type { Ports } from "../ports.ts";
import { toAttribution } from "./outcomes.ts";

type CompletionPorts = Pick<Ports, "applicants" | "openings" | "ledger">;

/** What a completion is counted for. It stands in the ledger under the first that was found, and nobody's name. */
type Attribution = Pick<LedgerFact, "center" | "programmeId" | "kind">;

/** The only revision of an attribution: the first one stays. */
const FIRST_REVISION = 1;

/**
 * Counts a completion that is kept, and each certificate that it brings. The ids of the facts are made of the completion and its number alone, so
 * whoever says the same again, in whichever event, counts nothing anew; the center of the first time stays, also when the person has moved since.
 */
export async function countCompletion(
  { applicantId, revision, completion }: z.output<(typeof completionRecorded)["detail"]>,
  ports: CompletionPorts,
  centers: CenterDistricts,
): Promise<void> {
  const { courseOpeningId, certificates = [], satisfaction, on } = completion;
  const whole = idOf(applicantId, String(revision), canonicalJson(completion));
  const [[person], [course]] = await Promise.all([
    ports.applicants.get([applicantId]),
    courseOpeningId === undefined ? [] : ports.openings.get([courseOpeningId]),
  ]);
  const { center = NO_CENTER, ...ofCourse } = toAttribution(person, course, centers);
  const attribution = await firstAttribution(whole, on.slice(0, 4), { center, ...ofCourse }, ports);
  const count = (measure: FactMeasure, factId: string) => ports.ledger.count({ factId, measure, on, ...attribution });
  await count("completed", whole);
  for (const code of new Set(certificates)) await count("certificate", idOf(whole, code));
  if (satisfaction === undefined) return;
  const answer = { score: toHundredths(satisfaction), ...(courseOpeningId === undefined ? {} : { courseOpeningId }) };
  await ports.ledger.count({ factId: idOf(whole, "survey"), measure: "surveyed", on, ...attribution, ...answer });
}

async function firstAttribution(
  id: string,
  period: string,
  found: Attribution,
  { ledger }: CompletionPorts,
): Promise<Attribution> {
  const account = `completion#${id}`;
  const entered = await ledger.enter(account, {
    source: "completion",
    period,
    revision: FIRST_REVISION,
    body: canonicalJson(found),
  });
  if (entered.kind !== "conflict") return found;
  const [first] = await ledger.statements(account);
  // Only this code writes there, and nothing is ever taken away.
  return first === undefined ? found : (JSON.parse(first.body) as Attribution);
}

/**
 * The parts of programmes that completed courses are, by the openings that they were posted as; none of what is no part, or isn't known (yet). Whatever is heard of the
 * person next asks again, so that a course which is posted after somebody has completed it counts from then on.
 */
export async function completedParts(
  courseOpeningIds: readonly string[],
  { openings }: Pick<Ports, "openings">,
): Promise<readonly ParticipationEntry[]> {
  if (courseOpeningIds.length === 0) return [];
  // A course that is over was completed all the same.
  return (await openings.get(courseOpeningIds)).flatMap(({ id, body = "{}" }): ParticipationEntry[] => {
    const { programmeId, programmePart: part }: Partial<Opening> = JSON.parse(body);
    if (programmeId === undefined || part === undefined) return [];
    return [{ kind: "completed", openingId: id, programmeId, part }];
  });
}

/** One-way, as with outcomes. */
function idOf(...parts: readonly string[]): string {
  return hash("sha256", `fact ${JSON.stringify(parts)}`).slice(0, 32);
}
