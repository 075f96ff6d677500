import type { Applicant } from "../../domain/model/applicant.ts";
import type { Opening } from "../../domain/model/opening.ts";
import { type RuleFacts, toRuleFacts } from "../../domain/programme/rule-facts.ts";
import { toRuleSet } from "../../domain/programme/rule-set.ts";
import type { Taxonomy } from "../../domain/taxonomy/taxonomy.ts";
import type { KeptEntity } from "../../functions/ports.ts";
import { withKeptCompletions } from "../../functions/taking-in/profiles.ts";
import { OperatorError } from "./command.ts";
import type { Connection } from "./connection.ts";

/** An opening as it is kept. */
export interface KeptOpening {
  readonly opening: Opening;
  readonly isClosed: boolean;
}

/** Ids that one read takes. */
const READ_IDS_MAX = 100;

/** What the functions keep is canonical JSON of an entity that was checked when it came in. */
function bodyOf<T>(entity: KeptEntity): T | undefined {
  return entity.body === undefined ? undefined : (JSON.parse(entity.body) as T);
}

export async function readOpenings(
  { kept }: Connection,
  ids: readonly string[],
): Promise<ReadonlyMap<string, KeptOpening>> {
  const found = new Map<string, KeptOpening>();
  for (let from = 0; from < ids.length; from += READ_IDS_MAX) {
    for (const entity of await kept.openings.get(ids.slice(from, from + READ_IDS_MAX))) {
      const opening = bodyOf<Opening>(entity);
      if (opening !== undefined) found.set(entity.id, { opening, isClosed: entity.isClosed });
    }
  }
  return found;
}

export async function readOpening(connection: Connection, openingId: string): Promise<KeptOpening> {
  const found = (await readOpenings(connection, [openingId])).get(openingId);
  if (found === undefined) throw new OperatorError(`there is no opening ${openingId} in ${connection.where}`);
  return found;
}

export async function readApplicant(connection: Connection, applicantId: string): Promise<Applicant> {
  const [entity] = await connection.kept.applicants.get([applicantId]);
  if (entity === undefined) throw new OperatorError(`there is no applicant ${applicantId} in ${connection.where}`);
  const applicant = bodyOf<Applicant>(entity);
  if (applicant === undefined) throw new OperatorError(`the applicant ${applicantId} has left the service`);
  return withKeptCompletions(applicant, entity.completions ?? []);
}

/** All rules that are kept of a programme; none for an opening outside any. */
export async function readRules(
  { kept }: Connection,
  programmeId: string | undefined,
  taxonomy: Taxonomy,
): Promise<readonly RuleFacts[]> {
  if (programmeId === undefined) return [];
  return (await kept.programmes.of(programmeId)).map(({ body }) => toRuleFacts(toRuleSet(body), taxonomy));
}
