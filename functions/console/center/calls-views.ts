import type { Language } from "../../../domain/matching/names.ts";
import { dayInSeoul } from "../../../domain/model/calendar.ts";
import type { Requirement } from "../../../domain/model/requirement.ts";
import type { Taxonomy } from "../../../domain/taxonomy/taxonomy.ts";
import { settled } from "../../runtime/in-groups.ts";
import type { Actor } from "../../serving/actor.ts";
import type { CallList } from "../../serving/call-list.ts";
import { readOpenings, visiblePerson } from "../../serving/kept.ts";
import { reviewOfPair } from "../../serving/review-recommendation.ts";
import { shortlistOf } from "../../serving/shortlist.ts";
import type { Frame } from "../frame.ts";
import type { ConsoleDeps } from "../page-context.ts";
import { centerWords } from "../words/center-words.ts";
import { KIND_WORDS } from "../words/code-words.ts";
import { needWords } from "../words/need-words.ts";
import type { CallsView } from "./calls-page.tsx";
import { asksOf, type FeedEvent } from "./feed-events.ts";

/** Relaxations shown of one opening: the first one blocks most. */
const RELAXATIONS_MAX = 3;

/** What the feed asks for and nobody has seen to. */
export interface Asks {
  /** Openings that still suit nobody. */
  readonly unmatched: readonly FeedEvent[];
  /** People who want somebody to look again, of whom no counsellor has said a word since. */
  readonly reviews: readonly FeedEvent[];
}

export const NO_ASKS: Asks = { unmatched: [], reviews: [] };

/** Holds what the feed asked for against how it stands: what is settled needs no call. */
export async function openAsks({ serving }: ConsoleDeps, actor: Actor): Promise<Asks> {
  const asks = await asksOf(serving.ports.centerFeeds, actor.subject);
  const isOpen = await settled(asks, async ({ name, at, detail: { applicantId = "", openingId = "" } }) => {
    if (name === "OpeningUnmatched") {
      const shortlist = await shortlistOf(serving, actor, openingId);
      return shortlist.kind === "found" && !shortlist.value.isClosed && shortlist.value.people === 0;
    }
    const person = await visiblePerson(serving, actor, applicantId);
    const review = await reviewOfPair(serving, actor, applicantId, openingId);
    return person !== undefined && (review.kind === "not-found" || review.value.on < dayInSeoul(at));
  });
  const open = asks.filter((_, at) => isOpen[at]);
  const ofSort = (sort: string) => open.filter(({ name }) => name === sort);
  return { unmatched: ofSort("OpeningUnmatched"), reviews: ofSort("ReviewRequested") };
}

/** Whom to call, by why. */
export async function toCallsView(
  { serving }: ConsoleDeps,
  { language }: Frame,
  { calls, next }: CallList,
  { unmatched, reviews }: Asks,
): Promise<Omit<CallsView, "news">> {
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
    openings: unmatched.map(({ detail }) => {
      const { openingId = "", applicants = 0 } = detail;
      const requirements = openings.get(openingId)?.opening.requirements ?? [];
      const ways = waysToFill(detail, requirements, language, serving.matching.taxonomy);
      return { openingId, title: titleOf(openingId), applicants, ways };
    }),
    next,
  };
}

/** What could be done for an opening that suits nobody: conditions that its employer may relax, courses where the law leaves no choice. */
function waysToFill(
  { relaxations = [], requiredByLaw = [] }: FeedEvent["detail"],
  requirements: readonly Requirement[],
  language: Language,
  taxonomy: Taxonomy,
): readonly string[] {
  const words = centerWords[language].calls;
  const conditions: Readonly<Record<string, string>> = words.conditions;
  const needOf = (source: number | undefined) => {
    const need = source === undefined ? undefined : requirements[source];
    return need === undefined ? undefined : needWords(need, language, taxonomy);
  };
  const ways = relaxations.slice(0, RELAXATIONS_MAX).map(({ condition, source, kind, matches }) => {
    if (kind !== undefined) return words.otherKind(KIND_WORDS[language][kind], matches);
    const need = needOf(source);
    if (need !== undefined) return words.softenNeed(need, matches);
    return words.relax(conditions[condition] ?? words.conditions.other, matches);
  });
  const byLaw = requiredByLaw.map(({ source, matches }) =>
    words.requiredByLaw(needOf(source) ?? words.conditions.requirement, matches),
  );
  const all = [...ways, ...byLaw];
  return all.length === 0 ? [words.noSingleWay] : all;
}
