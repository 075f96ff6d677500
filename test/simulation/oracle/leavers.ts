import { anyCanaryIn, canariesIn } from "../canaries.ts";
import type { Violation } from "../history.ts";
import type { Simulation } from "../simulation.ts";
import type { Rest } from "./rest.ts";

/**
 * Guarantee 6: of whoever has left nothing stays but the id: no profile, no record but the one that says so, no list, no recommendation, and nothing that
 * waits in a queue. The id itself, which names nobody, stays where others need it: in the lists of openings until they are made anew, in what was
 * delivered, and in what was set aside.
 */
export function checkLeavers(simulation: Simulation, rest: Rest): Violation[] {
  const found: Violation[] = [];
  for (const id of rest.leavers) {
    const say = (text: string) => found.push({ guarantee: 6, text: `${id} has left, and ${text}` });
    if (rest.applicants.has(id)) say("a profile is kept");
    const { lastWords, records } =
      rest.shards.find(({ shard }) => shard === rest.shardOf(id)) ?? rest.shards[0] ?? NOTHING;
    if (lastWords.get(`applicant#${id}`)?.record.type !== "applicant-withdrawn") say("the log doesn't say so");
    if (records.some(({ record }) => record.type === "applicant" && record.facts.applicantId === id)) {
      say("the log still has a profile");
    }
    if (rest.lists.some(({ subject }) => subject === `applicant#${id}`)) say("a list of theirs is kept");
    if ([...rest.recommendations, ...rest.bridges].some(({ applicantId }) => applicantId === id))
      say("a recommendation is kept");
    if (rest.followUps.some(({ applicantId }) => applicantId === id)) say("a follow-up is kept");
    const mailbox = rest.mailboxes.get(id);
    if (mailbox?.hasLeft !== true || mailbox.entries.length + mailbox.sends.length > 0)
      say("a mailbox of theirs is kept");
  }
  found.push(...checkCanaries(simulation, rest));
  for (const shard of rest.otherLogs)
    found.push({ guarantee: 6, text: `the log of ${shard}, which is no more, has records` });
  if (rest.move.next ?? rest.move.previous) found.push({ guarantee: 1, text: "a move of shards was never ended" });
  for (const queue of simulation.queues.values()) {
    const left = queue.size + queue.deadLetters.length;
    if (left > 0) found.push({ guarantee: 2, text: `${left} messages are left in ${queue.name}` });
  }
  return found;
}

/** What stands for anything personal is nowhere that it must never be, and of those who have left it is nowhere at all. */
function checkCanaries({ history, queues, world }: Simulation, rest: Rest): Violation[] {
  const found: Violation[] = [];
  const sent = OUTGOING.flatMap((queue) => world.sent(queue).map(({ body }) => body));
  const never = {
    "an event": world.published(),
    "a message": sent,
    "a log line or a metric": history.lines,
    "the quarantine": rest.quarantine,
  };
  for (const [where, what] of Object.entries(never)) {
    const canary = anyCanaryIn(JSON.stringify(what));
    if (canary !== undefined) found.push({ guarantee: 6, text: `${where} has ${canary}, which is personal` });
  }
  const left = [...queues.values()].flatMap((queue) => [
    ...queue.bodies(),
    ...queue.deadLetters.map(({ body }) => body),
  ]);
  const logged = rest.shards.flatMap(({ records }) =>
    records.map(({ bytes }) => Buffer.from(bytes).toString("latin1")),
  );
  const everywhere = [rest.text, ...left, ...logged].join("\n");
  for (const id of rest.leavers) {
    const canaries = canariesIn(everywhere, id);
    if (canaries.length > 0)
      found.push({ guarantee: 6, text: `${id} has left, and ${canaries.join(", ")} is still there` });
  }
  return found;
}

/** Queues that others than our own functions read. */
const OUTGOING = ["applicant-messages", "employer-shortlists", "webhooks"] as const;

const NOTHING = { lastWords: new Map<string, never>(), records: [] } as const;
