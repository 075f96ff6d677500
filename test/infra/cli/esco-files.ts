/** Small files in the shape of ESCO's, made up. */

const SKILL = "http://data.example/esco/skill/";
const OCCUPATION = "http://data.example/esco/occupation/";

export const skillUri = (mark: number): string => `${SKILL}0000000${mark}-aaaa-4bbb-8ccc-dddddddddddd`;
export const occupationUri = (mark: number): string => `${OCCUPATION}1000000${mark}-aaaa-4bbb-8ccc-dddddddddddd`;
const groupUri = (name: string): string => `${SKILL}${name}`;

const quoted = (cells: readonly string[]): string => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(",");
const table = (header: string, rows: readonly (readonly string[])[]): string =>
  `${[header, ...rows.map(quoted)].join("\n")}\n`;

const skillRow = (mark: number, label: string, altLabels = "", status = "released") => [
  "KnowledgeSkillCompetence",
  skillUri(mark),
  "skill/competence",
  "cross-sector",
  label,
  altLabels,
  status,
];

const occupationRow = (mark: number, isco: string, label: string, altLabels = "") => [
  "Occupation",
  occupationUri(mark),
  isco,
  label,
  altLabels,
  "released",
];

const broaderRow = (type: string, narrower: string, broaderType: string, broader: string) => [
  type,
  narrower,
  broaderType,
  broader,
];

export const SKILL_HEADER = "conceptType,conceptUri,skillType,reuseLevel,preferredLabel,altLabels,status";
export const RELATION_HEADER = "occupationUri,relationType,skillType,skillUri";
const BROADER_HEADER = "conceptType,conceptUri,broaderType,broaderUri";

export const relationRow = (occupation: number, relation: string, skill: number): readonly string[] => [
  occupationUri(occupation),
  relation,
  "skill/competence",
  skillUri(skill),
];

/** As the download page gives them: three skills in use, one that is no longer, two occupations of one ISCO group. */
export function publishedFiles(): Record<string, string> {
  const kind = "KnowledgeSkillCompetence";
  return {
    "skills_en.csv": table(SKILL_HEADER, [
      skillRow(1, "sharpen knives", "whet knives\nhone blades"),
      skillRow(2, "carve meat", "cut joints\nserve guests"),
      skillRow(3, "lay tables", "set tables\nserve guests"),
      skillRow(4, "light gas lamps", "", "obsolete"),
    ]),
    "occupations_en.csv": table("conceptType,conceptUri,iscoGroup,preferredLabel,altLabels,status", [
      occupationRow(1, "5131", "table server", "waiter"),
      occupationRow(2, "5131", "carver, of roasts"),
    ]),
    "occupationSkillRelations_en.csv": table(RELATION_HEADER, [
      relationRow(1, "essential", 3),
      relationRow(2, "essential", 2),
      relationRow(2, "optional", 2),
      relationRow(2, "optional", 3),
    ]),
    "broaderRelationsSkillPillar_en.csv": table(BROADER_HEADER, [
      broaderRow(kind, skillUri(1), kind, skillUri(2)),
      broaderRow(kind, skillUri(2), "SkillGroup", groupUri("S1.2")),
      broaderRow(kind, skillUri(3), "SkillGroup", groupUri("S2")),
      broaderRow("SkillGroup", groupUri("S1.2"), "SkillGroup", groupUri("S1")),
      broaderRow("SkillGroup", groupUri("S1"), "SkillGroup", groupUri("S")),
      broaderRow("SkillGroup", groupUri("S2"), "SkillGroup", groupUri("S")),
    ]),
    "broaderRelationsOccPillar_en.csv": table(BROADER_HEADER, [
      broaderRow("Occupation", occupationUri(2), "Occupation", occupationUri(1)),
      broaderRow("Occupation", occupationUri(1), "ISCOGroup", "http://data.example/esco/isco/C5131"),
    ]),
  };
}

/** Tables made of them, which name skills by their labels alone. */
export function labelledFiles(): Record<string, string> {
  const line = (occupation: number, relation: string, label: string): string =>
    [occupationUri(occupation), "a name", relation, label, ""].join("\t");
  return {
    "occupations_isco.tsv": `${[
      "occupation_uri\toccupation_name\tisco_code",
      `${occupationUri(1)}\ttable server\t5131`,
      `${occupationUri(2)}\tprogrammer\t2512`,
    ].join("\n")}\n`,
    "occupation_skill_relations.tsv": `${[
      "occupation_uri\toccupation\trelation\tskill_label\tskill_type_if_known",
      line(1, "essential", "lay tables"),
      line(2, "essential", "C#"),
      line(2, "optional", "C++"),
      line(2, "optional", `say "hello"  to the ${"very ".repeat(12)}first guest`),
    ].join("\n")}\n`,
  };
}

/** One of the files with a line more. */
export function withLine(
  files: Record<string, string>,
  name: string,
  cells: readonly string[],
): Record<string, string> {
  return { ...files, [name]: `${files[name] ?? ""}${quoted(cells)}\n` };
}
