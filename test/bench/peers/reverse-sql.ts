import { commuteMinutes } from "../../../domain/geo/districts.ts";
import type { ApplicantFacts, OpeningFacts, RequirementFacts } from "../../../domain/matching/facts.ts";
import { kindBit } from "../../../domain/matching/facts.ts";
import { firstDayObstacle, isSameDistrict } from "../../../domain/matching/obstacles.ts";
import {
  competencyCredit,
  FULL_BP,
  MUST_COMPETENCY_BP,
  requirementCredit,
} from "../../../domain/matching/requirements.ts";
import { creditOfShifts, type ScoringRules, scoreOpeningSide } from "../../../domain/matching/score.ts";
import { commuteSql, coverageSql, knownSql, meanSql, NOTHING_KNOWN_BP, paySql, UNKNOWN } from "./credit-sql.ts";
import { type CreditColumn, creditColumns, type Dialect, inList, sumsOf, wide } from "./dialect.ts";
import { ANY_SHIFTS, districtCodes, ENDLESS, NOWHERE, type TableCodes } from "./tables.ts";

/** What the way to an opening takes from each district, 0 within one place and −1 where nothing is known. */
function reachOf({ online, district }: OpeningFacts): number[][] {
  if (online || district === undefined) {
    return [NOWHERE, ...districtCodes.map(Number)].map((code) => [code, online ? 0 : -1]);
  }
  const placed = districtCodes.flatMap((code) => {
    const minutes = isSameDistrict(code, district) ? 0 : commuteMinutes(code, district);
    return minutes === undefined ? [] : [[Number(code), minutes]];
  });
  return [[NOWHERE, -1], ...placed];
}

/** Conditions on a departure (`d`), which hold for a person as well. */
function departureConditions({ kind, employmentType, shifts, hours, pay }: OpeningFacts): string[] {
  return [
    `(d.kinds & ${kindBit(kind)}) <> 0`,
    ...(employmentType === undefined ? [] : [`(d.types & ${1 << employmentType}) <> 0`]),
    ...(shifts === undefined ? [] : [`(d.shifts & ${shifts}) <> 0`]),
    ...(hours === undefined ? [] : [`d.hours_min <= ${hours}`, `d.hours_max >= ${hours}`]),
    ...(pay.krwPerHour === undefined ? [] : [`d.least_hour <= ${pay.krwPerHour}`]),
    ...(pay.krwPerMonth === undefined ? [] : [`d.least_month <= ${pay.krwPerMonth}`]),
  ];
}

type Component = "experience" | "certificates" | "languages" | "education";

/** A requirement on something else than a competency: its credit for somebody (`c`), and whether it is known. */
interface OtherSql {
  readonly component: Component;
  readonly isKnown: string;
  readonly credit: string;
  readonly weight: number;
  readonly must: boolean;
}

function othersOf(opening: OpeningFacts, rules: ScoringRules, codes: TableCodes, d: Dialect): OtherSql[] {
  return opening.requirements.flatMap((one) =>
    one.on === "competency" || one.on === "named-certificate" ? [] : [otherSql(one, opening, rules, codes, d)],
  );
}

function otherSql(
  one: Exclude<RequirementFacts, { on: "competency" | "named-certificate" }>,
  opening: OpeningFacts,
  rules: ScoringRules,
  codes: TableCodes,
  d: Dialect,
): OtherSql {
  const { taxonomy, weights } = rules;
  const rest = { weight: weights.importance[one.importance], must: one.importance === "must" };
  switch (one.on) {
    case "experience": {
      const line = linesFor(one, opening, rules, codes);
      const months = [1, 2, 3].map((nth) => `CASE WHEN c.own${nth} IN ${inList(line)} THEN c.months${nth} ELSE 0 END`);
      const counted = d.least(`(${months.join(" + ")})`, String(one.months));
      const credit = d.quotient(`${FULL_BP} * ${counted}`, String(one.months));
      return { component: "experience", isKnown: "c.experience_known = 1", credit, ...rest };
    }
    case "certificate": {
      const covering = taxonomy.certificates.filter(({ number }) => taxonomy.certificateCovers(number, one.number));
      const credit = `CASE WHEN ${d.holdsAny(covering.map(({ number }) => number))} THEN ${FULL_BP} ELSE 0 END`;
      return { component: "certificates", isKnown: "c.certificates_known = 1", credit, ...rest };
    }
    case "language": {
      const level = d.least(`c.${codes.languageColumn(one.language)}`, String(one.level + 1));
      const credit = d.quotient(`${FULL_BP} * ${level}`, String(one.level + 1));
      return { component: "languages", isKnown: "c.languages_known = 1", credit, ...rest };
    }
    case "education": {
      const credit = `CASE WHEN c.education >= ${one.level} THEN ${FULL_BP} ELSE 0 END`;
      return { component: "education", isKnown: "c.education >= 0", credit, ...rest };
    }
  }
}

/** Numbers of the occupations in which experience counts for a requirement. */
function linesFor(
  one: Extract<RequirementFacts, { on: "experience" }>,
  opening: OpeningFacts,
  { taxonomy }: ScoringRules,
  codes: TableCodes,
): number[] {
  return [...codes.occupations].flatMap(([occupation, number]) => {
    const somebody = { experience: [{ occupation, months: one.months }] } as unknown as ApplicantFacts;
    return requirementCredit(one, opening, somebody, taxonomy) > 0 ? [number] : [];
  });
}

function openingCreditColumns(
  opening: OpeningFacts,
  rules: ScoringRules,
  codes: TableCodes,
  d: Dialect,
  others: readonly OtherSql[],
): CreditColumn[] {
  const { weights } = rules;
  const columns = (["experience", "certificates", "languages", "education"] as const).flatMap((component) => {
    const own = others.filter((other) => other.component === component);
    const isKnown = own[0]?.isKnown;
    if (isKnown === undefined) return [];
    const points = own.map(({ credit, weight }) => `${weight} * (${credit})`).join(" + ");
    const possible = own.reduce((sum, { weight }) => sum + weight, 0);
    const credit = knownSql(isKnown, d.quotient(`(${points})`, String(possible)));
    return [{ name: `k_${component}`, credit, weight: weights.opening[component] }];
  });
  if (opening.occupation === undefined) return columns;
  const near = nearestSql("own", opening.occupation, rules, codes, d);
  return [
    { name: "k_occupation", credit: knownSql("c.own_known = 1", near), weight: weights.opening.occupation },
    ...columns,
  ];
}

function nearestSql(
  column: string,
  occupation: string,
  { taxonomy }: ScoringRules,
  codes: TableCodes,
  d: Dialect,
): string {
  const bps = [0, ...[...codes.occupations.keys()].map((code) => taxonomy.occupationProximity(code, occupation))];
  return d.greatest(...[1, 2, 3].map((nth) => d.near(`c.${column}${nth}`, codes.occupation(occupation), bps)));
}

function applicantCreditColumns(
  opening: OpeningFacts,
  rules: ScoringRules,
  codes: TableCodes,
  d: Dialect,
): CreditColumn[] {
  const { pay, hours, shifts, employmentType } = opening;
  const weights = rules.weights.applicant;
  const columns: CreditColumn[] = [
    { name: "k_commute", credit: commuteSql(d, "c.minutes", "c.commute_max"), weight: weights.commute },
  ];
  if (opening.occupation !== undefined) {
    const near = nearestSql("wanted", opening.occupation, rules, codes, d);
    columns.push({
      name: "k_wanted",
      credit: knownSql("c.wanted_known = 1", near),
      weight: weights["wanted-occupation"],
    });
  }
  if (pay.krwPerHour !== undefined || pay.krwPerMonth !== undefined) {
    const byUnit = (offered: number | undefined, least: string) =>
      offered === undefined ? "" : `WHEN ${least} >= 0 THEN ${paySql(d, String(offered), least)} `;
    const credit = `CASE ${byUnit(pay.krwPerHour, "c.least_hour")}${byUnit(pay.krwPerMonth, "c.least_month")}ELSE ${UNKNOWN} END`;
    columns.push({ name: "k_pay", credit, weight: weights.pay });
  }
  if (hours !== undefined) {
    columns.push({ name: "k_hours", credit: knownSql("c.hours_wished = 1", String(FULL_BP)), weight: weights.hours });
  }
  if (shifts !== undefined) {
    const cases = Array.from(
      { length: ANY_SHIFTS + 1 },
      (_, wanted) => `WHEN ${wanted} THEN ${creditOfShifts(shifts, wanted)}`,
    );
    const credit = `CASE c.shifts ${cases.join(" ")} END`;
    columns.push({ name: "k_shifts", credit: knownSql("c.shifts_known = 1", credit), weight: weights.shifts });
  }
  if (employmentType !== undefined) {
    columns.push({
      name: "k_type",
      credit: knownSql("c.types_known = 1", String(FULL_BP)),
      weight: weights["employment-type"],
    });
  }
  return columns;
}

/** Conditions on a person (`c`). */
function applicantConditions(opening: OpeningFacts, codes: TableCodes, others: readonly OtherSql[]): string[] {
  const { from, to } = codes.bornWithin(opening);
  const area = opening.residence;
  const inArea =
    area === undefined
      ? []
      : [`c.residence IN ${inList([0, ...districtCodes.filter((code) => isIn(code, area)).map(Number)])}`];
  const isAged = opening.ageMin !== undefined || opening.ageMax !== undefined;
  return [
    ...inArea,
    ...(isAged ? [`(c.birth_day = ${ENDLESS} OR c.birth_day BETWEEN ${from} AND ${to})`] : []),
    ...others.flatMap(({ must, isKnown, credit }) => (must ? [`(NOT (${isKnown}) OR (${credit}) >= ${FULL_BP})`] : [])),
  ];
}

function isIn(code: string, area: string): boolean {
  return area.length === 2 ? code.startsWith(area) : isSameDistrict(code, area);
}

/** Per-opening tables: what each competency is worth that is related to one asked for. */
function competencyTables(opening: OpeningFacts, { taxonomy, weights }: ScoringRules) {
  const wanted = opening.requirements.flatMap((one) => (one.on === "competency" ? [one] : []));
  const uses: number[][] = [];
  const credits: number[][] = [];
  for (const { number } of taxonomy.competencies) {
    const usedBp = wanted.reduce(
      (best, one) => Math.max(best, one.number === number ? FULL_BP : taxonomy.relatedness(number, one.number)),
      0,
    );
    if (usedBp === 0) continue;
    uses.push([number, taxonomy.rarity(number) * usedBp]);
    for (const [requirement, one] of wanted.entries()) {
      const weight = weights.importance[one.importance] * taxonomy.rarity(one.number);
      for (let level = 1; level <= 5; level++) {
        const { creditBp } = competencyCredit(one, [{ number, level }], taxonomy);
        if (creditBp === 0) continue;
        const meets = one.importance === "must" && creditBp >= MUST_COMPETENCY_BP ? 1 : 0;
        credits.push([number, level, requirement, weight * creditBp, meets]);
      }
    }
  }
  return { uses, credits, musts: wanted.filter(({ importance }) => importance === "must").length };
}

/** Everybody over the threshold for an opening, as `id, score`; undefined when its day rules everybody out. */
export function reverseSql(
  opening: OpeningFacts,
  rules: ScoringRules,
  codes: TableCodes,
  d: Dialect,
  thresholdBp: number,
): string | undefined {
  if (firstDayObstacle(opening, rules.today) !== undefined) return undefined;
  const others = othersOf(opening, rules, codes, d);
  const openingColumns = openingCreditColumns(opening, rules, codes, d, others);
  const applicantColumns = applicantCreditColumns(opening, rules, codes, d);
  const { uses, credits, musts } = competencyTables(opening, rules);
  const own = sumsOf(openingColumns);
  const wish = sumsOf(applicantColumns);
  const competencyWeight = codes.competencyWeight(opening);
  const possible = codes.possible(opening);
  const leastProduct = wide(thresholdBp ** 2);
  const conditions = applicantConditions(opening, codes, others);
  const weighs = `CASE WHEN competencies_known = 1 THEN ${competencyWeight} ELSE 0 END`;
  const covered = d.quotient("coalesce(b.points, 0)", String(Math.max(1, possible)));
  const used = d.quotient("coalesce(u.used, 0)", "CASE WHEN s.whole = 0 THEN 1 ELSE s.whole END");
  const blind = scoreOpeningSide(opening, []);
  return `WITH ${d.inlineTable("reach", ["district", "minutes"], reachOf(opening))},
${d.inlineTable("use_of", ["number", "used"], uses)},
${d.inlineTable("credit_of", ["number", "level", "requirement", "points", "meets"], credits)},
near AS MATERIALIZED (
  SELECT d.applicant AS id, min(r.minutes) AS minutes
  FROM reach r ${d.joinInOrder} departures d ON d.district = r.district
  WHERE ${["r.minutes <= d.commute_max", ...departureConditions(opening)].join(" AND ")}
  GROUP BY d.applicant),
people AS MATERIALIZED (SELECT c.*, n.minutes FROM near n ${d.joinInOrder} applicants c ON c.id = n.id),
credits AS MATERIALIZED (
  SELECT c.id, c.whole, c.competencies_known${d.heldColumn},
    ${creditColumns([...applicantColumns, ...openingColumns])}
  FROM people c
  WHERE ${["1 = 1", ...conditions].join(" AND ")}),
sums AS MATERIALIZED (
  SELECT c.id, c.whole, c.competencies_known${d.heldColumn}, ${weighs} AS weighs,
    ${own.points} AS own_points, ${own.weight} AS own_weight,
    ${wide(meanSql(d, wish.points, wish.weight, NOTHING_KNOWN_BP))} AS fits_applicant
  FROM credits c),
sides AS MATERIALIZED (
  SELECT * FROM sums
  WHERE (own_weight + weighs = 0 OR (own_points + weighs * ${FULL_BP}) * fits_applicant >= ${leastProduct} * (own_weight + weighs))),
held_there AS (${d.heldBy("sides")}),
uses AS MATERIALIZED (
  SELECT h.id, h.number, h.level, o.used FROM held_there h JOIN use_of o ON o.number = h.number),
used AS (SELECT id, sum(used) AS used FROM uses GROUP BY id),
best AS (
  SELECT t.id, k.requirement, max(k.points) AS points, max(k.meets) AS meets
  FROM uses t JOIN credit_of k ON k.number = t.number AND k.level = t.level GROUP BY t.id, k.requirement),
covered AS (SELECT id, sum(points) AS points, sum(meets) AS meets FROM best GROUP BY id),
both_sides AS (
  SELECT s.id, s.fits_applicant,
    ${meanSql(d, `(s.own_points + s.weighs * ${coverageSql(d, covered, used)})`, "(s.own_weight + s.weighs)", blind)} AS fits_opening
  FROM sides s LEFT JOIN used u ON u.id = s.id LEFT JOIN covered b ON b.id = s.id
  WHERE s.competencies_known = 0 OR coalesce(b.meets, 0) = ${musts})
SELECT id, ${d.root("fits_opening * fits_applicant")} AS score FROM both_sides
WHERE fits_opening * fits_applicant >= ${leastProduct}`;
}
