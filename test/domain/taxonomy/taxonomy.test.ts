import { describe, expect, test } from "vitest";
import { builtInTaxonomy as taxonomy } from "../../../domain/taxonomy/built-in.ts";
import { isKecoCode, kecoGroupsOf } from "../../../domain/taxonomy/keco.ts";
import { buildRelations, relationKinds } from "../../../domain/taxonomy/relatedness.ts";
import { relatednessOver } from "../../../domain/taxonomy/relation-lookup.ts";
import { type Competency, createTaxonomy, type Occupation } from "../../../domain/taxonomy/taxonomy.ts";

function numberOf(code: string): number {
  const competency = taxonomy.competencyByCode(code);
  if (competency === undefined) throw new Error(`${code} is no competency`);
  return competency.number;
}

const related = (a: string, b: string): number => taxonomy.relatedness(numberOf(a), numberOf(b));

describe("the built-in taxonomy", () => {
  test("covers at least 300 competencies, 150 occupations and 40 certificates", () => {
    expect(taxonomy.competencies.length).toBeGreaterThanOrEqual(300);
    expect(taxonomy.occupations.length).toBeGreaterThanOrEqual(150);
    expect(taxonomy.certificates.length).toBeGreaterThanOrEqual(40);
  });

  test("gives every occupation 5 to 12 competencies, of which at least one is essential", () => {
    for (const { code, competencies } of taxonomy.occupations) {
      expect(competencies.length, code).toBeGreaterThanOrEqual(5);
      expect(competencies.length, code).toBeLessThanOrEqual(12);
      expect(competencies.filter(([, , need]) => need === "essential").length, code).toBeGreaterThanOrEqual(1);
    }
  });

  test("finds a competency by code and by number, and nothing for what doesn't exist", () => {
    const competency = taxonomy.competencyByCode("bed-bath-assistance");
    expect(competency).toMatchObject({ ko: "침상 목욕 돕기", group: "06" });
    expect(taxonomy.competencyByNumber(competency?.number ?? 0)).toBe(competency);
    expect(taxonomy.competencyByCode("flying")).toBeUndefined();
    expect(taxonomy.competencyByNumber(0)).toBeUndefined();
    expect(taxonomy.competencyByNumber(taxonomy.competencies.length + 1)).toBeUndefined();
    expect(taxonomy.occupationByCode("5501")?.ko).toBe("요양보호사");
    expect(taxonomy.certificateByCode("care-worker")?.ko).toBe("요양보호사");
  });

  // Stored profiles and postings refer to these numbers; a number that moves would change what they mean.
  test.each([
    ["project-planning", 1],
    ["bed-bath-assistance", 118],
    ["catch-handling", 496],
  ])("keeps %s at number %i", (code, number) => {
    expect(taxonomy.competencyByCode(code)?.number).toBe(number);
  });
});

describe("relatedness", () => {
  test("is symmetric, whole, 10 000 for itself only, and otherwise nothing or 2 000 to 9 000", () => {
    for (const { number: a } of taxonomy.competencies) {
      for (const { number: b } of taxonomy.competencies) {
        const bp = taxonomy.relatedness(a, b);
        if (bp !== taxonomy.relatedness(b, a)) expect.fail(`${a} and ${b} differ by direction`);
        const sound = a === b ? bp === 10_000 : bp === 0 || (bp >= 2_000 && bp <= 9_000);
        if (!sound || !Number.isInteger(bp)) expect.fail(`${a} and ${b} have ${bp}`);
      }
    }
  });

  test("lists what joins a competency to others as the lookup says, strongest first, and by what", () => {
    for (const { number } of taxonomy.competencies) {
      const list = taxonomy.relatedTo(number);
      expect(list.map(({ bp }) => bp)).toEqual(list.map(({ bp }) => bp).toSorted((a, b) => b - a));
      for (const { number: other, bp } of list) {
        expect(taxonomy.relatedness(number, other)).toBe(bp);
        expect(taxonomy.relatedBy(number, other)).toBe(taxonomy.relatedBy(other, number));
        expect(relationKinds).toContain(taxonomy.relatedBy(number, other));
      }
    }
  });

  test("has the same rows in its table, by rising number", () => {
    const { start, other, bp } = taxonomy.relations;
    for (const { number } of taxonomy.competencies) {
      const [from, to] = [start[number] ?? 0, start[number + 1] ?? 0];
      const row = Array.from(other.subarray(from, to), (to, i) => ({ number: to, bp: bp[from + i] ?? 0 }));
      expect(row.map((relation) => relation.number)).toEqual(
        row.map((relation) => relation.number).toSorted((a, b) => a - b),
      );
      expect(row.toSorted((a, b) => b.bp - a.bp || a.number - b.number)).toEqual(taxonomy.relatedTo(number));
    }
  });

  test.each([
    ["korean-cooking", "chinese-cooking", "patrol"],
    ["car-driving", "van-driving", "tour-guiding"],
    ["feeding-assistance", "toileting-assistance", "bookkeeping"],
    ["espresso-extraction", "milk-steaming", "korean-cooking"],
    ["bookkeeping", "accounting-software-use", "data-labelling"],
    ["patrol", "cctv-monitoring", "interior-cleaning"],
    ["interior-cleaning", "toilet-cleaning", "espresso-extraction"],
    ["machine-sewing", "garment-alteration", "machine-operation"],
  ])("of %s to %s is closer than to %s", (one, near, far) => {
    expect(related(one, near)).toBeGreaterThan(2_000);
    expect(related(one, near)).toBeGreaterThan(related(one, far));
  });

  test("is the same through the square table and through the search that larger taxonomies use", () => {
    // At 1,500 competencies a table is still made square, above it is searched; each occupation uses four in a row.
    const competencies: Competency[] = Array.from({ length: 1_500 }, (_, i) => ({
      number: i + 1,
      code: `competency-${i}`,
      ko: `역량 ${i}`,
      en: `Competency ${i}`,
      group: "02",
    }));
    const occupations: Occupation[] = Array.from({ length: 40 }, (_, i) => ({
      number: i + 1,
      code: String(1_000 + i * 7),
      ko: `직업 ${i}`,
      en: `Occupation ${i}`,
      aliases: [],
      competencies: [0, 1, 2, 3].map((step) => [`competency-${i * 2 + step}`, 3, "essential"] as const),
    }));
    const relations = buildRelations(competencies, occupations);
    const [square, search] = [relatednessOver(relations, 1_500), relatednessOver(relations, 1_501)];
    let joined = 0;
    for (let a = 1; a <= 100; a++) {
      for (let b = 1; b <= 100; b++) {
        expect(search(a, b)).toBe(square(a, b));
        if (a !== b && square(a, b) > 0) joined++;
      }
    }
    expect(joined).toBeGreaterThan(0);
  });
});

describe("rarity", () => {
  test("runs from 1 to 8 and falls as more occupations use a competency", () => {
    for (const { number } of taxonomy.competencies) {
      const weight = taxonomy.rarity(number);
      expect(Number.isInteger(weight) && weight >= 1 && weight <= 8).toBe(true);
    }
    const weights = ["customer-service", "spreadsheet-use", "car-driving", "esg-assessment"].map((code) =>
      taxonomy.rarity(numberOf(code)),
    );
    expect(weights).toEqual(weights.toSorted((a, b) => a - b));
    expect(weights[0]).toBeLessThan(weights[3] ?? 0);
  });
});

describe("occupation proximity", () => {
  test("is symmetric, 10 000 for the same code only, and never over 9 500 otherwise", () => {
    for (const { code: a } of taxonomy.occupations) {
      for (const { code: b } of taxonomy.occupations) {
        const bp = taxonomy.occupationProximity(a, b);
        if (bp !== taxonomy.occupationProximity(b, a)) expect.fail(`${a} and ${b} differ by direction`);
        if (a === b ? bp !== 10_000 : bp > 9_500) expect.fail(`${a} and ${b} have ${bp}`);
      }
    }
  });

  test("goes by the likeness of the groups too, so that a description that says little is not alone", () => {
    const competencies: Competency[] = ["baking", "frying", "welding"].map((code, i) => {
      return { number: i + 1, code, ko: code, en: code, group: "01" };
    });
    const describe = (number: number, code: string, competency: string, name: string): Occupation => {
      return { number, code, ko: name, en: name, aliases: [], competencies: [[competency, 3, "essential"]] };
    };
    // Bakers and cooks are two groups of one line; a frier is like the cook of the other group, its sibling shares nothing with it.
    const made = createTaxonomy({
      version: "test-1",
      competencies,
      occupations: [
        describe(1, "1111", "baking", "pastry"),
        describe(2, "1112", "frying", "kitchen"),
        describe(3, "2221", "frying", "snacks"),
        describe(4, "3331", "welding", "metal"),
      ],
      certificates: [],
    });
    expect(made.occupationProximity("1111", "2221")).toBeGreaterThan(0);
    expect(made.occupationProximity("1112", "2221")).toBeGreaterThan(made.occupationProximity("1111", "2221"));
    expect(made.occupationProximity("1111", "3331")).toBeLessThan(made.occupationProximity("1111", "2221"));
  });

  test.each([
    ["5501", "5502", "5317"],
    ["0271", "0272", "5611"],
    ["5420", "5413", "0292"],
    ["8634", "8632", "7025"],
  ])("of %s is nearer to %s than to %s", (one, near, far) => {
    expect(taxonomy.occupationProximity(one, near)).toBeGreaterThan(taxonomy.occupationProximity(one, far));
  });

  test("of an occupation that isn't described goes by the digits it shares", () => {
    expect(taxonomy.occupationProximity("5509", "5501")).toBe(4_500);
    expect(taxonomy.occupationProximity("5599", "5501")).toBe(2_500);
    expect(taxonomy.occupationProximity("5999", "5501")).toBe(1_000);
    expect(taxonomy.occupationProximity("9999", "5501")).toBe(0);
    expect(taxonomy.occupationProximity("2509", "2509")).toBe(10_000);
  });
});

describe("typical competencies", () => {
  test("are the occupation's own when it is described", () => {
    const typical = taxonomy.typicalCompetencies("5501");
    expect(typical).toEqual({ from: "occupation", competencies: taxonomy.occupationByCode("5501")?.competencies });
  });

  test("come from relatives of three digits, then of two, when it isn't", () => {
    const minor = taxonomy.typicalCompetencies("5509");
    expect(minor?.from).toBe("minor-group");
    expect(minor?.competencies.map(([code]) => code)).toContain("feeding-assistance");
    expect(minor?.competencies.length).toBeLessThanOrEqual(8);
    expect(taxonomy.typicalCompetencies("3011")?.from).toBe("middle-group");
    expect(taxonomy.typicalCompetencies("550")?.from).toBe("minor-group");
    expect(taxonomy.typicalCompetencies("55")?.from).toBe("middle-group");
  });

  test("are unknown for what is no KECO code, or too wide to mean anything", () => {
    for (const code of ["", "5", "9999", "abcd", "55010", "2509"]) {
      expect(taxonomy.typicalCompetencies(code), code).toBeUndefined();
    }
  });
});

describe("a KECO code", () => {
  test("is one when its first three digits are, or when a shorter one is in the tables", () => {
    for (const code of ["5", "55", "550", "5501", "5509", "0299", "01"]) expect(isKecoCode(code), code).toBe(true);
    for (const code of ["", "04", "99", "999", "9999", "55011", "5a", "５５"])
      expect(isKecoCode(code), code).toBe(false);
  });

  test("names the groups it lies in", () => {
    expect(kecoGroupsOf("5501")).toEqual({
      major: "미용·여행·숙박·음식·경비·청소직",
      middle: "돌봄 서비스직(간병·육아)",
    });
    expect(kecoGroupsOf("9999")).toBeUndefined();
  });
});

describe("a taxonomy of another standard", () => {
  const competencies: Competency[] = Array.from({ length: 60 }, (_, i) => ({
    number: i + 1,
    code: `competency-${i}`,
    ko: `역량 ${i}`,
    en: `Competency ${i}`,
    group: `competency-${i}`,
  }));
  const cook: Occupation = {
    number: 1,
    code: "5120-0a1b2c3d",
    ko: "조리사",
    en: "Cook",
    aliases: [],
    // The essential ones stand last.
    competencies: competencies.map(({ code }, i) => [code, 3, i < 20 ? "optional" : "essential"] as const),
  };
  const pastry: Occupation = { ...cook, number: 2, code: "5120-ffffffff", competencies: cook.competencies.slice(0, 2) };
  const own = createTaxonomy({
    version: "own",
    occupationCodes: "own",
    competencies,
    occupations: [cook, pastry],
    certificates: [],
  });

  test("knows the occupations it describes and the groups they lie in, and no others", () => {
    for (const code of ["5", "51", "512", "5120", "5120-0a1b2c3d"]) expect(own.isOccupationCode(code), code).toBe(true);
    for (const code of ["", "52", "5121", "5501", "5120-00000000", "5120-0a1b"]) {
      expect(own.isOccupationCode(code), code).toBe(false);
    }
  });

  test("infers at most as many competencies as an opening may list, essential ones first", () => {
    const typical = own.typicalCompetencies("5120-0a1b2c3d")?.competencies ?? [];
    expect(typical).toHaveLength(50);
    expect(typical.filter(([, , need]) => need === "essential")).toHaveLength(40);
    expect(own.typicalCompetencies("5120")?.from).toBe("minor-group");
    expect(own.typicalCompetencies("5120-00000000")).toBeUndefined();
  });

  test("tells apart occupations of one group by what they ask for", () => {
    expect(own.occupationProximity(cook.code, cook.code)).toBe(10_000);
    expect(own.occupationProximity(cook.code, pastry.code)).toBe(own.occupationProximity(pastry.code, cook.code));
    expect(own.occupationProximity(cook.code, pastry.code)).toBeLessThan(10_000);
  });
});

describe("a certificate serves for another", () => {
  const covers = (held: string, wanted: string): boolean => {
    const [a, b] = [held, wanted].map((code) => taxonomy.certificateByCode(code)?.number);
    if (a === undefined || b === undefined) throw new Error(`no certificate ${held} or ${wanted}`);
    return taxonomy.certificateCovers(a, b);
  };

  test.each([
    ["job-counsellor", "job-counsellor-2"],
    ["barista-1", "barista-2"],
    ["driving-1-large", "driving-2-ordinary"],
    ["electrical-engineer", "electrician"],
    ["electrical-industrial-engineer", "electrician"],
    ["fire-safety-manager-1", "fire-safety-manager"],
    ["fire-safety-manager-1", "fire-safety-manager-3"],
    ["emergency-medical-technician-1", "emergency-medical-technician"],
    ["western-cook", "cook-licence"],
  ])("of its kind when it is higher: %s for %s, and not the other way", (higher, lower) => {
    expect(covers(higher, lower)).toBe(true);
    expect(covers(lower, higher)).toBe(false);
  });

  test.each([
    ["western-cook", "korean-cook"],
    ["construction-safety-engineer", "industrial-safety-engineer"],
    ["electrical-engineer", "hvac-craftsman"],
  ])("only of its own kind: not %s for %s", (held, wanted) => {
    expect(covers(held, wanted)).toBe(false);
  });
});

test("of certificates whose name says a grade or a rank, every higher one serves for every lower one of the name", () => {
  const ranks = ["기사", "산업기사", "기능사"];
  const graded = taxonomy.certificates.flatMap(({ number, ko }) => {
    const { name, grade, rank } =
      /^(?<name>.+?)(?: (?<grade>\d)급|(?<rank>산업기사|기사|기능사))$/u.exec(ko)?.groups ?? {};
    return name === undefined
      ? []
      : [{ number, ko, name, place: rank === undefined ? Number(grade) : ranks.indexOf(rank) }];
  });
  const lost = graded.flatMap((held) =>
    graded
      .filter(({ name, place }) => name === held.name && place > held.place)
      .filter(({ number }) => !taxonomy.certificateCovers(held.number, number))
      .map(({ ko }) => `${held.ko} for ${ko}`),
  );
  expect(lost).toEqual([]);
});
