import { describe, expect, test } from "vitest";
import type { ApplicantFacts, OpeningFacts } from "../../domain/matching/facts.ts";
import { builtInTaxonomy } from "../../domain/taxonomy/built-in.ts";
import { shortlistMessage } from "../../events/messages.ts";
import { toEntries } from "../../functions/adapters/event-entries.ts";
import { followApplicant, followOpening, type Occasion } from "../../functions/matching/followings.ts";
import { toShortlistReasons } from "../../functions/matching/shortlist-reasons.ts";
import { aBareJob, factsOf, strangerFacts } from "../fixtures/facts.ts";
import { configuration, NOW_MS } from "../fixtures/memory-service.ts";

const CAUSE = "01KB0000000000000000000001";
const occasion: Occasion = {
  correlationId: CAUSE,
  causationId: CAUSE,
  shard: "1#0",
  seq: 1,
  now: NOW_MS,
  isReplaced: false,
};
const QUEUE_BYTES_MAX = 64 * 1_024;

/** As long as an opaque id may be. */
const longId = (sort: string, n: number) => `${sort}-${n}`.padEnd(60, "0");
const LAST_REVISION = 2_147_483_647;

const CERTIFICATES = [...builtInTaxonomy.certificates].slice(0, 50).map(({ code }) => code);

/** A posting that asks for all there may be asked for, and as many as fill an event several times who have all of it. */
function aLongList(): { opening: OpeningFacts; people: ApplicantFacts[] } {
  const opening = factsOf.opening(
    aBareJob({
      openingId: longId("opening", 1),
      revision: LAST_REVISION,
      requirements: CERTIFICATES.map((certificate) => ({ on: "certificate", importance: "nice", certificate })),
    }),
  );
  const people = Array.from({ length: 600 }, (_, n) =>
    strangerFacts({
      applicantId: longId("applicant", n),
      revision: LAST_REVISION,
      residence: "11440",
      certificates: CERTIFICATES,
    }),
  );
  return { opening, people };
}

function resultOf<T>(all: readonly T[]) {
  const matches = all.map((facts) => ({ facts, score: 10_000, fitsOpening: 10_000, fitsApplicant: 10_000 }));
  return { matches, overThreshold: matches.length };
}

describe("a long list", () => {
  test("goes to centers in events that hold each match once and are small enough, whatever ids and revisions are", () => {
    const { opening, people } = aLongList();
    const { events } = followOpening(opening, resultOf(people), occasion, configuration);
    for (const { bytes } of toEntries(events)) expect(bytes).toBeLessThan(QUEUE_BYTES_MAX);
    const found = events.flatMap((event) => (event.name === "MatchesFound" ? event.detail.matches : []));
    expect(found.map(({ applicantId }) => applicantId)).toEqual(people.map(({ applicantId }) => applicantId));
  });

  test("goes to employers in messages that hold each candidate once and are small enough, however many reasons there are", () => {
    const { opening, people } = aLongList();
    const { shortlists } = followOpening(opening, resultOf(people), occasion, configuration);
    const listed = shortlists.map(({ body }) => {
      expect(Buffer.byteLength(body)).toBeLessThanOrEqual(QUEUE_BYTES_MAX);
      const message = shortlistMessage.parse(JSON.parse(body));
      if (message.kind !== "listed") throw new Error(`a ${message.kind} came of an opening`);
      return message;
    });
    expect(listed.map(({ part }) => part)).toEqual(listed.map((_, at) => ({ number: at + 1, of: listed.length })));
    const candidates = listed.flatMap((message) => message.candidates);
    expect(candidates.map(({ applicantId }) => applicantId)).toEqual(people.map(({ applicantId }) => applicantId));
    expect(new Set(candidates.map(({ reasons }) => reasons.length))).toEqual(new Set([CERTIFICATES.length]));
  });
});

describe("the reasons of a candidate", () => {
  test("say how each requirement of the posting stands, by its place, and what meets it", () => {
    const opening = factsOf.opening(
      aBareJob({
        requirements: [
          { on: "competency", importance: "must", competency: "espresso-extraction", level: 4 },
          { on: "certificate", importance: "should", certificate: "barista-2" },
          { on: "named-certificate", importance: "nice", name: "커피 감별사" },
          { on: "language", importance: "nice", language: "en", level: "B1" },
        ],
      }),
    );
    const person = strangerFacts({
      competencies: [{ competency: "espresso-extraction", level: 2 }],
      certificates: [],
      languages: [{ language: "en", level: "B2" }],
    });
    expect(toShortlistReasons(opening, person, builtInTaxonomy)).toEqual([
      { requirement: 0, status: "partly", creditBp: 5_000, by: { competency: "espresso-extraction", level: 2 } },
      { requirement: 1, status: "missing", creditBp: 0 },
      { requirement: 2, status: "unverified" },
      { requirement: 3, status: "met", creditBp: 10_000, by: { language: "B2" } },
    ]);
  });

  test("of a posting that lists no competency are what the person has of those typical of its occupation", () => {
    const opening = factsOf.opening(aBareJob({ occupation: { code: "5317", name: "바리스타" } }));
    const person = strangerFacts({ competencies: [{ competency: "espresso-extraction", level: 5 }] });
    const reasons = toShortlistReasons(opening, person, builtInTaxonomy);
    expect(reasons[0]).toEqual({
      typical: "espresso-extraction",
      status: "met",
      creditBp: 10_000,
      by: { competency: "espresso-extraction", level: 5 },
    });
    expect(reasons.every(({ status }) => status === "met" || status === "partly")).toBe(true);
    expect(toShortlistReasons(opening, strangerFacts({ competencies: [] }), builtInTaxonomy)).toEqual([]);
  });

  test("come with a changed profile, too, and tell nothing that the person wants or is", () => {
    const opening = factsOf.opening(
      aBareJob({ requirements: [{ on: "education", importance: "should", level: "high" }] }),
    );
    const person = strangerFacts({
      birthDate: "1961-03-02",
      residence: "11440",
      education: "bachelor",
      preferences: { payMin: { krw: 15_000, unit: "HOUR" }, districts: ["11440"] },
    });
    const { shortlists } = followApplicant(person, resultOf([opening]), occasion, configuration);
    const [updated] = shortlists.map(({ body }) => shortlistMessage.parse(JSON.parse(body)));
    expect(updated).toMatchObject({
      kind: "candidate-updated",
      candidates: [{ reasons: [{ requirement: 0, status: "met", creditBp: 10_000, by: { education: "bachelor" } }] }],
    });
    const text = JSON.stringify(shortlists);
    for (const secret of ["1961", "11440", "15000"]) expect(text).not.toContain(secret);
  });
});
