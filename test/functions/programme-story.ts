import { unpackMatchList } from "../../domain/matching/match-list.ts";
import type { Opening } from "../../domain/model/opening.ts";
import type { RuleSet } from "../../domain/programme/rule-set.ts";
import { aBody, aJobBody, anEventId, aProfileBody } from "../fixtures/bodies.ts";
import { MemoryService } from "../fixtures/memory-service.ts";
import { aRuleSet } from "../fixtures/rule-sets.ts";

export const DAY = "2026-11-21";
export const aDay = (day: string) => aBody("DayStarted", { day, eventId: anEventId(day) });

/** An opening of the programme: people's own first, and not one like another. */
export const anOpeningBody = (openingId: string, fields: Partial<Opening> = {}) =>
  aJobBody({ openingId, programmeId: "p", title: `카페 ${openingId}`, employerId: `cafe-${openingId}`, ...fields });

export const aHire = (applicantId: string, openingId: string, on: string, fields: Record<string, unknown> = {}) =>
  aBody("OutcomeRecorded", { applicantId, openingId, outcome: "hired", on, ...fields });

export async function aService(rules: Partial<RuleSet>, ...people: readonly string[]): Promise<MemoryService> {
  return filled(new MemoryService(), rules, ...people);
}

export async function filled(service: MemoryService, rules: Partial<RuleSet>, ...people: readonly string[]) {
  await service.accept(aBody("ProgrammeRulesSet", { rules: aRuleSet(rules) }), aDay(DAY));
  await service.accept(...people.map((applicantId) => aProfileBody({ applicantId })));
  return service;
}

export async function toldOf(service: MemoryService, applicantId: string): Promise<readonly string[]> {
  return (await service.world.recommendations.list(applicantId)).map(({ openingId }) => openingId);
}

export async function refusalsOf(service: MemoryService, day = DAY) {
  return (await service.world.quarantine.list(day)).map(({ code, path }) => `${code} ${path}`);
}

/** Everybody who is in a list with an opening, whichever of the two the list is of. */
export async function listedWith({ world }: MemoryService, openingId: string): Promise<readonly string[]> {
  const people = [...world.kept("applicants").keys()];
  const listed: string[] = [];
  for (const { packed } of await world.matchLists.get(`opening#${openingId}`)) {
    listed.push(...unpackMatchList(packed).matches.map(({ id }) => id));
  }
  for (const applicantId of people) {
    for (const { packed } of await world.matchLists.get(`applicant#${applicantId}`)) {
      if (unpackMatchList(packed).matches.some(({ id }) => id === openingId)) listed.push(applicantId);
    }
  }
  return [...new Set(listed)].sort();
}

/** Whom centers were shown with an opening, and from whom it was taken back, in order. */
export function shownWith({ world }: MemoryService, openingId: string): readonly string[] {
  return world.published().flatMap((event) => {
    if (event.name !== "MatchesFound" && event.name !== "MatchesLost") return [];
    const sign = event.name === "MatchesFound" ? "+" : "-";
    const of = (event.detail.matches ?? []).filter((match) => match.openingId === openingId);
    return of.map(({ applicantId }) => `${sign}${applicantId}`);
  });
}

/** A new day begins in the morning. */
export async function beginDay(service: MemoryService, day: string): Promise<void> {
  service.nowMs = Date.parse(`${day}T09:00:00+09:00`);
  await service.accept(aDay(day));
}

export const OPEN_LONG = { validThrough: "2031-12-31" };
