import { toOpeningFacts } from "../../domain/matching/facts.ts";
import { dayInSeoul } from "../../domain/model/calendar.ts";
import {
  findUnknownApplicantCode,
  findUnknownCompletionCode,
  findUnknownOpeningCode,
} from "../../domain/model/known-codes.ts";
import { refuseUnderRules } from "../../domain/programme/refuse-opening.ts";
import { findUnknownRuleCode, toRuleSet } from "../../domain/programme/rule-set.ts";
import type { Refusal } from "../../domain/refusal.ts";
import type { Taxonomy } from "../../domain/taxonomy/taxonomy.ts";
import type { EventIn } from "../../events/catalog.ts";
import type { Ports } from "../ports.ts";
import { refusalOfDay } from "./days.ts";

/** Why an event that is well-formed can't be taken in all the same, by the day, the codes and the programmes' rules that are known now. */
export async function refusalByWhatIsKnown(
  event: EventIn,
  taxonomy: Taxonomy,
  { programmes, clock }: Pick<Ports, "clock"> & { readonly programmes: Pick<Ports["programmes"], "of"> },
): Promise<Refusal | undefined> {
  return (
    refusalOfDay(event, clock.now()) ??
    findUnknownCode(event, taxonomy) ??
    (await refusalByProgramme(event, taxonomy, programmes))
  );
}

function findUnknownCode(event: EventIn, taxonomy: Taxonomy): Refusal | undefined {
  if ("opening" in event.detail) return findUnknownOpeningCode(event.detail.opening, taxonomy);
  if ("completion" in event.detail) return findUnknownCompletionCode(event.detail.completion, taxonomy);
  if ("applicant" in event.detail) return findUnknownApplicantCode(event.detail.applicant, taxonomy);
  return "rules" in event.detail ? findUnknownRuleCode(event.detail.rules, taxonomy) : undefined;
}

/**
 * What the rules of its programme forbid in an opening, as they are kept now. Rules that come later are gone by in the shards: an opening that
 * breaks them is then offered to nobody.
 */
async function refusalByProgramme(
  { detail }: EventIn,
  taxonomy: Taxonomy,
  programmes: Pick<Ports["programmes"], "of">,
): Promise<Refusal | undefined> {
  if (!("opening" in detail) || detail.opening.programmeId === undefined) return undefined;
  const ruleSets = (await programmes.of(detail.opening.programmeId)).map(({ body }) => toRuleSet(body));
  const day = dayInSeoul(Date.parse(detail.occurredAt));
  return refuseUnderRules(detail.opening, toOpeningFacts(detail.opening, taxonomy), ruleSets, day, taxonomy);
}
