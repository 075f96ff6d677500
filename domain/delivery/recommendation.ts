/** Stands between the two ids of a recommendation; no opaque id has it. */
const SEPARATOR = "~";

/**
 * The id of a recommendation: the pair itself. It is the same on every shard, in every replay and after every crash, so that whoever
 * receives a recommendation twice can tell.
 */
export function recommendationId(applicantId: string, openingId: string): string {
  return `${applicantId}${SEPARATOR}${openingId}`;
}

/** What one telling of a recommendation is recorded under: the recommendation itself, and from the second telling on its count. */
export function deliveryKey(id: string, telling: number): string {
  return telling === 1 ? id : `${id}#${telling}`;
}

/** What one person's recommendation of this id is about: an opening, or its `bridgeSubject`. */
export function subjectOf(id: string, applicantId: string): string {
  return id.slice(applicantId.length + SEPARATOR.length);
}

/** The course that brings an opening within somebody's reach. */
export interface Bridge {
  readonly courseOpeningId: string;
  /** Openings that the course was found to bring this person, this one among them. */
  readonly unlocks: number;
}

const BRIDGE = "bridge";

/** What an opening that is told with a course goes by in a mailbox: apart from the opening itself, of which the same person may be told as a match later. */
export function bridgeSubject(openingId: string): string {
  return `${openingId}${SEPARATOR}${BRIDGE}`;
}

export function isBridgeSubject(subject: string): boolean {
  return subject.endsWith(`${SEPARATOR}${BRIDGE}`);
}

/** The opening that a subject is about. */
export function openingOf(subject: string): string {
  return subject.split(SEPARATOR, 1)[0] ?? subject;
}

/** The id of an opening that is told with a course: the same pair, told apart from the recommendation that it may become. */
export function bridgeId(applicantId: string, openingId: string): string {
  return recommendationId(applicantId, bridgeSubject(openingId));
}

/** The pair that a recommendation id stands for, or undefined when it is none. */
export function pairOf(id: string): { applicantId: string; openingId: string } | undefined {
  const [applicantId, openingId, ...rest] = id.split(SEPARATOR);
  if (!applicantId || !openingId || rest.length > 0) return undefined;
  return { applicantId, openingId };
}
