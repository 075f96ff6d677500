import { score } from "../../../domain/matching/score.ts";
import type { Peer, PeerAnswer, PeerOrder } from "./peer.ts";

/** The plain score over objects in an array: the program that one would write first. */
export function loadNaive({ population, applicants, openings, rules, thresholdBp }: PeerOrder): Peer {
  const people = [...population.applicants(0, applicants)];
  const posted = [...population.openings(0, openings)];
  const run = <T>(all: readonly T[], scoreOf: (one: T) => ReturnType<typeof score>): PeerAnswer => {
    const started = performance.now();
    const found: [number, number][] = [];
    for (const [number, one] of all.entries()) {
      const verdict = scoreOf(one);
      if (typeof verdict === "object" && verdict.score >= thresholdBp) found.push([number, verdict.score]);
    }
    return { milliseconds: performance.now() - started, found };
  };
  return {
    reverse: async (opening) => run(people, (one) => score(opening, one, rules)),
    forward: async (applicant) => run(posted, (one) => score(one, applicant, rules)),
    close: async () => undefined,
  };
}
