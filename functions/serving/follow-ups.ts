import type { Applicant } from "../../domain/model/applicant.ts";
import { type CenterDistricts, centerOf, districtOf } from "../../domain/outcomes/center-of.ts";
import { type FollowUp, isAsked, resultOf } from "../../domain/outcomes/follow-up.ts";
import type { ListedFollowUp } from "../outcome-ports.ts";
import type { Ports } from "../ports.ts";
import { inReads } from "../runtime/in-groups.ts";

/** A follow-up to be made, with the earlier ones of the same hire, whichever center made them. */
export interface DueFollowUp {
  readonly followUp: FollowUp;
  readonly center: string | undefined;
  readonly earlier: readonly FollowUp[];
}

type FollowUpPorts = Pick<Ports, "applicants" | "followUps">;

/** Everything on both lists: what centers have been told of, and what is due or will be by a day, but hasn't been told yet; in order of days. */
export async function dueFollowUps(
  ports: FollowUpPorts,
  centers: CenterDistricts,
  through: string,
): Promise<readonly DueFollowUp[]> {
  const listed = new Map<string, ListedFollowUp>();
  for (const list of ["due", "scheduled"] as const) {
    for await (const one of ports.followUps.listed(list, through)) {
      listed.set([one.dueOn, one.applicantId, one.openingId, one.months].join(" "), one);
    }
  }
  const all = [...listed.values()].toSorted((a, b) => (a.dueOn < b.dueOn ? -1 : 1));
  const found: DueFollowUp[] = [];
  for (const some of inReads(all)) found.push(...(await readBatch(some, ports, centers)));
  return found;
}

async function readBatch(
  listed: readonly ListedFollowUp[],
  { applicants, followUps }: FollowUpPorts,
  centers: CenterDistricts,
): Promise<readonly DueFollowUp[]> {
  const people = new Map<string, Applicant>();
  for (const { id, body } of await applicants.get([...new Set(listed.map(({ applicantId }) => applicantId))])) {
    if (body !== undefined) people.set(id, JSON.parse(body));
  }
  const found: DueFollowUp[] = [];
  for (const { applicantId, openingId, months } of listed) {
    const person = people.get(applicantId);
    // Who doesn't want to be shown to a center is on none of its lists.
    if (person?.consent.center !== true) continue;
    const ofHire = (await followUps.of(applicantId)).filter((one) => one.openingId === openingId);
    const followUp = ofHire.find((one) => one.months === months);
    if (followUp === undefined || !isAsked(followUp, ofHire)) continue;
    const earlier = ofHire.filter((one) => one.months < months && resultOf(one) !== undefined);
    found.push({ followUp, center: centerOf(districtOf(person), centers), earlier });
  }
  return found;
}
