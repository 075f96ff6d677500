import { encodeTime } from "ulid";
import { fromDayNumber, toDayNumber } from "../../domain/model/calendar.ts";
import type { Opening } from "../../domain/model/opening.ts";
import { builtInProgrammes } from "../../domain/programme/built-in.ts";
import type { EventIn } from "../../events/catalog.ts";
import { type Envelope, SCHEMA_VERSION } from "../../events/envelope.ts";
import { jobs } from "./jobs.ts";
import type { OpeningDraft } from "./opening-drafts.ts";
import { anApplicant, aSuitedApplicant } from "./profiles.ts";
import { civicRoles, internships, invitations } from "./programmes.ts";
import { SeededRandom } from "./seeded-random.ts";

/** A small Seoul: people and openings of real shapes, all of them invented, the same ones for the same seed and day. */
export interface World {
  readonly profiles: readonly Extract<EventIn, { name: "ApplicantProfileUpdated" }>[];
  /** The rules of the programmes that its openings belong to, and of others. */
  readonly programmes: readonly Extract<EventIn, { name: "ProgrammeRulesSet" }>[];
  readonly openings: readonly Extract<EventIn, { name: "JobPosted" | "InternshipOpened" | "ProgrammeOpened" }>[];
}

const APPLICANTS = 300;

const drafts: readonly OpeningDraft[] = [...internships, ...jobs, ...civicRoles, ...invitations];

/** The clause that the programmes' conditions on age and residence rest on. */
const LEGAL_BASIS = "seoul-second-life";

/** `today` is a day in Seoul, `YYYY-MM-DD`. Every opening can be applied for on it and for at least two weeks more. */
export function createWorld(seed: number, today: string): World {
  const random = new SeededRandom(seed);
  const envelopes = new Envelopes(random, today);
  const profiles = Array.from({ length: APPLICANTS }, (_, at) => {
    const applicantId = `applicant-${1_001 + at}`;
    const draft = drafts[at];
    const applicant =
      draft === undefined
        ? anApplicant(random, applicantId, today)
        : aSuitedApplicant(random, applicantId, today, draft);
    return { name: "ApplicantProfileUpdated", detail: { ...envelopes.next(), applicant } } as const;
  });
  const openings = drafts.map((draft, at) => openingEvent(draft, at + 1, { random, envelopes, today }));
  const programmes = builtInProgrammes.map(
    (rules) => ({ name: "ProgrammeRulesSet", detail: { ...envelopes.next(), rules } }) as const,
  );
  return { profiles, programmes, openings };
}

interface Making {
  readonly random: SeededRandom;
  readonly envelopes: Envelopes;
  readonly today: string;
}

function openingEvent(
  draft: OpeningDraft,
  number: number,
  { random, envelopes, today }: Making,
): World["openings"][number] {
  const opening = toOpening(draft, number, random, today);
  const envelope = envelopes.next();
  switch (opening.kind) {
    case "job":
      return { name: "JobPosted", detail: { ...envelope, opening: { ...opening, kind: opening.kind } } };
    case "internship":
      return { name: "InternshipOpened", detail: { ...envelope, opening: { ...opening, kind: opening.kind } } };
    default:
      return { name: "ProgrammeOpened", detail: { ...envelope, opening: { ...opening, kind: opening.kind } } };
  }
}

function toOpening(draft: OpeningDraft, number: number, random: SeededRandom, today: string): Opening {
  const { kind, title, description, occupation, district, pay, hours, shifts, employmentType, ages } = draft;
  const day = toDayNumber(today);
  return {
    openingId: `${kind}-${101 + number}`,
    revision: 1,
    kind,
    employerId: `employer-${random.between(1, 40)}`,
    ...(draft.programmeId === undefined ? {} : { programmeId: draft.programmeId }),
    title,
    description,
    ...(occupation === undefined ? {} : { occupation: { code: occupation[0], name: occupation[1] } }),
    place: district === undefined ? { mode: "online" } : { mode: "onsite", district },
    ...(pay === undefined ? {} : { baseSalary: pay }),
    ...(hours === undefined ? {} : { workHours: hours }),
    ...(shifts === undefined ? {} : { shifts: [...shifts] }),
    ...(employmentType === undefined ? {} : { employmentType }),
    requirements: [...(draft.requirements ?? [])],
    ...(ages === undefined
      ? {}
      : { eligibility: { ageMin: ages[0], ageMax: ages[1], residence: "11", legalBasis: LEGAL_BASIS } }),
    totalJobOpenings: draft.places,
    datePosted: fromDayNumber(day - random.between(0, 3)),
    validThrough: fromDayNumber(day + random.between(14, 45)),
  };
}

/** Crockford's base 32, in which ULIDs are written. */
const BASE_32 = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const ULID_RANDOM_CHARS = 16;
const DAY_MS = 86_400_000;

/** Envelopes of the morning of a day in Seoul: nine o'clock there is midnight UTC, which day numbers count. */
class Envelopes {
  readonly #random: SeededRandom;
  readonly #time: string;
  readonly #occurredAt: string;

  constructor(random: SeededRandom, today: string) {
    this.#random = random;
    this.#time = encodeTime(toDayNumber(today) * DAY_MS);
    this.#occurredAt = `${today}T09:00:00+09:00`;
  }

  next(): Envelope {
    const letters = Array.from({ length: ULID_RANDOM_CHARS }, () => BASE_32[this.#random.between(0, 31)]);
    const eventId = `${this.#time}${letters.join("")}`;
    return { eventId, occurredAt: this.#occurredAt, correlationId: eventId, schemaVersion: SCHEMA_VERSION };
  }
}
