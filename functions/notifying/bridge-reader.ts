import type { BridgeOffer, NoBridge } from "../../domain/bridge/offer.ts";
import type { SuppressionReason } from "../../domain/delivery/policy.ts";
import { institution as institutionSchema, isValidOn } from "../../domain/institution/institution.ts";
import { applicant as applicantSchema } from "../../domain/model/applicant.ts";
import { type Opening, opening as openingSchema } from "../../domain/model/opening.ts";
import type { Taxonomy } from "../../domain/taxonomy/taxonomy.ts";
import type { BridgeMessage } from "../../events/messages.ts";
import type { Ports } from "../ports.ts";
import { withKeptCompletions } from "../taking-in/profiles.ts";
import { Latest, LatestRules } from "./latest.ts";

/** An opening and a course that somebody may be told of together, and the message that says so. */
export interface OfferedBridge {
  readonly id: string;
  readonly applicantId: string;
  readonly openingId: string;
  readonly courseOpeningId: string;
  readonly unlocks: number;
  readonly message: BridgeMessage;
  /** It may have been sent by a work that died: it must stay, and may be sent again under its id. */
  readonly isClaimed: boolean;
}

export interface Unoffered {
  readonly offered: OfferedBridge;
  readonly reason: SuppressionReason | NoBridge | "course-closed" | "institution-not-valid";
}

export interface ReadOffers {
  readonly offers: ReadonlyMap<OfferedBridge, BridgeOffer>;
  readonly unoffered: readonly Unoffered[];
}

/** Reads the person, the opening, the course, and the institution that offers the course, as they are kept at this moment. */
export class BridgeReader {
  readonly #applicants;
  readonly #openings;
  readonly #institutions;
  readonly #rules;

  constructor(
    {
      applicants,
      openings,
      institutions,
      programmes,
    }: Pick<Ports, "applicants" | "openings" | "institutions" | "programmes">,
    taxonomy: Taxonomy,
  ) {
    this.#rules = new LatestRules(programmes, taxonomy);
    this.#applicants = new Latest(applicants, (value, completions) =>
      withKeptCompletions(applicantSchema.parse(value), completions),
    );
    this.#openings = new Latest(openings, (value) => openingSchema.parse(value));
    this.#institutions = new Latest(institutions, (value) => institutionSchema.parse(value));
  }

  async read(offered: readonly OfferedBridge[], day: string): Promise<ReadOffers> {
    const [applicants, openings] = await Promise.all([
      this.#applicants.read(offered.map(({ applicantId }) => applicantId)),
      this.#openings.read(offered.flatMap(({ openingId, courseOpeningId }) => [openingId, courseOpeningId])),
    ]);
    const ids = offered.flatMap(({ courseOpeningId }) => openings.get(courseOpeningId)?.institutionId ?? []);
    const institutions = await this.#institutions.read(ids);
    const rules = await this.#rules.read([...openings.values()].flatMap(({ programmeId }) => programmeId ?? []));
    const rulesOf = ({ programmeId = "" }: Opening) => rules.get(programmeId) ?? [];
    const offers = new Map<OfferedBridge, BridgeOffer>();
    const unoffered: Unoffered[] = [];
    for (const one of offered) {
      const applicant = applicants.get(one.applicantId);
      const opening = openings.get(one.openingId);
      const course = openings.get(one.courseOpeningId);
      // An institution that isn't registered (yet) speaks for nothing and against nothing.
      const institution = institutions.get(course?.institutionId ?? "");
      const drop = (reason: Unoffered["reason"]) => unoffered.push({ offered: one, reason });
      if (applicant === undefined) drop("applicant-withdrawn");
      else if (!applicant.consent.alerts) drop("consent-withdrawn");
      else if (opening === undefined) drop("opening-closed");
      else if (course === undefined) drop("course-closed");
      else if (institution !== undefined && !isValidOn(institution, day)) drop("institution-not-valid");
      else {
        const underRules = { openingRules: rulesOf(opening), courseRules: rulesOf(course) };
        offers.set(one, { applicant, opening, course, ...underRules, unlocks: one.unlocks });
      }
    }
    return { offers, unoffered };
  }
}
