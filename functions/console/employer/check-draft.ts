import type { Language } from "../../../domain/matching/names.ts";
import { dayInSeoul } from "../../../domain/model/calendar.ts";
import type { Taxonomy } from "../../../domain/taxonomy/taxonomy.ts";
import type { Actor } from "../../serving/actor.ts";
import { type ReachRelaxation, reachOf } from "../../serving/reach.ts";
import { revisionEffect } from "../../serving/revision-effect.ts";
import type { ConsoleDeps } from "../page-context.ts";
import { refusalWords } from "../parts/problem-pages.tsx";
import { EMPLOYMENT_WORDS } from "../words/code-words.ts";
import { employerWords } from "../words/employer-words.ts";
import { needWords } from "../words/need-words.ts";
import { hoursWords, payWords } from "../words/telling.ts";
import type { CheckView, FindingView, SaidField } from "./check.tsx";
import { type FieldFault, fieldOf, findAllUnlawful, findPersonalData, type ReadDraft } from "./opening-draft.ts";

/** Changes shown: what costs most stands first, and more than these nobody weighs against each other. */
const CHANGES_MAX = 5;

/** Looks at a draft as it would be looked at when it comes in, and counts whom it would reach. While one is still typing, what is missing is no finding yet. `revised` is the opening that the draft would replace. */
export async function checkDraft(
  deps: ConsoleDeps,
  actor: Actor,
  { draft, faults, unknownNames }: ReadDraft,
  language: Language,
  isTyping: boolean,
  revised?: string,
): Promise<CheckView> {
  const { serving } = deps;
  const taxonomy = serving.matching.taxonomy;
  const unlawful = [...findAllUnlawful(draft, dayInSeoul(serving.ports.clock.now())), ...findPersonalData(draft)];
  const told = faults.filter(({ fault }) => !isTyping || fault !== "missing");
  const findings = [
    ...told.map(({ field, fault }) => toFinding(field, faultWords(fault, language), language)),
    ...unlawful.map((refusal) => ({
      ...toFinding(fieldOf(refusal), refusalWords(refusal, { language }), language),
      words: refusal.ground?.span?.words,
      laws: refusal.ground?.clauses ?? [],
    })),
  ];
  // A title is all that an opening needs to be one; people don't look for it, so what it reaches is known before it is written.
  const titled = draft.title === "" ? { ...draft, title: "·" } : draft;
  const reach = await reachOf(serving, actor, titled);
  const effect = revised === undefined ? undefined : await revisionEffect(serving, actor, revised, titled);
  const isNew = reach.refusal !== undefined && unlawful.length === 0 && faults.length === 0;
  const other = reach.refusal === undefined || !isNew ? [] : [reach.refusal];
  return {
    findings: [
      ...findings,
      ...other.map((refusal) => toFinding(fieldOf(refusal), refusalWords(refusal, { language }), language)),
    ],
    reach: {
      count: reach.people,
      changes: reach.relaxations
        .slice(0, CHANGES_MAX)
        .map((one) => ({ words: changeWords(one, language, taxonomy), gain: one.more })),
    },
    unknownNames,
    effect: effect?.kind === "found" ? effect.value : undefined,
  };
}

function toFinding(field: SaidField, sentence: string, language: Language): FindingView {
  return { field, label: fieldWords(field, language), sentence, words: undefined, laws: [] };
}

function faultWords(fault: FieldFault, language: Language): string {
  const { form } = employerWords[language];
  switch (fault) {
    case "missing":
      return form.missing;
    case "not-a-number":
      return form.notNumber;
    case "need-without-name":
      return form.needWithoutName;
  }
}

function fieldWords(field: SaidField, language: Language): string {
  const { form } = employerWords[language];
  switch (field) {
    case "title":
      return form.name;
    case "employerName":
    case "occupation":
    case "description":
    case "district":
    case "pay":
    case "hours":
    case "count":
    case "startsOn":
    case "until":
      return form[field];
    case "needs":
      return form.needs;
  }
}

/** A change of one condition as an employer reads it: "주 30시간 → 주 28시간". */
function changeWords({ change }: ReachRelaxation, language: Language, taxonomy: Taxonomy): string {
  const { changes, form } = employerWords[language];
  switch (change.condition) {
    case "hours":
      return changes.hours(hoursWords(change.from, language), hoursWords(change.to, language));
    case "pay":
      return changes.pay(
        payWords(change.from.krw, change.from.unit, language),
        payWords(change.to.krw, change.to.unit, language),
      );
    case "shifts": {
      const named = (some: typeof change.from) => some.map((shift) => form.shiftNames[shift]).join(", ");
      return `${named(change.from)} → ${named(change.to)}`;
    }
    case "employment-type":
      return changes.employment(EMPLOYMENT_WORDS[language][change.from], form.open);
    case "requirement": {
      const name = needWords(change.from, language, taxonomy);
      return change.to === undefined ? changes.drop(name) : changes.soften(name);
    }
  }
}
