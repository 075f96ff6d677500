import type { Cause } from "../../domain/delivery/mailbox.ts";
import { type Bridge, bridgeSubject } from "../../domain/delivery/recommendation.ts";
import type { Ports } from "../ports.ts";
import type { Log } from "../runtime/log.ts";
import type { MatchingConfiguration } from "../runtime/rules.ts";
import type { CandidateReader } from "./candidates.ts";

export type NotifyPorts = Pick<
  Ports,
  | "clock"
  | "openings"
  | "applicants"
  | "programmes"
  | "ledger"
  | "institutions"
  | "bridges"
  | "followUps"
  | "cases"
  | "recommendations"
  | "deliveries"
  | "mailboxes"
  | "waves"
  | "opportunities"
  | "wakeUps"
  | "quarantine"
  | "queues"
  | "bus"
>;

/** What a batch works with. */
export interface Desk {
  readonly ports: NotifyPorts;
  readonly configuration: MatchingConfiguration;
  readonly reader: CandidateReader;
  readonly log: Log;
}

/** That somebody may be told of an opening, or of its end, and what that follows from. Which of the two it is, the opening itself says when it is read. */
export interface Wish {
  readonly match?: Cause;
  readonly closing?: Cause;
  /** The two may not match any more. */
  readonly lost?: Cause;
  /** A counsellor has said something of it. */
  readonly review?: Cause;
  /** The course that it was told with takes nobody else. */
  readonly course?: Cause;
  /** The courses that it may be told with, the one that came first first; the opening goes by its `bridgeSubject` then. */
  readonly bridges?: readonly Bridge[];
}

/** One person to look at. */
export interface Work {
  readonly applicantId: string;
  /** By opening. */
  readonly wishes: ReadonlyMap<string, Wish>;
  /** Queue messages of this batch that are about this person. */
  readonly workingOn: ReadonlySet<string>;
  /** The hour that has come for what waits; undefined when none has. */
  readonly dueHour: number | undefined;
  /** What said so. */
  readonly dueCause: Cause | undefined;
}

interface Gathered {
  readonly wishes: Map<string, Wish>;
  readonly workingOn: Set<string>;
  dueHour: number | undefined;
  dueCause: Cause | undefined;
}

/** Gathers what several queue messages say of one person. The first message that names an opening is what its telling follows from. */
export class WorkList {
  readonly #works = new Map<string, Gathered>();

  wish(applicantId: string, openingId: string, about: keyof Omit<Wish, "bridges">, cause: Cause): void {
    this.#wish(applicantId, openingId, { [about]: cause }, cause);
  }

  wishBridge(applicantId: string, openingId: string, bridge: Bridge, cause: Cause): void {
    const subject = bridgeSubject(openingId);
    this.#wish(applicantId, subject, { match: cause }, cause);
    const { wishes } = this.#of(applicantId);
    const { bridges = [], ...wish } = wishes.get(subject) ?? {};
    wishes.set(subject, { ...wish, bridges: [...bridges, bridge] });
  }

  #wish(applicantId: string, openingId: string, wish: Wish, cause: Cause): void {
    const { wishes, workingOn } = this.#of(applicantId);
    wishes.set(openingId, { ...wish, ...wishes.get(openingId) });
    workingOn.add(cause.messageId);
  }

  due(applicantId: string, hour: number, cause: Cause): void {
    const work = this.#of(applicantId);
    work.dueHour = Math.max(hour, work.dueHour ?? 0);
    work.dueCause ??= cause;
    work.workingOn.add(cause.messageId);
  }

  all(): Work[] {
    return [...this.#works].map(([applicantId, work]) => ({ applicantId, ...work }));
  }

  #of(applicantId: string): Gathered {
    const work = this.#works.get(applicantId) ?? {
      wishes: new Map(),
      workingOn: new Set(),
      dueHour: undefined,
      dueCause: undefined,
    };
    this.#works.set(applicantId, work);
    return work;
  }
}
