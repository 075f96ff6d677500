import type { ApplicantChange, Change, OpeningChange, Pair, RequirementName } from "../../../domain/matching/change.ts";
import type { Applicant, Preferences } from "../../../domain/model/applicant.ts";
import type { Opening } from "../../../domain/model/opening.ts";
import { educationLevels, languageLevels } from "../../../domain/model/primitives.ts";
import type { Requirement } from "../../../domain/model/requirement.ts";
import { builtInTaxonomy } from "../../../domain/taxonomy/built-in.ts";
import { factsOf } from "../../fixtures/facts.ts";

/**
 * Makes a change on a pair from nothing but what the change says, as its reader would: nothing here comes from where changes are made, so
 * that a change that names one thing and does another is found.
 */
export function applyChange(pair: Pair, change: Change, side: "applicant" | "opening"): Pair {
  return side === "applicant"
    ? { ...pair, applicant: applyToApplicant(pair, change as ApplicantChange) }
    : { ...pair, opening: applyToOpening(pair, change as OpeningChange) };
}

function applyToApplicant({ opening, applicant }: Pair, change: ApplicantChange): Applicant {
  const { preferences: wish } = applicant;
  const wishing = (fields: Partial<Preferences>): Applicant => ({ ...applicant, preferences: { ...wish, ...fields } });
  switch (change.sort) {
    case "tell":
      return tell(opening, applicant, change);
    case "want-kind":
      return wishing({ kinds: [...(wish.kinds ?? []), change.kind] });
    case "want-occupation":
      return wishing({ occupations: [...(wish.occupations ?? []), change.occupation] });
    case "want-hours": {
      if (change.perWeek !== undefined)
        return wishing({ [change.end === "most" ? "hoursPerWeekMax" : "hoursPerWeekMin"]: change.perWeek });
      const { hoursPerWeekMin: _, ...others } = wish;
      return { ...applicant, preferences: others };
    }
    case "want-shifts":
      return wishing({ shifts: [...(wish.shifts ?? []), ...change.shifts] });
    case "want-employment-type":
      return wishing({ employmentTypes: [...(wish.employmentTypes ?? []), change.employmentType] });
    case "go-farther":
      return wishing({ commuteMinutesMax: change.minutesMax });
    case "accept-pay":
      return wishing({ payMin: change.pay });
    case "learn": {
      const { competency, from, to } = change;
      const held = applicant.competencies ?? [];
      const before = factsOf
        .applicant(applicant)
        .competencies?.find(({ number }) => builtInTaxonomy.competencyByNumber(number)?.code === competency);
      if ((before?.level ?? 0) !== from) throw new Error(`${competency} isn't held at level ${from}`);
      return {
        ...applicant,
        competencies: [...held.filter((one) => one.competency !== competency), { competency, level: to }],
      };
    }
    case "gain-certificate":
      return { ...applicant, certificates: [...(applicant.certificates ?? []), change.certificate] };
    case "improve-language": {
      const { language, level } = change;
      const others = (applicant.languages ?? []).filter((held) => held.language !== language);
      const languages = [...others, { language, level }] as NonNullable<Applicant["languages"]>;
      return { ...applicant, languages };
    }
  }
}

/** The answer that an opening hopes for: what it asks for, to the full; a wish is named by the change itself. */
function tell(opening: Opening, applicant: Applicant, change: Extract<ApplicantChange, { sort: "tell" }>): Applicant {
  const { requirements, occupation } = opening;
  const telling = (fields: Partial<Preferences>): Applicant => ({
    ...applicant,
    preferences: { ...applicant.preferences, ...fields },
  });
  switch (change.field) {
    case "competencies": {
      // Where a posting asks for nothing itself, what is typical of its occupation is taken for asked.
      const asked = factsOf.opening(opening).requirements.flatMap((one) => {
        const code = one.on === "competency" ? builtInTaxonomy.competencyByNumber(one.number)?.code : undefined;
        return one.on === "competency" && code !== undefined ? [{ competency: code, level: one.level }] : [];
      });
      return {
        ...applicant,
        competencies: highest(
          asked,
          ({ competency }) => competency,
          ({ level }) => level,
        ),
      };
    }
    case "certificates": {
      const asked = requirements.flatMap((one) => (one.on === "certificate" ? [one.certificate] : []));
      return { ...applicant, certificates: [...new Set(asked)] };
    }
    case "experience": {
      const spells = requirements.flatMap((one) => {
        const line = one.on === "experience" ? (one.occupation ?? occupation?.code) : undefined;
        return one.on === "experience" && line !== undefined ? [{ occupation: line, months: one.months }] : [];
      });
      const asked = highest(
        spells,
        (spell) => spell.occupation,
        ({ months }) => months,
      );
      const own = occupation?.code;
      if (asked.length === 0 && own !== undefined) asked.push({ occupation: own, months: change.months });
      // Of several lines of work the months that are named are those of the longest, and no other is longer.
      const longest = Math.max(...asked.map(({ months }) => months));
      const told = asked.map((spell) => ({
        ...spell,
        months: spell.months === longest ? change.months : Math.min(spell.months, change.months),
      }));
      return { ...applicant, experience: told };
    }
    case "languages": {
      const asked = requirements.flatMap((one) =>
        one.on === "language" ? [{ language: one.language, level: one.level }] : [],
      );
      return {
        ...applicant,
        languages: highest(
          asked,
          ({ language }) => language,
          ({ level }) => languageLevels.indexOf(level),
        ),
      };
    }
    case "education": {
      const asked = requirements.flatMap((one) => (one.on === "education" ? [educationLevels.indexOf(one.level)] : []));
      return { ...applicant, education: educationLevels[Math.max(...asked)] ?? "none" };
    }
    case "occupations":
      return telling({ occupations: [change.occupation] });
    case "districts":
      return telling({ districts: [change.district] });
    case "pay":
      return telling({ payMin: change.pay });
    case "hours":
      return telling({ hoursPerWeekMax: change.perWeek });
    case "shifts":
      return telling({ shifts: [...change.shifts] });
    case "employment-types":
      return telling({ employmentTypes: [change.employmentType] });
  }
}

function highest<T>(items: readonly T[], keyOf: (item: T) => string, figureOf: (item: T) => number): T[] {
  const best = new Map<string, T>();
  for (const item of items) {
    const rival = best.get(keyOf(item));
    if (rival === undefined || figureOf(item) > figureOf(rival)) best.set(keyOf(item), item);
  }
  return [...best.values()];
}

function applyToOpening({ opening, applicant }: Pair, change: OpeningChange): Opening {
  const { requirements } = opening;
  const requiring = <On extends Requirement["on"]>(
    source: number,
    on: On,
    changed: (stated: Extract<Requirement, { on: On }>) => Requirement,
  ): Opening => {
    const stated = requirements[source];
    if (stated?.on !== on) throw new Error(`requirement ${source} isn't on ${on}`);
    return { ...opening, requirements: requirements.with(source, changed(stated as Extract<Requirement, { on: On }>)) };
  };
  switch (change.sort) {
    case "state":
      return stateWished(opening, applicant.preferences, change.field);
    case "lower-level":
      return requiring(change.source, "competency", (stated) => {
        expectSame([change.competency, change.from], [stated.competency, stated.level]);
        return { ...stated, level: change.to };
      });
    case "lower-experience":
      return requiring(change.source, "experience", (stated) => {
        expectSame([change.occupation], [stated.occupation ?? opening.occupation?.code]);
        return { ...stated, months: change.months };
      });
    case "lower-language":
      return requiring(change.source, "language", (stated) => {
        expectSame([change.language], [stated.language]);
        return { ...stated, level: change.level };
      });
    case "soften":
    case "drop": {
      const stated = requirements[change.source];
      if (stated === undefined) throw new Error(`no requirement ${change.source}`);
      expectNamed(change.what, stated, opening);
      const changed: Requirement[] =
        change.sort === "drop"
          ? requirements.filter((_, at) => at !== change.source)
          : requirements.with(change.source, { ...stated, importance: "should" });
      return { ...opening, requirements: changed };
    }
    case "change-shifts":
      return { ...opening, shifts: [...change.shifts] };
    case "change-hours": {
      const workHours = { perWeek: change.perWeek };
      return { ...opening, workHours, ...(change.pay === undefined ? {} : { baseSalary: change.pay }) };
    }
    case "change-employment-type":
      return { ...opening, employmentType: change.employmentType };
    case "raise-pay":
      return { ...opening, baseSalary: change.pay };
  }
}

/** As the person wishes it. Of several types of employment the first that employers offer. */
function stateWished(opening: Opening, wish: Preferences, field: "hours" | "shifts" | "employment-type"): Opening {
  const perWeek = wish.hoursPerWeekMax ?? wish.hoursPerWeekMin;
  if (field === "hours" && perWeek !== undefined) return { ...opening, workHours: { perWeek } };
  if (field === "shifts" && wish.shifts !== undefined) return { ...opening, shifts: wish.shifts };
  const type = (["FULL_TIME", "PART_TIME", "TEMPORARY", "CONTRACTOR"] as const).find((offered) =>
    wish.employmentTypes?.includes(offered),
  );
  if (field === "employment-type" && type !== undefined) return { ...opening, employmentType: type };
  throw new Error(`no wish about ${field}`);
}

/** The requirement that is named is the one that stands there. */
function expectNamed(what: RequirementName, stated: Requirement, opening: Opening): void {
  const { importance: _, ...named } = stated;
  const told = what.on === "competency" && named.on === "competency" ? { ...what, level: named.level } : what;
  const known =
    named.on === "experience"
      ? { ...named, occupation: named.occupation ?? opening.occupation?.code }
      : named.on === "named-competency" || named.on === "named-certificate"
        ? { on: named.on }
        : named;
  expectSame(Object.entries(told).toSorted(), Object.entries(known).toSorted());
}

function expectSame(named: readonly unknown[], stated: readonly unknown[]): void {
  const [one, two] = [JSON.stringify(named), JSON.stringify(stated)];
  if (one !== two) throw new Error(`${one} is named where ${two} stands`);
}
