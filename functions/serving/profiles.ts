import type { Applicant } from "../../domain/model/applicant.ts";
import type { DeliverySettings } from "../../domain/model/delivery-settings.ts";
import type { Actor } from "./actor.ts";
import { type KeptPerson, visiblePerson } from "./kept.ts";
import { found, NOT_FOUND, type Served, type Written } from "./served.ts";
import type { Serving } from "./serving.ts";
import { type Draft, type Writing, write } from "./writing.ts";

/** A profile as its person writes it: whose it is and its revision are not theirs to say. */
export type ProfileDraft = Omit<Applicant, "applicantId" | "revision">;

/** How somebody wants to be told, and what they have agreed to. */
export interface Settings {
  readonly revision: number;
  readonly language: Applicant["language"];
  readonly consent: Applicant["consent"];
  /** What they have said; `toDeliveryTerms` states what holds where they have said nothing. */
  readonly delivery: DeliverySettings | undefined;
}

export type SettingsChange = Partial<Pick<Applicant, "language" | "consent" | "delivery">>;

export async function profileOf(serving: Serving, actor: Actor, applicantId: string): Promise<Served<KeptPerson>> {
  const person = await visiblePerson(serving, actor, applicantId);
  return person === undefined ? NOT_FOUND : found(person);
}

/** Puts one's profile: the first time, or in the place of what it was. */
export async function putProfile(
  serving: Serving,
  actor: Actor,
  applicantId: string,
  profile: ProfileDraft,
  writing: Writing,
): Promise<Written> {
  const scope = `put-profile ${applicantId}`;
  return write(serving, actor, writing, { scope, body: profile }, async () => {
    if (actor.role !== "applicant" || actor.subject !== applicantId) return NOT_FOUND;
    const [kept] = await serving.ports.applicants.get([applicantId]);
    // Who has left is not found, like whoever was never here: a new profile of theirs takes a new id.
    if (kept !== undefined && kept.body === undefined) return NOT_FOUND;
    return toDraft({ ...profile, applicantId }, kept?.revision ?? 0);
  });
}

export async function settingsOf(serving: Serving, actor: Actor, applicantId: string): Promise<Served<Settings>> {
  const person = actor.role === "applicant" ? await visiblePerson(serving, actor, applicantId) : undefined;
  if (person === undefined) return NOT_FOUND;
  const { language, consent, delivery } = person.profile;
  return found({ revision: person.revision, language, consent, delivery });
}

/** Changes settings and leaves the rest of the profile as it is. What isn't named stays. */
export async function changeSettings(
  serving: Serving,
  actor: Actor,
  applicantId: string,
  change: SettingsChange,
  writing: Writing,
): Promise<Written> {
  return changeProfile(serving, actor, applicantId, writing, { scope: "change-settings", body: change }, (profile) => ({
    ...profile,
    ...change,
  }));
}

/** Sends no messages before a day; undefined: from now on as before. */
export async function pauseMessages(
  serving: Serving,
  actor: Actor,
  applicantId: string,
  until: string | undefined,
  writing: Writing,
): Promise<Written> {
  return changeProfile(serving, actor, applicantId, writing, { scope: "pause", body: until }, (profile) => {
    const { pausedUntil: _before, ...delivery } = profile.delivery ?? {};
    return { ...profile, delivery: until === undefined ? delivery : { ...delivery, pausedUntil: until } };
  });
}

/** Leaves the service for good: nothing of the person is kept from then on but that this id has left. */
export async function withdrawPerson(
  serving: Serving,
  actor: Actor,
  applicantId: string,
  writing: Writing,
): Promise<Written> {
  return write(serving, actor, writing, { scope: `withdraw ${applicantId}`, body: undefined }, async (known) => {
    if (actor.role !== "applicant" || actor.subject !== applicantId) return NOT_FOUND;
    const [kept] = await serving.ports.applicants.get([applicantId]);
    const hasLeft = kept === undefined || kept.body === undefined;
    // Asked for again, the same withdrawal is said again: the first answer may have been lost.
    if (hasLeft && known === undefined) return NOT_FOUND;
    return {
      kind: "draft",
      name: "ApplicantWithdrawn",
      id: applicantId,
      before: kept?.revision ?? 0,
      toDetail: (revision) => ({ applicantId, revision }),
    };
  });
}

async function changeProfile(
  serving: Serving,
  actor: Actor,
  applicantId: string,
  writing: Writing,
  { scope, body }: { readonly scope: string; readonly body: unknown },
  change: (profile: Applicant) => Applicant,
): Promise<Written> {
  return write(serving, actor, writing, { scope: `${scope} ${applicantId}`, body }, async () => {
    const person = actor.role === "applicant" ? await visiblePerson(serving, actor, applicantId) : undefined;
    return person === undefined ? NOT_FOUND : toDraft(change(person.profile), person.revision);
  });
}

function toDraft(profile: Omit<Applicant, "revision">, before: number): Draft {
  return {
    kind: "draft",
    name: "ApplicantProfileUpdated",
    id: profile.applicantId,
    before,
    toDetail: (revision) => ({ applicant: { ...profile, revision } }),
  };
}
