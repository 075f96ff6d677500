import { dayInSeoul } from "../../domain/model/calendar.ts";
import type { Actor } from "./actor.ts";
import { type BridgeAccount, bridgeAccountOf } from "./bridge-account.ts";
import { readOpening, readRules, visiblePerson } from "./kept.ts";
import { found, NOT_FOUND, type Served } from "./served.ts";
import type { Serving } from "./serving.ts";
import { type Account, accountFor } from "./why-account.ts";

/** Why an opening suits somebody, or why not: for every pair, with all that stands against it and what would help. */
export interface PairAccount extends Account {
  /** The course it was told with; undefined without one. */
  readonly bridge: BridgeAccount | undefined;
}

export async function explainPair(
  serving: Serving,
  actor: Actor,
  applicantId: string,
  openingId: string,
): Promise<Served<PairAccount>> {
  const person = await visiblePerson(serving, actor, applicantId);
  const kept = await readOpening(serving, openingId);
  if (person === undefined || kept === undefined) return NOT_FOUND;
  const { matching, ports } = serving;
  const judgement = {
    day: dayInSeoul(ports.clock.now()),
    thresholdBp: matching.perApplicant.thresholdBp,
    weights: matching.weights,
    taxonomy: matching.taxonomy,
    programmeRules: await readRules(serving, kept.opening.programmeId),
  };
  const account = accountFor(person.applicant, kept.opening, { ...judgement, isClosed: kept.isClosed });
  const bridge = await bridgeAccountOf(serving, person.applicant, kept.opening, judgement);
  // Which condition of a programme it was is for whoever counsels: people are told that one isn't met.
  const programme = actor.role === "center" ? account.programme : undefined;
  return found({ ...account, programme, bridge });
}
