import type { RequirementFacts } from "../matching/facts.ts";
import { type Importance, importances } from "../model/requirement.ts";
import type { ByteReader, ByteWriter } from "./byte-stream.ts";

const requirementTypes = [
  "competency",
  "certificate",
  "named-certificate",
  "experience",
  "language",
  "education",
] as const;

/** Packs a requirement. */
export function writeRequirement(out: ByteWriter, requirement: RequirementFacts): void {
  out.number(requirementTypes.indexOf(requirement.on));
  out.number(importances.indexOf(requirement.importance));
  out.signed(requirement.source);
  switch (requirement.on) {
    case "competency":
      out.number(requirement.number);
      out.number(requirement.level);
      break;
    case "certificate":
      out.number(requirement.number);
      break;
    case "named-certificate":
      break;
    case "experience":
      out.optional(requirement.occupation, (value) => out.ascii(value));
      out.number(requirement.months);
      break;
    case "language":
      out.ascii(requirement.language);
      out.number(requirement.level);
      break;
    case "education":
      out.number(requirement.level);
      break;
  }
}

/** Unpacks a requirement; throws on damaged bytes. */
export function readRequirement(from: ByteReader): RequirementFacts {
  const on = requirementTypes[from.number()];
  const importance: Importance | undefined = importances[from.number()];
  if (importance === undefined) throw new RangeError("unknown importance of a requirement");
  const source = from.signed();
  switch (on) {
    case "competency":
      return { on, importance, source, number: from.number(), level: from.number() };
    case "certificate":
      return { on, importance, source, number: from.number() };
    case "named-certificate":
      return { on, importance, source };
    case "experience":
      return { on, importance, source, occupation: from.optional(() => from.ascii()), months: from.number() };
    case "language":
      return { on, importance, source, language: from.ascii(), level: from.number() };
    case "education":
      return { on, importance, source, level: from.number() };
    default:
      throw new RangeError("unknown sort of requirement");
  }
}
