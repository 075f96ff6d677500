import type { CallList } from "../../serving/call-list.ts";
import { readOpenings } from "../../serving/kept.ts";
import type { Frame } from "../frame.ts";
import type { ConsoleDeps } from "../page-context.ts";
import type { CallsView } from "./calls-page.tsx";
import type { FeedTally } from "./feed-tally.ts";

/** Relaxations shown of one opening: the first one blocks most. */
const RELAXATIONS_MAX = 3;

/** Whom to call, by why. What stands in the feed of the day comes with the first stretch alone. */
export async function toCallsView(
  { serving }: ConsoleDeps,
  { language }: Frame,
  { calls, next }: CallList,
  tally: FeedTally | undefined,
): Promise<Omit<CallsView, "news">> {
  const unmatched = [...(tally?.unmatched.values() ?? [])];
  const reviews = [...(tally?.reviews.values() ?? [])];
  const openings = await readOpenings(serving, [
    ...calls.flatMap((call) => (call.why === "follow-up" ? [call.followUp.followUp.openingId] : [])),
    ...[...unmatched, ...reviews].flatMap(({ detail }) => detail.openingId ?? []),
  ]);
  const titleOf = (openingId: string | undefined) => openings.get(openingId ?? "")?.opening.title ?? openingId ?? "";
  return {
    followUps: calls.flatMap((call) => {
      if (call.why !== "follow-up") return [];
      const { applicantId, openingId, months, dueOn } = call.followUp.followUp;
      return [{ applicantId, openingId, title: titleOf(openingId), months, dueOn }];
    }),
    reviews: reviews.map(({ detail: { applicantId = "", openingId = "" } }) => ({
      applicantId,
      openingId,
      title: titleOf(openingId),
    })),
    questions: calls.flatMap((call) =>
      call.why === "unverified"
        ? [
            {
              applicantId: call.applicantId,
              openingId: call.openingId,
              title: call.title,
              questions: call.questions[language],
            },
          ]
        : [],
    ),
    unmatched: calls.flatMap((call) => (call.why === "unmatched" ? [call.applicantId] : [])),
    openings: unmatched.map(({ detail: { openingId = "", applicants = 0, relaxations = [] } }) => ({
      openingId,
      title: titleOf(openingId),
      applicants,
      relaxations: relaxations.slice(0, RELAXATIONS_MAX),
    })),
    next,
  };
}
