import { canonicalJson } from "../../domain/canonical-json.ts";
import { encodeRecord } from "../../domain/index/log-record.ts";
import { shardName } from "../../domain/index/shards.ts";
import { toApplicantFacts } from "../../domain/matching/facts.ts";
import type { Applicant } from "../../domain/model/applicant.ts";
import { builtInTaxonomy } from "../../domain/taxonomy/built-in.ts";
import type { Ports } from "../../functions/ports.ts";
import { DEFAULT_STAGE, stages } from "../../infra/stages.ts";
import { aStandingPerson } from "../bench/twin-world.ts";

/** Calls under way at a time: as many as keep the tables busy. */
const CALLS_MAX = 32;

/** Numbers of the log that are left for what the twin itself has written by then: a day. */
const FIRST_SEQ = 2;

/** Puts people into a store as if they had come as events: thousands a minute instead of hundreds. The shard is the only one, and nobody works on it. */
export async function fillStore(
  { applicants, shardLog }: Pick<Ports, "applicants" | "shardLog">,
  count: number,
): Promise<void> {
  const shard = shardName(stages[DEFAULT_STAGE], 0);
  let next = 0;
  const fill = async (): Promise<void> => {
    while (next < count) {
      const number = next++;
      const { applicant } = aStandingPerson(number);
      await applicants.keep(applicant.applicantId, 1, canonicalJson(applicant));
      const record = encodeRecord({
        type: "applicant",
        facts: toApplicantFacts(applicant as Applicant, builtInTaxonomy),
      });
      const isAppended = await shardLog.append(shard, { seq: FIRST_SEQ + number, record });
      if (!isAppended) throw new Error(`number ${FIRST_SEQ + number} of the log is taken`);
    }
  };
  await Promise.all(Array.from({ length: CALLS_MAX }, fill));
}
