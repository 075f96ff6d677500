import { type Language, namesIn } from "../../../domain/matching/names.ts";
import type { Requirement } from "../../../domain/model/requirement.ts";
import type { Taxonomy } from "../../../domain/taxonomy/taxonomy.ts";
import { employerWords } from "./employer-words.ts";

/** What an opening asks for, by its name. */
export function needWords(need: Requirement, language: Language, taxonomy: Taxonomy): string {
  const { form, check } = employerWords[language];
  const names = namesIn(language, taxonomy);
  switch (need.on) {
    case "competency":
      return names.competency(need.competency);
    case "certificate":
      return names.certificate(need.certificate);
    case "named-competency":
    case "named-certificate":
      return need.name;
    case "experience":
      return check.experience(need.months, names.occupation(need.occupation));
    case "language":
      return `${need.language} ${need.level}`;
    case "education":
      return form.schools[need.level];
  }
}
