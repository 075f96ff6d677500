import { centerOf } from "../../domain/outcomes/center-of.ts";
import { type EventOut, eventsPublished } from "../../events/catalog.ts";
import type { MessageToApplicant, ShortlistMessage } from "../../events/messages.ts";
import type { QueueMessage, QueueName } from "../../functions/ports.ts";
import { districtsByCenter } from "../../infra/centers.ts";
import { CODES_OF_VALID_EVENTS } from "./oracle/entities.ts";
import { type Refused, toRefused } from "./oracle/refusals.ts";
import type { Sandbox } from "./sandbox.ts";
import type { Stage } from "./stage.ts";
import type { Telling } from "./telling.ts";

type Rejection = Extract<EventOut, { name: "EventRejected" }>["detail"];

const CENTERS = districtsByCenter();

/** Some events are poison. */
const isJson = (body: string) => body.endsWith("}") && !body.includes('"broken"');

/** Carries what functions have sent to where it goes. */
export class Carrier {
  readonly #stage: Stage;
  readonly #onTold: (tellings: readonly Telling[]) => void;
  /** How much of each queue, and of the bus, has been carried. */
  readonly #taken = new Map<string, number>();

  /** Events of which any was refused, and those that were compared with them, by body. */
  readonly #refused = new Map<string, Refused>();

  constructor(stage: Stage, onTold: (tellings: readonly Telling[]) => void) {
    this.#stage = stage;
    this.#onTold = onTold;
  }

  /** Brings what was sent to where it goes, and looks at what was kept. */
  collect(sandbox: Sandbox): void {
    for (const sort of ["applicants", "openings"] as const) {
      for (const ended of this.#stage.history.noteKept(sort, this.#stage.step)) {
        const isInFlight = this.#stage.queue("matching").size + this.#stage.queue("applicant-alerts").size > 0;
        if (isInFlight) this.#stage.faults.count(sort === "applicants" ? "left-in-flight" : "closed-in-flight");
        this.#stage.say(`${ended} ends`);
      }
    }
    this.#stage.history.noteDocuments(sandbox, this.#stage.step);
    for (const queue of ["matching", "applicant-alerts"] as const) {
      for (const { body, groupId } of this.#newIn(queue)) this.#stage.queue(queue).put(body, this.#stage.now, groupId);
    }
    for (const { body } of this.#newIn("applicant-messages")) {
      const message = JSON.parse(body) as MessageToApplicant;
      const tellings = this.#stage.history.noteMessage(message, sandbox, {
        step: this.#stage.step,
        now: this.#stage.now,
      });
      this.#onTold(tellings);
      this.#stage.say(`message ${message.messageId} of ${tellings.map(({ key }) => key).join(" ")}`);
    }
    for (const { body } of this.#newIn("employer-shortlists")) {
      this.#stage.history.shortlists.push(JSON.parse(body) as ShortlistMessage);
    }
    const published = this.#stage.world.published(this.#taken.get("bus"));
    this.#take("bus", published.length);
    for (const event of published) {
      this.#stage.say(`event ${event.name} ${event.detail.eventId}`);
      if (event.name !== "DayStarted" && event.name !== "DeliveryOptedOut") {
        // The functions of the flow publish events that go out, and the day, alone.
        this.#stage.history.events.push(event as EventOut);
        if (event.name === "EventRejected") this.#noteRefusal(event.detail, sandbox);
        else this.#putOnFeed(event as EventOut);
        if (event.name === "FollowUpDue") this.#stage.history.noteFollowUpDue(event.detail, sandbox, this.#stage.step);
        continue;
      }
      const { source, name } = eventsPublished[event.name];
      const body = JSON.stringify({ source, "detail-type": name, detail: event.detail });
      if (!this.#stage.accepted.includes(body)) this.#stage.accepted.push(body);
      this.#stage.putOnBus(body);
    }
  }

  /** As the rule of each center has it. */
  #putOnFeed({ name, detail }: EventOut): void {
    const center = "district" in detail ? centerOf(detail.district, CENTERS) : undefined;
    if (center === undefined || !this.#stage.story.isFed) return;
    this.#stage.putOnFeed(
      center,
      JSON.stringify({ source: eventsPublished[name].source, "detail-type": name, detail }),
    );
  }

  /** What a poisonous event is refused with is looked at in the end. */
  #noteRefusal({ code, rejected }: Rejection, sandbox: Sandbox): void {
    const { accepted, history, now } = this.#stage;
    if (!CODES_OF_VALID_EVENTS.has(code) || rejected.eventId === undefined) return;
    const body = accepted.find((one) => one.includes(`"eventId":"${rejected.eventId}"`));
    if (body === undefined) return;
    const event = this.#read(body);
    const isRival = (other: string) => {
      const { applicantId, openingId, revision } = this.#read(other);
      const isOfTheSame = applicantId === event.applicantId && openingId === event.openingId;
      return isOfTheSame && (code !== "REVISION_CONFLICT" || revision === event.revision);
    };
    const hasRival = () => accepted.some((other) => other !== body && isJson(other) && isRival(other));
    history.noteRefusal(code, { body, event }, hasRival, sandbox, now);
  }

  #read(body: string): Refused {
    const event = this.#refused.get(body) ?? toRefused(body);
    this.#refused.set(body, event);
    return event;
  }

  #newIn(queue: QueueName): readonly QueueMessage[] {
    const sent = this.#stage.world.sent(queue, this.#taken.get(queue));
    this.#take(queue, sent.length);
    return sent;
  }

  #take(from: QueueName | "bus", count: number): void {
    if (count > 0) this.#taken.set(from, (this.#taken.get(from) ?? 0) + count);
  }
}
