import { type Language, namesIn } from "../../../domain/matching/names.ts";
import type { Taxonomy } from "../../../domain/taxonomy/taxonomy.ts";
import type { Candidate } from "../../serving/shortlist.ts";
import { candidateWords } from "../words/candidate-words.ts";
import { employerWords } from "../words/employer-words.ts";
import { percentWords } from "../words/telling.ts";
import type { CandidateView, GroupName } from "./shortlist-page.tsx";

/** Requirements shown of one sort: the heaviest first. */
const NAMES_MAX = 6;

/** A candidate as the shortlist shows them: what they have of what is asked, and what is to be asked of them. */
export function toCandidateView(candidate: Candidate, language: Language, taxonomy: Taxonomy): CandidateView {
  const words = candidateWords[language];
  const names = namesIn(language, taxonomy);
  const heaviest = candidate.requirements.toSorted((a, b) => b.weight - a.weight);
  const named = heaviest.map((one) => ({ ...one, name: requirementName(one.requirement, names, language) }));
  const group = (sort: GroupName, some: readonly string[]) =>
    some.length === 0 ? [] : [{ sort, label: words.groups[sort], names: some.slice(0, NAMES_MAX).join(", ") }];
  const met = (isInferred: boolean) =>
    named.filter((one) => one.status === "met" && one.isInferred === isInferred).map(({ name }) => name);
  const partly = named
    .filter(({ status }) => status === "partly")
    .map(({ name, creditBp }) => words.partly(name, percentWords(creditBp)));
  const groups = [...group("asked", met(false)), ...group("usual", met(true)), ...group("part", partly)];
  return {
    fitBp: candidate.score,
    applicantId: candidate.applicantId,
    stage: candidate.stage && words.stages[candidate.stage],
    isOpen: candidate.stage === "told" || candidate.stage === "seen" || candidate.stage === "applied",
    isInterested: candidate.stage === "applied",
    groups,
    questions: named
      .filter(({ status, isInferred }) => status === "unverified" && !isInferred)
      .map(({ name }) => words.unverified(name)),
  };
}

/** A requirement in the reader's words: accounts name it by codes, as `latte-art at level 3` or `certificate barista-1`. */
function requirementName(account: string, names: ReturnType<typeof namesIn>, language: Language): string {
  const { form, check } = employerWords[language];
  const certificate = /^certificate (?<code>.+)$/u.exec(account)?.groups?.["code"];
  if (certificate !== undefined) return names.certificate(certificate);
  const experience = /^(?<months>\d+) months of experience in (?<code>.+)$/u.exec(account)?.groups;
  if (experience !== undefined) {
    return check.experience(Number(experience["months"]), names.occupation(experience["code"]));
  }
  const school = /^education (?<level>\w+)$/u.exec(account)?.groups?.["level"];
  if (school !== undefined) return (form.schools as Readonly<Record<string, string>>)[school] ?? school;
  const competency = /^(?<code>.+) at level \d$/u.exec(account)?.groups?.["code"];
  return competency === undefined ? account : names.competency(competency);
}
