import { commuteMinutes } from "../../../domain/geo/districts.ts";
import type { ApplicantFacts } from "../../../domain/matching/facts.ts";
import { COMMUTE_DEFAULT_MINUTES, isSameDistrict, leastPay } from "../../../domain/matching/obstacles.ts";
import {
  competencyCredit,
  FULL_BP,
  MUST_COMPETENCY_BP,
  requirementCredit,
  UNKNOWN_BP,
} from "../../../domain/matching/requirements.ts";
import { creditOfShifts, type ScoringRules } from "../../../domain/matching/score.ts";
import { commuteSql, coverageSql, knownSql, meanSql, NOTHING_KNOWN_BP, paySql, UNKNOWN } from "./credit-sql.ts";
import { type CreditColumn, creditColumns, type Dialect, inList, sumsOf, wide } from "./dialect.ts";
import {
  ANY_SHIFTS,
  componentNumbers,
  districtCodes,
  ENDLESS,
  NO_PAY,
  NOWHERE,
  ONLINE,
  type TableCodes,
} from "./tables.ts";

/** Districts within reach, with the minutes: −1 where nothing is known of the way. */
function reachOf({ wantedDistricts, residence }: ApplicantFacts, minutesMax: number): number[][] {
  const from = wantedDistricts ?? (residence === undefined ? undefined : [residence]);
  const minutesTo = (code: string) => {
    if (from === undefined) return -1;
    const all = from.map((one) => (isSameDistrict(one, code) ? 0 : (commuteMinutes(one, code) ?? ENDLESS)));
    return Math.min(...all, ENDLESS);
  };
  const placed = districtCodes.map((code) => [Number(code), minutesTo(code)]);
  return [[NOWHERE, -1], [ONLINE, 0], ...placed.filter(([, minutes = ENDLESS]) => minutes <= minutesMax)];
}

function openingConditions(applicant: ApplicantFacts): string[] {
  const { wantedKinds, wantedEmploymentTypes: types, wantedShifts: shifts, hoursMin, hoursMax, payMin } = applicant;
  const { birthDay, residence } = applicant;
  const pay = payMin && leastPay(payMin);
  const offered = pay?.unit === "krwPerHour" ? "o.per_hour" : "o.per_month";
  const areas =
    residence === undefined
      ? undefined
      : [
          0,
          Number(residence.slice(0, 2)),
          ...districtCodes.filter((code) => isSameDistrict(code, residence)).map(Number),
        ];
  return [
    ...(wantedKinds === undefined ? [] : [`(o.kind & ${wantedKinds}) <> 0`]),
    ...(types === undefined ? [] : [`(o.type = 0 OR (o.type & ${types}) <> 0)`]),
    ...(shifts === undefined ? [] : [`(o.shifts = 0 OR (o.shifts & ${shifts}) <> 0)`]),
    ...(hoursMin === undefined ? [] : [`(o.hours_known = 0 OR o.hours >= ${hoursMin})`]),
    ...(hoursMax === undefined ? [] : [`(o.hours_known = 0 OR o.hours <= ${hoursMax})`]),
    ...(pay === undefined ? [] : [`(${offered} = ${NO_PAY} OR ${offered} >= ${pay.least})`]),
    ...(birthDay === undefined ? [] : [`o.born_from <= ${birthDay}`, `o.born_to >= ${birthDay}`]),
    ...(areas === undefined ? [] : [`o.area IN ${inList(areas)}`]),
  ];
}

function applicantCreditColumns(
  applicant: ApplicantFacts,
  rules: ScoringRules,
  d: Dialect,
  minutesMax: number,
): CreditColumn[] {
  const weights = rules.weights.applicant;
  const { payMin, wantedShifts, hoursMin, hoursMax, wantedEmploymentTypes, wantedOccupations } = applicant;
  const columns: CreditColumn[] = [
    { name: "k_commute", credit: commuteSql(d, "r.minutes", String(minutesMax)), weight: weights.commute },
  ];
  if (wantedOccupations !== undefined && wantedOccupations.length > 0) {
    columns.push({
      name: "k_wanted",
      credit: knownSql("o.occupation > 0", "coalesce(f.wanted, 0)"),
      weight: weights["wanted-occupation"],
    });
  }
  if (payMin !== undefined) {
    const { unit, least } = leastPay(payMin);
    const offered = unit === "krwPerHour" ? "o.per_hour" : "o.per_month";
    columns.push({
      name: "k_pay",
      credit: knownSql(`${offered} <> ${NO_PAY}`, paySql(d, offered, String(least))),
      weight: weights.pay,
    });
  }
  if (hoursMin !== undefined || hoursMax !== undefined) {
    columns.push({ name: "k_hours", credit: knownSql("o.hours_known = 1", String(FULL_BP)), weight: weights.hours });
  }
  if (wantedShifts !== undefined) {
    const cases = Array.from(
      { length: ANY_SHIFTS },
      (_, at) => `WHEN ${at + 1} THEN ${creditOfShifts(at + 1, wantedShifts)}`,
    );
    const credit = `CASE o.shifts ${cases.join(" ")} ELSE ${UNKNOWN} END`;
    columns.push({ name: "k_shifts", credit, weight: weights.shifts });
  }
  if (wantedEmploymentTypes !== undefined) {
    columns.push({
      name: "k_type",
      credit: knownSql("o.type <> 0", String(FULL_BP)),
      weight: weights["employment-type"],
    });
  }
  return columns;
}

/** By occupation: how near the nearest wish and the nearest experience are. */
function nearnessRows(
  { wantedOccupations = [], experience = [] }: ApplicantFacts,
  { taxonomy }: ScoringRules,
  codes: TableCodes,
) {
  const nearest = (own: readonly string[], occupation: string) =>
    own.reduce((best, one) => Math.max(best, taxonomy.occupationProximity(one, occupation)), 0);
  const own = experience.map(({ occupation }) => occupation);
  return [...codes.occupations].map(([code, number]) => [number, nearest(wantedOccupations, code), nearest(own, code)]);
}

/** By competency asked for, and level: the credit; and by competency held: what is used of it. */
function competencyRows({ competencies = [] }: ApplicantFacts, { taxonomy }: ScoringRules) {
  const credits: number[][] = [];
  const uses: number[][] = [];
  for (const { number } of taxonomy.competencies) {
    let isRelated = false;
    for (const [held, own] of competencies.entries()) {
      const relatedBp = own.number === number ? FULL_BP : taxonomy.relatedness(own.number, number);
      if (relatedBp === 0) continue;
      isRelated = true;
      uses.push([number, held, taxonomy.rarity(own.number) * relatedBp]);
    }
    if (!isRelated) continue;
    for (let level = 1; level <= 5; level++) {
      credits.push([number, level, competencyCredit({ number, level }, competencies, taxonomy).creditBp]);
    }
  }
  return { credits, uses };
}

/** Months of experience by line of work, where there are any; line 0 counts everything. */
function monthsRows(applicant: ApplicantFacts, { taxonomy }: ScoringRules, codes: TableCodes): number[][] {
  const months = (occupation: string | undefined) => {
    // Against so many months that the credit doesn't round: one basis point is one month.
    const wanted = { on: "experience", importance: "should", occupation, months: FULL_BP, source: 0 } as const;
    return Math.max(0, requirementCredit(wanted, { occupation: undefined }, applicant, taxonomy));
  };
  const rows = [...codes.occupations].map(([code, number]) => [number, months(code)]);
  return [[0, months(undefined)], ...rows].filter(([, sum = 0]) => sum > 0);
}

/** Credit of a requirement in `others` (`w`), below 0 where nothing is known. */
function otherCreditSql(applicant: ApplicantFacts, { taxonomy }: ScoringRules, codes: TableCodes, d: Dialect): string {
  const covered = taxonomy.certificates.filter(({ number }) =>
    applicant.certificates?.some((held) => taxonomy.certificateCovers(held, number)),
  );
  const byLanguage = (applicant.languages ?? []).map(
    ({ language, level }) => `WHEN ${codes.language(language)} THEN ${level + 1}`,
  );
  const spoken = byLanguage.length === 0 ? "0" : `CASE w.code ${byLanguage.join(" ")} ELSE 0 END`;
  const full = (condition: string) => `CASE WHEN ${condition} THEN ${FULL_BP} ELSE 0 END`;
  const share = (value: string) => d.quotient(`${FULL_BP} * ${d.least(value, "w.least")}`, "w.least");
  const sorts = [
    [componentNumbers.experience, applicant.experience, share("coalesce(m.months, 0)")],
    [
      componentNumbers.certificate,
      applicant.certificates,
      full(`w.code IN ${inList(covered.map(({ number }) => number))}`),
    ],
    [componentNumbers.language, applicant.languages, share(spoken)],
    [componentNumbers.education, applicant.education, full(`w.least <= ${applicant.education ?? UNKNOWN_BP}`)],
  ] as const;
  const cases = sorts.map(
    ([component, fact, credit]) => `WHEN ${component} THEN ${fact === undefined ? UNKNOWN : credit}`,
  );
  return `CASE w.component ${cases.join(" ")} END`;
}

const COMPONENTS = ["experience", "certificates", "languages", "education"] as const;

/** Every opening over the threshold for a profile, as `id, score`. */
export function forwardSql(
  applicant: ApplicantFacts,
  rules: ScoringRules,
  codes: TableCodes,
  d: Dialect,
  thresholdBp: number,
): string {
  const { weights } = rules;
  const minutesMax =
    applicant.commuteMinutesMax ?? (applicant.wantedDistricts === undefined ? COMMUTE_DEFAULT_MINUTES : 0);
  const wishes = applicantCreditColumns(applicant, rules, d, minutesMax);
  const wish = sumsOf(wishes);
  const { credits, uses } = competencyRows(applicant, rules);
  const whole = (applicant.competencies ?? []).reduce((sum, { number }) => sum + rules.taxonomy.rarity(number), 0);
  const isKnown = {
    experience: applicant.experience !== undefined,
    certificates: applicant.certificates !== undefined,
    languages: applicant.languages !== undefined,
    education: applicant.education !== undefined,
  };
  const ownKnown = applicant.experience !== undefined && applicant.experience.length > 0;
  const ownWeight = ownKnown ? `CASE WHEN o.occupation > 0 THEN ${weights.opening.occupation} ELSE 0 END` : "0";
  const weighs = applicant.competencies === undefined ? "0" : "o.competency_weight";
  const otherWeights = COMPONENTS.filter((component) => isKnown[component]).map((component) => `o.${component}_weight`);
  const leastProduct = wide(thresholdBp ** 2);
  const componentPoints = COMPONENTS.map((component, number) => {
    const points = `coalesce(t.points${number}, 0)`;
    return isKnown[component]
      ? `${weights.opening[component]} * ${meanSql(d, points, `coalesce(t.possible${number}, 0)`, 0)}`
      : "0";
  }).join(" + ");
  const covered = d.quotient("coalesce(v.points, 0)", "CASE WHEN s.possible = 0 THEN 1 ELSE s.possible END");
  const used = d.quotient("coalesce(u.used, 0)", String(Math.max(1, whole)));
  const competencyPoints = `s.weighs * ${coverageSql(d, covered, used)}`;
  const weight = "(s.own_weight + s.weighs + s.other_weight)";
  const perComponent = COMPONENTS.map(
    (
      _,
      number,
    ) => `sum(CASE WHEN component = ${number} AND credit >= 0 THEN weight * credit ELSE 0 END) AS points${number},
    sum(CASE WHEN component = ${number} AND credit >= 0 THEN weight ELSE 0 END) AS possible${number}`,
  ).join(",\n    ");
  return `WITH ${d.inlineTable("reach", ["district", "minutes"], reachOf(applicant, minutesMax))},
${d.inlineTable("near_of", ["occupation", "wanted", "own"], nearnessRows(applicant, rules, codes))},
${d.inlineTable("credit_of", ["number", "level", "bp"], credits)},
${d.inlineTable("use_of", ["number", "held", "used"], uses)},
${d.inlineTable("months_of", ["line", "months"], monthsRows(applicant, rules, codes))},
credits AS MATERIALIZED (
  SELECT o.id, o.possible, o.blind, ${weighs} AS weighs, ${ownWeight} AS own_weight, coalesce(f.own, 0) AS own_bp,
    ${otherWeights.length === 0 ? "0" : otherWeights.join(" + ")} AS other_weight,
    ${creditColumns(wishes)}
  FROM reach r ${d.joinInOrder} openings o ON o.district = r.district LEFT JOIN near_of f ON f.occupation = o.occupation
  WHERE ${["1 = 1", ...openingConditions(applicant)].join(" AND ")}),
sums AS MATERIALIZED (
  SELECT id, possible, blind, weighs, own_weight, own_weight * own_bp AS own_points, other_weight,
    ${wide(meanSql(d, wish.points, wish.weight, NOTHING_KNOWN_BP))} AS fits_applicant
  FROM credits),
sides AS MATERIALIZED (
  SELECT s.* FROM sums s WHERE ${weight} = 0
    OR (own_points + (weighs + other_weight) * ${FULL_BP}) * fits_applicant >= ${leastProduct} * ${weight}),
asked AS MATERIALIZED (
  SELECT s.id, w.number, w.level, w.weight, w.must FROM sides s ${d.joinInOrder} wants w ON w.opening = s.id),
covered AS (
  SELECT a.id, sum(a.weight * coalesce(k.bp, 0)) AS points,
    max(CASE WHEN a.must = 1 AND coalesce(k.bp, 0) < ${MUST_COMPETENCY_BP} THEN 1 ELSE 0 END) AS fails
  FROM asked a LEFT JOIN credit_of k ON k.number = a.number AND k.level = a.level GROUP BY a.id),
best AS (
  SELECT a.id, x.held, max(x.used) AS used FROM asked a JOIN use_of x ON x.number = a.number GROUP BY a.id, x.held),
used AS (SELECT id, sum(used) AS used FROM best GROUP BY id),
told AS (
  SELECT s.id, w.component, w.weight, w.must, ${otherCreditSql(applicant, rules, codes, d)} AS credit
  FROM sides s ${d.joinInOrder} others w ON w.opening = s.id
  LEFT JOIN months_of m ON w.component = ${componentNumbers.experience} AND m.line = w.code),
totals AS (
  SELECT id, max(CASE WHEN must = 1 AND credit >= 0 AND credit < ${FULL_BP} THEN 1 ELSE 0 END) AS fails,
    ${perComponent}
  FROM told GROUP BY id),
both_sides AS (
  SELECT s.id, s.fits_applicant,
    ${meanSql(d, `(s.own_points + ${competencyPoints} + ${componentPoints})`, weight, "s.blind")} AS fits_opening
  FROM sides s LEFT JOIN covered v ON v.id = s.id LEFT JOIN used u ON u.id = s.id LEFT JOIN totals t ON t.id = s.id
  WHERE coalesce(t.fails, 0) = 0 AND ${applicant.competencies === undefined ? "1 = 1" : "coalesce(v.fails, 0) = 0"})
SELECT id, ${d.root("fits_opening * fits_applicant")} AS score FROM both_sides
WHERE fits_opening * fits_applicant >= ${leastProduct}`;
}
