import { edit, type Mutant } from "./mutation.ts";

const OUTCOMES = "functions/taking-in/outcomes.ts";
const FOLLOW_UP = "functions/follow-up.ts";

/** Nobody is ever said to have been told. */
const REFUSE_ANY_OUTCOME =
  'if (revision > 0) return refusedFor(refusal("UNKNOWN_RECOMMENDATION", "", ""));\n' +
  "  const attribution = toAttribution(person, opening, centers);\n  const tooLong";

/** Faults in what keeps what became of people, and asks after their hires. */
export const outcomeMutants: readonly Mutant[] = [
  edit(
    "outcome-not-kept",
    OUTCOMES,
    "  switch (recorded.kind) {",
    '  if (recorded.kind === "recorded") return refusedFor(refusal("UNKNOWN_RECOMMENDATION", "", ""));\n  switch (recorded.kind) {',
  ),
  edit(
    "outcome-always-refused",
    OUTCOMES,
    "  const attribution = toAttribution(person, opening, centers);\n  const tooLong",
    REFUSE_ANY_OUTCOME,
  ),
  edit(
    "outcome-not-counted",
    OUTCOMES,
    "      await ports.ledger.count(toFact(recorded.outcome, factId(recorded.outcome.eventId)));\n",
    "",
  ),
  edit(
    "outcome-counted-anew",
    OUTCOMES,
    "factId(recorded.outcome.eventId)",
    "factId(recorded.outcome.eventId + Math.random())",
  ),
  edit(
    "outcome-judged-by-the-last-telling",
    "functions/adapters/memory/recommendations.ts",
    "read.firstToldAt ?? read.toldAt",
    "read.toldAt",
  ),
  edit(
    "hire-said-again-asks-nothing",
    OUTCOMES,
    '      if (outcome !== "hired") return NOTHING_ELSE;',
    '      if (outcome !== "hired" || recorded.kind === "already-recorded") return NOTHING_ELSE;',
  ),
  edit(
    "finding-dropped",
    OUTCOMES,
    "  const recorded = await followUps.record(",
    "  if (revision > 1) return NOTHING_ELSE;\n  const recorded = await followUps.record(",
  ),
  edit(
    "finding-always-refused",
    OUTCOMES,
    "  const recorded = await followUps.record(",
    '  if (revision > 0) return refusedFor(refusal("UNKNOWN_FOLLOW_UP", "", ""));\n  const recorded = await followUps.record(',
  ),
  {
    name: "due-before-it-is-told",
    edits: [
      {
        file: FOLLOW_UP,
        from: "  await ports.bus.publish(holding.map(toEvent));\n",
        to: "",
      },
      {
        file: FOLLOW_UP,
        from: '  await ports.followUps.move(holding, "due");\n',
        to: '  await ports.followUps.move(holding, "due");\n  await ports.bus.publish(holding.map(toEvent));\n',
      },
    ],
  },
  edit("due-under-another-id", FOLLOW_UP, "deriveUlid(causeId,", "deriveUlid(causeId + Math.random(),"),
  edit(
    "whoever-waits-is-settled",
    FOLLOW_UP,
    "    else if (district === undefined) waiting += 1;",
    "    else if (district === undefined) settled.push(one);",
  ),
  edit(
    "asked-after-and-not-agreed",
    FOLLOW_UP,
    "shownIn(still.get(applicantId)) === announced?.district",
    "shownIn(still.get(applicantId)) !== applicantId",
  ),
  edit(
    "asked-after-without-consent",
    FOLLOW_UP,
    "person?.consent.center === true ? districtOf(person) : undefined",
    "person && districtOf(person)",
  ),
];
