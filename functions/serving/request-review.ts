import { encodeTime } from "ulid";
import { dayInSeoul } from "../../domain/model/calendar.ts";
import { districtOf } from "../../domain/outcomes/center-of.ts";
import { SCHEMA_VERSION } from "../../events/envelope.ts";
import { deriveUlid } from "../runtime/derive-id.ts";
import type { Actor } from "./actor.ts";
import { readOpening, visiblePerson } from "./kept.ts";
import { NOT_FOUND, type NotFound } from "./served.ts";
import type { Serving } from "./serving.ts";

export type ReviewRequest =
  | { readonly kind: "requested"; readonly eventId: string }
  /** No center may see them, or none looks after where they live: they can call one. */
  | { readonly kind: "no-center" }
  | NotFound;

/** Asks the center of somebody's district to look again at an opening for them (개인정보 보호법 37조의2). Once a day for each opening: again is the same event. */
export async function requestReview(serving: Serving, actor: Actor, openingId: string): Promise<ReviewRequest> {
  const person = actor.role === "applicant" ? await visiblePerson(serving, actor, actor.subject) : undefined;
  const opening = await readOpening(serving, openingId);
  if (person === undefined || opening === undefined) return NOT_FOUND;
  const district = districtOf(person.profile);
  if (district === undefined || !person.profile.consent.center) return { kind: "no-center" };
  const { clock, bus } = serving.ports;
  const day = dayInSeoul(clock.now());
  const at = Date.parse(`${day}T00:00:00+09:00`);
  const eventId = deriveUlid(encodeTime(at), `review ${actor.subject} ${openingId} ${day}`);
  const envelope = {
    eventId,
    correlationId: eventId,
    occurredAt: new Date(clock.now()).toISOString(),
    schemaVersion: SCHEMA_VERSION,
  } as const;
  await bus.publish([
    { name: "ReviewRequested", detail: { ...envelope, district, applicantId: actor.subject, openingId } },
  ]);
  return { kind: "requested", eventId };
}
