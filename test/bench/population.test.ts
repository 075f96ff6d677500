import { describe, expect, test } from "vitest";
import { decodeRecord, encodeRecord } from "../../domain/index/log-record.ts";
import { COMPETENCIES_MAX } from "../../domain/model/applicant.ts";
import { ageOn } from "../../domain/model/calendar.ts";
import { builtInTaxonomy } from "../../domain/taxonomy/built-in.ts";
import { Draws, Weighted, zipf } from "./draws.ts";
import { createPopulation, POPULATION_DAY } from "./population.ts";

const SOME = 2_000;
const people = [...createPopulation(1).applicants(0, SOME)];
const openings = [...createPopulation(1).openings(0, SOME)];

function share<T>(all: readonly T[], holds: (one: T) => boolean): number {
  return all.filter(holds).length / all.length;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

describe("a population", () => {
  test("is the same for the same seed, whatever was drawn before", () => {
    const again = createPopulation(1);
    expect(again.opening(7)).toEqual(openings[7]);
    expect(again.applicant(1_999)).toEqual(people[1_999]);
    expect(again.applicant(3)).toEqual(people[3]);
    expect([...again.applicants(10, 20)]).toEqual(people.slice(10, 20));
    expect([...again.openings(10, 20)]).toEqual(openings.slice(10, 20));
  });

  test("is another for another seed", () => {
    const other = [...createPopulation(2).applicants(0, 50)];
    expect(share(other, (one) => JSON.stringify(one) === JSON.stringify(people[other.indexOf(one)]))).toBe(0);
  });

  test("has facts as the log keeps them", () => {
    for (const facts of people.slice(0, 200)) {
      expect(decodeRecord(encodeRecord({ type: "applicant", facts }))).toEqual({ type: "applicant", facts });
    }
    for (const facts of openings.slice(0, 200)) {
      expect(decodeRecord(encodeRecord({ type: "opening", facts }))).toEqual({ type: "opening", facts });
    }
  });

  test("is 40 to 67 years old", () => {
    for (const { birthDay } of people) {
      if (birthDay === undefined) continue;
      expect(ageOn(birthDay, POPULATION_DAY)).toBeGreaterThanOrEqual(40);
      expect(ageOn(birthDay, POPULATION_DAY)).toBeLessThanOrEqual(67);
    }
  });

  test("can do ten to 25 things each, some of them much more often than others", () => {
    const uses = new Map<number, number>();
    for (const { competencies } of people) {
      if (competencies === undefined) continue;
      expect(competencies.length).toBeGreaterThanOrEqual(10);
      expect(competencies.length).toBeLessThanOrEqual(Math.min(25, COMPETENCIES_MAX));
      expect(competencies.map(({ number }) => number)).toEqual(
        [...new Set(competencies.map(({ number }) => number))].sort((a, b) => a - b),
      );
      for (const { number } of competencies) uses.set(number, (uses.get(number) ?? 0) + 1);
    }
    const rising = [...uses.values()].sort((a, b) => a - b);
    const common = rising.slice(-50).reduce((sum, count) => sum + count, 0);
    expect(common / rising.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(0.3);
  });

  test("can do what belongs to its work", () => {
    const ownOf = (code: string) =>
      new Set(
        builtInTaxonomy
          .occupationByCode(code)
          ?.competencies.map(([name]) => builtInTaxonomy.competencyByCode(name)?.number),
      );
    const heldShare = (code: string, held: readonly { number: number }[]) =>
      share(held, ({ number }) => ownOf(code).has(number));
    const own: number[] = [];
    const others: number[] = [];
    for (const { competencies, experience } of people) {
      const code = experience?.[0]?.occupation;
      if (competencies === undefined || code === undefined) continue;
      own.push(heldShare(code, competencies));
      others.push(heldShare("0299", competencies));
    }
    expect(mean(own)).toBeGreaterThan(5 * mean(others));
  });

  test("leaves fields out in some cases and states them in most", () => {
    const fields = ["birthDay", "competencies", "certificates", "experience", "wantedDistricts", "payMin"] as const;
    for (const field of fields) {
      const unknown = share(people, (one) => one[field] === undefined);
      expect(unknown, field).toBeGreaterThan(0);
      expect(unknown, field).toBeLessThan(0.5);
    }
  });

  test("has told in few cases what programmes ask about", () => {
    const told = share(people, ({ standing }) => standing !== undefined);
    expect(told).toBeGreaterThan(0.01);
    expect(told).toBeLessThan(0.03);
  });

  test("of openings asks for some seven or eight things, and in three of ten cases for a certificate without fail", () => {
    expect(mean(openings.map(({ requirements }) => requirements.length))).toBeGreaterThan(6.5);
    expect(mean(openings.map(({ requirements }) => requirements.length))).toBeLessThan(8.5);
    const insists = share(openings, ({ requirements }) =>
      requirements.some(({ on, importance }) => on === "certificate" && importance === "must"),
    );
    expect(insists).toBeGreaterThan(0.25);
    expect(insists).toBeLessThan(0.35);
  });

  test("of openings has age spans only where the law allows them", () => {
    for (const { kind, ageMin, ageMax } of openings) {
      if (kind === "job") expect([ageMin, ageMax]).toEqual([undefined, undefined]);
    }
    expect(share(openings, ({ ageMin }) => ageMin !== undefined)).toBeGreaterThan(0.02);
  });
});

describe("chance", () => {
  test("depends on seed, sort and number, each", () => {
    const first = (seed: number, sort: number, number: number) => new Draws().restart(seed, sort, number).unit();
    const all = [first(1, 1, 1), first(2, 1, 1), first(1, 2, 1), first(1, 1, 2)];
    expect(new Set(all).size).toBe(4);
    expect(first(1, 1, 1)).toBe(all[0]);
  });

  test("draws positions with the frequency of their weights", () => {
    const draws = new Draws().restart(1, 1, 1);
    const counts = [0, 0, 0, 0];
    const weighted = new Weighted([1, 0, 2, 7]);
    for (let time = 0; time < 10_000; time++) {
      const position = weighted.draw(draws);
      counts[position] = (counts[position] ?? 0) + 1;
    }
    expect(counts.map((count) => Math.round(count / 1_000))).toEqual([1, 0, 2, 7]);
  });

  test("by Zipf's law draws the second half as often as the first", () => {
    const draws = new Draws().restart(1, 1, 2);
    const law = zipf(100);
    let [first, second] = [0, 0];
    for (let time = 0; time < 20_000; time++) {
      const rank = law.draw(draws);
      if (rank === 0) first++;
      if (rank === 1) second++;
    }
    expect(first / second).toBeGreaterThan(1.8);
    expect(first / second).toBeLessThan(2.2);
  });
});
