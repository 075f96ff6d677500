import { termsOf, type WhatIf, whatIf } from "../operating/what-if.ts";
import type { Actor } from "./actor.ts";
import { found, NOT_FOUND, type Served } from "./served.ts";
import type { Serving } from "./serving.ts";

/** What another threshold would change, counted over everybody and everything; nothing is written or sent. */
export async function whatIfThreshold(serving: Serving, actor: Actor, thresholdBp: number): Promise<Served<WhatIf>> {
  const operating = actor.role === "operator" ? serving.operating : undefined;
  if (operating === undefined) return NOT_FOUND;
  const { taxonomy } = serving.matching;
  const asIs = termsOf(serving.matching);
  const { deployed, ports } = operating;
  return found(await whatIf(asIs, { ...asIs, thresholdBp }, ports, { deployed, taxonomy }));
}
