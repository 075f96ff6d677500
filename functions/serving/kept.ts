import type { Applicant } from "../../domain/model/applicant.ts";
import type { Opening } from "../../domain/model/opening.ts";
import { centerOf, districtOf } from "../../domain/outcomes/center-of.ts";
import { type RuleFacts, toRuleFacts } from "../../domain/programme/rule-facts.ts";
import { toRuleSet } from "../../domain/programme/rule-set.ts";
import { inReads } from "../runtime/in-groups.ts";
import { withKeptCompletions } from "../taking-in/profiles.ts";
import type { Actor } from "./actor.ts";
import type { Serving } from "./serving.ts";

/** An opening as it is kept; `revision` counts closings too. */
export interface KeptOpening {
  readonly opening: Opening;
  readonly revision: number;
  readonly isClosed: boolean;
}

/** A profile as it is kept, and with what the person has completed since. */
export interface KeptPerson {
  readonly profile: Applicant;
  readonly applicant: Applicant;
  readonly revision: number;
}

/** Openings by id; those that aren't kept are missing. */
export async function readOpenings(
  { ports }: Pick<Serving, "ports">,
  ids: readonly string[],
): Promise<ReadonlyMap<string, KeptOpening>> {
  const openings = new Map<string, KeptOpening>();
  for (const some of inReads([...new Set(ids)])) {
    for (const { id, body, revision, isClosed } of await ports.openings.get(some)) {
      // What is kept was checked when it came in.
      if (body !== undefined) openings.set(id, { opening: JSON.parse(body) as Opening, revision, isClosed });
    }
  }
  return openings;
}

export async function readOpening(
  serving: Pick<Serving, "ports">,
  openingId: string,
): Promise<KeptOpening | undefined> {
  return (await readOpenings(serving, [openingId])).get(openingId);
}

/** An opening that is the actor's own: an employer's. */
export async function ownOpening(serving: Serving, actor: Actor, openingId: string): Promise<KeptOpening | undefined> {
  const kept = await readOpening(serving, openingId);
  return actor.role === "employer" && kept?.opening.employerId === actor.subject ? kept : undefined;
}

/**
 * A person whom the actor may see: oneself, and for a center those of its districts who have agreed to it. Nobody else, and so not the operator.
 */
export async function visiblePerson(
  serving: Serving,
  actor: Actor,
  applicantId: string,
): Promise<KeptPerson | undefined> {
  if (actor.role === "applicant" ? actor.subject !== applicantId : actor.role !== "center") return undefined;
  const [kept] = await serving.ports.applicants.get([applicantId]);
  if (kept?.body === undefined) return undefined;
  const profile = JSON.parse(kept.body) as Applicant;
  if (actor.role === "center" && !isLookedAfter(serving, actor.subject, profile)) return undefined;
  const applicant = withKeptCompletions(profile, kept.completions ?? []);
  return { profile, applicant, revision: kept.revision };
}

/** Whether somebody may see what a center sees: its staff alone. */
export function isOwnCenter({ centers }: Pick<Serving, "centers">, actor: Actor, center: string): boolean {
  return actor.role === "center" && actor.subject === center && Object.hasOwn(centers, center);
}

/** Whether a center sees somebody: they live, or look for work, in one of its districts, and have agreed to it. */
export function isLookedAfter({ centers }: Pick<Serving, "centers">, center: string, applicant: Applicant): boolean {
  return applicant.consent.center && centerOf(districtOf(applicant), centers) === center;
}

/** All rules that are kept of a programme; none for an opening outside any. */
export async function readRules(
  { ports, matching }: Pick<Serving, "ports" | "matching">,
  programmeId: string | undefined,
): Promise<readonly RuleFacts[]> {
  if (programmeId === undefined) return [];
  return (await ports.programmes.of(programmeId)).map(({ body }) => toRuleFacts(toRuleSet(body), matching.taxonomy));
}
