import type { Outcome } from "../../domain/outcomes/life-cycle.ts";
import type { OutcomeOfPair } from "../ports.ts";

/** The outcome without its pair, as a history carries it. */
export function toOutcome({ applicantId: _person, openingId: _opening, ...outcome }: OutcomeOfPair): Outcome {
  return outcome;
}
