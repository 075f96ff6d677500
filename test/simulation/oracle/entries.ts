import { canonicalJson } from "../../../domain/canonical-json.ts";
import { INFERRED_SOURCE, toApplicantFacts, toOpeningFacts } from "../../../domain/matching/facts.ts";
import { toRequirementEvidence } from "../../../domain/matching/requirement-evidence.ts";
import { score } from "../../../domain/matching/score.ts";
import type { Applicant } from "../../../domain/model/applicant.ts";
import type { Opening } from "../../../domain/model/opening.ts";
import type { ShortlistCandidate } from "../../../events/messages.ts";
import type { Violation } from "../history.ts";
import type { Simulation } from "../simulation.ts";
import { tinyConfiguration } from "../tiny-world.ts";

const { taxonomy, weights, perOpening } = tinyConfiguration;

type Entry = Omit<ShortlistCandidate, "reasons">;

/** Guarantee 3 of what centers and employers are shown: each entry says what the plain score and the plain requirements say of the revisions that it names. */
export function checkEntries({ history: { bodies, events, shortlists } }: Simulation): Violation[] {
  const found = new Map<string, Violation>();
  const check = (entry: Entry, reasons?: ShortlistCandidate["reasons"]) => {
    const {
      applicantId,
      applicantRevision,
      openingId,
      openingRevision,
      score: total,
      fitsOpening,
      fitsApplicant,
    } = entry;
    const text = `${applicantId}@${applicantRevision} ${openingId}@${openingRevision}`;
    const [person, posting] = [
      bodies.get(`applicants ${applicantId} ${applicantRevision}`),
      bodies.get(`openings ${openingId} ${openingRevision}`),
    ];
    if (person === undefined || posting === undefined) return;
    const applicant = toApplicantFacts(JSON.parse(person) as Applicant, taxonomy);
    const opening = toOpeningFacts(JSON.parse(posting) as Opening, taxonomy);
    const say = (what: string) => found.set(`${text} ${what}`, { guarantee: 3, text: `${text} ${what}` });
    // Days and ages rule out and count for nothing: whichever day it was, the score is this one.
    const plain = score(opening, applicant, { taxonomy, weights, today: undefined });
    if (typeof plain === "string" || plain.score < perOpening.thresholdBp) {
      say("was shown and is no match");
      return;
    }
    if (plain.score !== total || plain.fitsOpening !== fitsOpening || plain.fitsApplicant !== fitsApplicant)
      say(`was shown with ${total} ${fitsOpening} ${fitsApplicant} instead of ${canonicalJson(plain)}`);
    if (reasons === undefined) return;
    const asked = opening.requirements
      .filter(({ source }) => source !== INFERRED_SOURCE)
      .map((one) => ({ source: one.source, ...toRequirementEvidence(one, opening, applicant, taxonomy) }));
    const plainly = asked.map(({ source, status }) => `${source} ${status}`).join();
    const shown = reasons.flatMap(({ requirement, status }) =>
      requirement === undefined ? [] : `${requirement} ${status}`,
    );
    if (shown.join() !== plainly) say(`was shown for ${shown.join()} instead of ${plainly}`);
  };
  for (const event of events) if (event.name === "MatchesFound") for (const entry of event.detail.matches) check(entry);
  for (const message of shortlists) {
    if ("candidates" in message) for (const entry of message.candidates) check(entry, entry.reasons);
  }
  return [...found.values()];
}
