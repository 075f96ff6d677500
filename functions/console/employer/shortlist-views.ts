import { type Language, namesIn } from "../../../domain/matching/names.ts";
import type { Taxonomy } from "../../../domain/taxonomy/taxonomy.ts";
import type { Candidate } from "../../serving/shortlist.ts";
import { candidateWords } from "../words/candidate-words.ts";
import { employerWords } from "../words/employer-words.ts";
import { percentWords } from "../words/telling.ts";
import type { CandidateView } from "./shortlist-page.tsx";

/** Reasons shown of one candidate: the heaviest first. */
const REASONS_MAX = 6;

/** A candidate as the shortlist shows them: what meets each requirement, in words, and what is to be asked. */
export function toCandidateView(candidate: Candidate, language: Language, taxonomy: Taxonomy): CandidateView {
  const words = candidateWords[language];
  const names = namesIn(language, taxonomy);
  const heaviest = candidate.requirements.toSorted((a, b) => b.weight - a.weight);
  const named = heaviest.map((one) => {
    const name = requirementName(one.requirement, names, language);
    return { ...one, name: one.isInferred ? words.inferred(name) : name };
  });
  const met = named.flatMap(({ status, name, creditBp }) => {
    if (status === "met") return [words.met(name)];
    return status === "partly" ? [words.partly(name, percentWords(creditBp))] : [];
  });
  const stage = candidate.stage === undefined ? [] : [candidate.stage === "applied" ? words.applied : words.invited];
  return {
    fitBp: candidate.score,
    reasons: [...stage, ...(met.length === 0 ? [words.noNeeds] : met)].slice(0, REASONS_MAX),
    questions: named
      .filter(({ status, isInferred }) => status === "unverified" && !isInferred)
      .map(({ name }) => words.unverified(name)),
  };
}

/** A requirement in the reader's words: accounts name it by codes, as `latte-art at level 3` or `certificate barista-1`. */
function requirementName(account: string, names: ReturnType<typeof namesIn>, language: Language): string {
  const { needSorts, schools } = employerWords[language].form;
  const certificate = /^certificate (?<code>.+)$/u.exec(account)?.groups?.["code"];
  if (certificate !== undefined) return names.certificate(certificate);
  const experience = /^(?<months>\d+) months of experience in (?<code>.+)$/u.exec(account)?.groups;
  if (experience !== undefined) {
    const where = names.occupation(experience["code"]);
    return [where, needSorts.experience, experience["months"]].filter((part) => part !== undefined).join(" ");
  }
  const school = /^education (?<level>\w+)$/u.exec(account)?.groups?.["level"];
  if (school !== undefined) return (schools as Readonly<Record<string, string>>)[school] ?? school;
  const competency = /^(?<code>.+) at level \d$/u.exec(account)?.groups?.["code"];
  return competency === undefined ? account : names.competency(competency);
}
