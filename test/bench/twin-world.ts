/**
 * Whom and what the load of `bench:twin` is about. Each opening suits one group of five people: they live where it is, and hold the certificate that
 * it insists on. A group is told of so few openings that nobody's cap is reached, and no opening is like another in employer or words, so that
 * everybody must be told of each.
 */
import { builtInTaxonomy } from "../../domain/taxonomy/built-in.ts";
import { eventsIn } from "../../events/catalog.ts";

/** Messages a day that a person of the load asks for: the most that a profile may say. */
const MESSAGES_PER_DAY_MAX = 20;
const MESSAGES_PER_WEEK_MAX = 100;

/** An opening is told once, and its end once more. */
export const OPENINGS_PER_GROUP_MAX = MESSAGES_PER_DAY_MAX / 2;

/** Of this many events one is an opening. */
export const EVENTS_PER_OPENING = 7;

const PEOPLE_PER_GROUP = 5;

/** Districts from 부산 to 제주 between which nobody commutes; the small Seoul is far from all of them. */
const DISTRICTS = ["26350", "27200", "30200", "31140", "36110", "47130", "50110", "51150"];

/** Where profiles change: no opening of the load is there, but those that stand from the beginning. */
const OTHER_DISTRICT = "26440";

/** Where people live who have nothing to do with the load. */
const STANDING_DISTRICT = "43110";

const STANDING_OPENINGS = 20;

const { certificates, certificateCovers, competencies, occupations } = builtInTaxonomy;

/** Certificates that neither serve for another one nor are served for: whoever holds one holds it alone. */
const CERTIFICATES = certificates.filter(({ number }) =>
  certificates.every(
    (other) =>
      other.number === number || !(certificateCovers(number, other.number) || certificateCovers(other.number, number)),
  ),
);

/** Groups that live in one district, from the first of a multiple of this number on. */
export const GROUPS_PER_DISTRICT = CERTIFICATES.length;

const GROUPS_MAX = DISTRICTS.length * CERTIFICATES.length;

/** The number among all openings of the load, of every phase: by it words differ, and two phases have none alike. */
export function numberInLoad(firstGroup: number, number: number): number {
  return firstGroup * OPENINGS_PER_GROUP_MAX + number;
}

/** Groups that this many events of the load need. */
export function groupsFor(events: number): number {
  return Math.ceil(events / EVENTS_PER_OPENING / OPENINGS_PER_GROUP_MAX);
}

function groupAt(group: number): { readonly district: string; readonly certificate: string } {
  const district = DISTRICTS[Math.floor(group / CERTIFICATES.length)];
  const certificate = CERTIFICATES[group % CERTIFICATES.length]?.code;
  if (district === undefined || certificate === undefined) {
    throw new RangeError(`only ${GROUPS_MAX} groups of people can be told apart: fewer events, please`);
  }
  return { district, certificate };
}

export function peopleOf(group: number): readonly string[] {
  return Array.from({ length: PEOPLE_PER_GROUP }, (_, person) => `load-${group}-${person}`);
}

function aPerson(applicantId: string, revision: number, district: string, certificate: string) {
  const { applicant } = eventsIn.ApplicantProfileUpdated.sample;
  const preferences = { ...applicant.preferences, districts: [district] };
  const delivery = { perDayMax: MESSAGES_PER_DAY_MAX, perWeekMax: MESSAGES_PER_WEEK_MAX };
  const own = { applicantId, revision, residence: district, certificates: [certificate], preferences, delivery };
  return { applicant: { ...applicant, ...own } };
}

/** Profiles of a group, who stay as they are. */
export function aGroup(group: number) {
  const { district, certificate } = groupAt(group);
  return peopleOf(group).map((applicantId) => aPerson(applicantId, 1, district, certificate));
}

/** Somebody whose profile changes: they meet the openings that stand where they live. */
export function anOther(number: number, revision: number) {
  return aPerson(`load-other-${number}`, revision, OTHER_DISTRICT, "barista-2");
}

/** Somebody who comes and leaves. */
export function aLeaver(life: number, number: number) {
  return aPerson(`load-leaver-${life}-${number}`, 1, OTHER_DISTRICT, "barista-2");
}

/** Somebody who is merely there: nothing of the load is where they live. */
export function aStandingPerson(number: number) {
  return aPerson(`standing-${number}`, 1, STANDING_DISTRICT, "barista-2");
}

/** Somebody of an import: they live where the first groups do, and hold no certificate of theirs. */
export function anImportedPerson(number: number) {
  return aPerson(`imported-${number}`, 1, DISTRICTS[0] ?? OTHER_DISTRICT, "barista-2");
}

/** Titles that share no more than a word with any other one: each is another pair of a task and an occupation. */
function titleAt(number: number): string {
  const task = competencies[number % competencies.length]?.ko;
  const occupation = occupations[Math.floor(number / competencies.length + number * 7) % occupations.length]?.ko;
  return `${task} ${occupation}`;
}

function anOpening(openingId: string, number: number, district: string, certificate: string) {
  const { opening } = eventsIn.JobPosted.sample;
  const title = titleAt(number);
  return {
    opening: {
      ...opening,
      openingId,
      employerId: `employer-of-${openingId}`,
      title,
      description: `${title}에서 함께하실 분을 기다립니다.`,
      place: { mode: "onsite", district },
      requirements: [{ on: "certificate", importance: "must", certificate }],
      validThrough: "2199-12-31",
    },
  };
}

/** An opening that suits a group. */
export function anOpeningFor(group: number, openingId: string, number: number) {
  const { district, certificate } = groupAt(group);
  return anOpening(openingId, number, district, certificate);
}

/** The openings that stand where profiles change. */
export function standingOpenings() {
  return Array.from({ length: STANDING_OPENINGS }, (_, number) =>
    anOpening(`standing-${number}`, number, OTHER_DISTRICT, "barista-2"),
  );
}
