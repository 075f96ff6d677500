import type { CenterContact } from "../../domain/channels/letter.ts";
import { EMPTY_MAILBOX } from "../../domain/delivery/mailbox.ts";
import type { WeeklySpan } from "../../domain/delivery/quiet-hours.ts";
import type { Applicant } from "../../domain/model/applicant.ts";
import type { MessageToApplicant } from "../../events/messages.ts";
import { openContact } from "../contacts/sealed.ts";
import type { Ports } from "../ports.ts";
import { mailboxesOf } from "../runtime/documents.ts";
import type { Log, LogFields } from "../runtime/log.ts";
import type { MessageChannel, SendResult } from "./channel.ts";
import { Dispatches, dispatchId, type Outcome } from "./dispatch.ts";
import { readLatestSides } from "./latest-sides.ts";
import { deliveryOf, earlierDeliveries, type TellingToSend, tellingsOf, toLetter } from "./letters.ts";
import { toHolding } from "./rechecking.ts";

export type SendPorts = Pick<
  Ports,
  "clock" | "applicants" | "openings" | "contacts" | "mailboxes" | "dispatches" | "queues" | "quarantine" | "bus"
>;

/** What sending goes by. */
export interface SendConfiguration {
  readonly channels: readonly MessageChannel[];
  /** Opens contacts: no other function has it. */
  readonly contactPrivateKey: string;
  /** The night in which nothing goes out that wasn't asked for; none where no real people are told. */
  readonly night: readonly WeeklySpan[];
  /** Address of an opening's page for applicants; none where the stage has no such pages. */
  readonly pageOf?: (openingId: string) => string;
  /** Whom somebody can call, by where they live. */
  readonly centerOf: (residence: string | undefined) => CenterContact;
}

export interface SendDesk {
  readonly ports: SendPorts;
  readonly configuration: SendConfiguration;
  readonly log: Log;
}

/** The message still stands in the queue and is tried again. */
export class NotSent extends Error {
  override readonly name = "NotSent";
}

/**
 * Sends one message on one channel: claim its tellings; look once more at what the person has agreed to and whether each still holds; send; record. A
 * crash before the claim or after the record changes nothing. One in between leaves a claim that runs out, and whoever takes it over counts that the
 * message may go out a second time.
 */
export async function sendOn(
  channel: MessageChannel,
  message: MessageToApplicant,
  by: string,
  desk: SendDesk,
): Promise<"done" | "later"> {
  const work = new Work(channel, message, by, desk);
  const claimed = await work.claim(tellingsOf(message));
  const neverTold = await work.endsOfWhatWasNeverTold(claimed);
  await work.suppress(neverTold, "never-told");
  const left = claimed.filter((telling) => !neverTold.includes(telling));
  if (left.length === 0) return "done";
  const { applicant, holdings } = await check(left, message.applicantId, desk);
  const holding: TellingToSend[] = [];
  for (const [telling, found] of holdings) {
    if (found.kind === "dropped") await work.suppress([telling], found.reason);
    else holding.push(telling);
  }
  if (holding.some((telling) => holdings.get(telling)?.kind === "later")) {
    await work.release(holding, false);
    return "later";
  }
  const letter = toLetter(message.language, holding, desk.configuration.pageOf);
  if (letter === undefined || applicant === undefined) return "done";
  const address = await addressOf(applicant, channel, desk);
  if (address === undefined) await work.suppress(holding, "no-address");
  else {
    const { applicantId, residence } = applicant;
    const rendered = channel.render(letter, { applicantId, center: desk.configuration.centerOf(residence) });
    await work.record(holding, await rendered.send(address, message.messageId));
  }
  return "done";
}

async function addressOf(
  { applicantId }: Applicant,
  channel: MessageChannel,
  { ports, configuration }: SendDesk,
): Promise<string | undefined> {
  const sealed = await ports.contacts.get(applicantId);
  if (sealed === undefined) return undefined;
  return channel.addressOf(openContact(sealed, applicantId, configuration.contactPrivateKey));
}

/** The last read before the send. */
async function check(tellings: readonly TellingToSend[], applicantId: string, { ports, configuration }: SendDesk) {
  const openingIds = tellings.flatMap(({ openingId, courseOpeningId }) =>
    courseOpeningId === undefined ? [openingId] : [openingId, courseOpeningId],
  );
  const { applicant, opening } = await readLatestSides(applicantId, openingIds, ports);
  const mailboxes = await mailboxesOf(ports.mailboxes).read([applicantId]);
  const mailbox = mailboxes.get(applicantId)?.document ?? EMPTY_MAILBOX;
  const { night } = configuration;
  const now = ports.clock.now();
  const holdings = new Map(
    tellings.map((telling) => {
      const { openingId, courseOpeningId } = telling;
      const course = courseOpeningId === undefined ? undefined : opening(courseOpeningId);
      const moment = { applicant, opening: opening(openingId), course, mailbox, now, night };
      return [telling, toHolding(telling, moment)] as const;
    }),
  );
  return { applicant: applicant.kind === "here" ? applicant.value : undefined, holdings };
}

/** The work on one message on one channel: its claims, and what is said of them. */
class Work {
  readonly #channel: MessageChannel;
  readonly #message: MessageToApplicant;
  readonly #by: string;
  readonly #desk: SendDesk;
  readonly #dispatches: Dispatches;
  readonly #mayRepeat = new Set<TellingToSend>();

  constructor(channel: MessageChannel, message: MessageToApplicant, by: string, desk: SendDesk) {
    this.#channel = channel;
    this.#message = message;
    this.#by = by;
    this.#desk = desk;
    this.#dispatches = new Dispatches(desk.ports.dispatches);
  }

  /** Claims tellings, and gives those that are to be sent now. Throws when somebody else is at one: it would go out in two messages. */
  async claim(tellings: readonly TellingToSend[]): Promise<readonly TellingToSend[]> {
    const claims = await this.#dispatches.claim(this.#idsOf(tellings), this.#by, this.#desk.ports.clock.now());
    const claimed: TellingToSend[] = [];
    for (const telling of tellings) {
      const claim = claims.get(this.#idOf(telling));
      if (claim?.kind !== "ours") continue;
      claimed.push(telling);
      if (claim.mayRepeat) this.#mayRepeat.add(telling);
    }
    if ([...claims.values()].some(({ kind }) => kind === "busy")) {
      await this.release(claimed, false);
      throw new NotSent("somebody else is at it");
    }
    return claimed;
  }

  /** Ends of what was held back on this channel each time: whoever never heard of it there needs no word that it is over. */
  async endsOfWhatWasNeverTold(tellings: readonly TellingToSend[]): Promise<readonly TellingToSend[]> {
    const ends = tellings.filter(({ purpose }) => purpose === "withdrawal");
    const idsOf = (end: TellingToSend) => earlierDeliveries(end).map((id) => dispatchId(id, this.#channel.name));
    const heldBack = await this.#dispatches.heldBack(ends.flatMap(idsOf));
    return ends.filter((end) => {
      const ids = idsOf(end);
      return ids.length > 0 && ids.every((id) => heldBack.has(id));
    });
  }

  async suppress(tellings: readonly TellingToSend[], reason: string): Promise<void> {
    if (tellings.length === 0) return;
    await this.#settle(tellings, { kind: "suppressed", reason });
    this.#desk.log.count("MessagesSuppressed", tellings.length, reason);
    this.#log("message not sent", { suppressed: tellings.length, reason });
  }

  async release(tellings: readonly TellingToSend[], isUncertain: boolean): Promise<void> {
    await this.#settle(tellings, { kind: "free", isUncertain });
  }

  /** Records what came of the send. Throws when it is to be tried again. */
  async record(tellings: readonly TellingToSend[], result: SendResult): Promise<void> {
    switch (result.kind) {
      case "accepted": {
        await this.#settle(tellings, { kind: "sent" });
        const repeated = tellings.filter((telling) => this.#mayRepeat.has(telling)).length;
        this.#desk.log.count("MessagesSent", 1, this.#channel.name);
        // Whoever took the claim over can't know whether its holder had sent it: this is the most that can have arrived twice.
        if (repeated > 0) this.#desk.log.count("MessagesRepeated", repeated, this.#channel.name);
        return this.#log("message sent", { told: tellings.length, repeated });
      }
      case "refused":
        return this.suppress(tellings, `refused-${result.code}`);
      case "not-now":
      case "unknown":
        await this.release(tellings, result.kind === "unknown");
        throw new NotSent(`${this.#channel.name}: ${result.kind}, ${result.reason}`);
    }
  }

  async #settle(tellings: readonly TellingToSend[], outcome: Outcome): Promise<void> {
    await this.#dispatches.settle(this.#idsOf(tellings), this.#by, outcome, this.#desk.ports.clock.now());
  }

  #idOf(telling: TellingToSend): string {
    return dispatchId(deliveryOf(telling), this.#channel.name);
  }

  #idsOf(tellings: readonly TellingToSend[]): string[] {
    return tellings.map((telling) => this.#idOf(telling));
  }

  #log(text: string, fields: LogFields): void {
    const { applicantId, messageId, correlationId, causationId } = this.#message;
    const about = { applicantId, messageId, correlationId, eventId: causationId, channel: this.#channel.name };
    this.#desk.log.info(text, { ...about, ...fields });
  }
}
