import { fromDayNumber, toDayNumber } from "./calendar.ts";

/**
 * What stands beside a profile of somebody's part in programmes, as it was recorded: that they were hired for an opening of one, what follow-ups of that
 * hire found, and which parts they have completed. Kept with the person, goes with them.
 */
export type ParticipationEntry =
  | {
      readonly kind: "hired";
      readonly openingId: string;
      readonly programmeId: string;
      /** Last day of the activity; missing where nobody has said. */
      readonly through?: string;
    }
  | {
      readonly kind: "asked-after";
      readonly openingId: string;
      readonly months: number;
      /** Counts the results of one follow-up: the highest holds. */
      readonly revision: number;
      readonly hasLeft: boolean;
      readonly on: string;
    }
  /** They have completed what was posted as a part of a programme. */
  | { readonly kind: "completed"; readonly openingId: string; readonly programmeId: string; readonly part: string };

/** A part in a programme, with its last day as far as that is known. */
export interface Participation {
  readonly programmeId: string;
  readonly through?: string;
}

/** A part of a programme that somebody has completed. */
export interface CompletedPart {
  readonly programmeId: string;
  readonly part: string;
}

/** A profile with the parts in programmes that were recorded of its person, which no producer of profiles can set. */
export interface TakingPart {
  readonly participations?: readonly Participation[];
  readonly completedParts?: readonly CompletedPart[];
}

/** Under which an entry is kept beside the profile: what is recorded again is the same. */
export function participationKey(entry: ParticipationEntry): string {
  switch (entry.kind) {
    case "hired":
    case "completed":
      return `${entry.kind} ${entry.openingId}`;
    case "asked-after":
      return `asked ${entry.openingId} ${entry.months} ${entry.revision}`;
  }
}

/** The parts of programmes that entries say were completed, whatever their order. */
export function completedPartsOf(entries: readonly ParticipationEntry[]): readonly CompletedPart[] {
  const parts = entries.flatMap((entry) => (entry.kind === "completed" ? entry : []));
  const byKey = new Map(parts.map(({ programmeId, part }) => [`${programmeId} ${part}`, { programmeId, part }]));
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, part]) => part);
}

/**
 * The parts in programmes that entries come to, whatever their order. One lasts from the hire to the last day of the activity, or to the day before a follow-up
 * found that the person has left, whichever is earlier; where neither is known it lasts.
 */
export function participationsOf(entries: readonly ParticipationEntry[]): readonly Participation[] {
  const hires = entries.filter((entry) => entry.kind === "hired");
  const results = entries.filter((entry) => entry.kind === "asked-after");
  return hires
    .map(({ openingId, programmeId, through }): Participation => {
      const ofHire = results.filter((result) => result.openingId === openingId);
      const holding = ofHire.filter(
        ({ months, revision }) => !ofHire.some((other) => other.months === months && other.revision > revision),
      );
      const left = holding.filter(({ hasLeft }) => hasLeft).map(({ on }) => fromDayNumber(toDayNumber(on) - 1));
      const last = [...left, ...(through === undefined ? [] : [through])].sort()[0];
      return { programmeId, ...(last === undefined ? {} : { through: last }) };
    })
    .sort((a, b) => (toSortKey(a) < toSortKey(b) ? -1 : 1));
}

function toSortKey({ programmeId, through = "" }: Participation): string {
  return `${programmeId} ${through}`;
}
