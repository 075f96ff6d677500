import { describe, expect, test } from "vitest";
import { builtInTaxonomy } from "../../../domain/taxonomy/built-in.ts";
import { builtInMappings } from "../../../functions/importing/built-in-mappings.ts";
import { fitHeader, type Mapping, mapping } from "../../../functions/importing/mapping.ts";
import { taxonomyNames } from "../../../functions/importing/names.ts";
import { type MappedRow, RowMapper } from "../../../functions/importing/to-event.ts";
import { aKeadRow, KEAD_HEADER, toCells } from "./postings.ts";

function builtIn(name: string, of: Mapping["of"]): Mapping {
  const found = builtInMappings.find((one) => one.name === name && one.of === of);
  if (found === undefined) throw new Error(`there is no built-in mapping ${name}`);
  return found;
}

function aMapper(chosen: Mapping, shiftDays = 0, revision = 1): RowMapper {
  return new RowMapper({
    mapping: chosen,
    taxonomy: builtInTaxonomy,
    names: taxonomyNames(builtInTaxonomy),
    shiftDays,
    revision,
    occurredAt: "2026-11-21T09:00:00+09:00",
  });
}

const kead = builtIn("kead", "postings");
const aKeadMapper = (shiftDays?: number) => aMapper(kead, shiftDays);

function detailOf(mapped: MappedRow): { opening: Record<string, unknown>; applicant: Record<string, unknown> } {
  if (mapped.kind === "refused") throw new Error(`refused: ${JSON.stringify(mapped.refusal)}`);
  return JSON.parse(mapped.entry.detail);
}

const openingOf = (cells: Parameters<typeof aKeadRow>[0], shiftDays?: number) =>
  detailOf(aKeadMapper(shiftDays).map(toCells(aKeadRow(cells)))).opening;

describe("a posting of 한국장애인고용공단", () => {
  test("becomes a job with its occupation, district, pay and dates", () => {
    expect(openingOf({})).toEqual({
      openingId: expect.stringMatching(/^opening-[0-9a-f]{20}$/),
      revision: 1,
      kind: "job",
      employerId: expect.stringMatching(/^employer-[0-9a-f]{20}$/),
      title: "음료 조리사(바리스타 포함)",
      occupation: { code: "5317", name: "음료 조리사(바리스타 포함)" },
      place: { mode: "onsite", district: "11440" },
      baseSalary: { krw: 11_544, unit: "HOUR" },
      employmentType: "PART_TIME",
      requirements: [],
      datePosted: "2023-06-30",
      validFrom: "2023-06-30",
      validThrough: "2023-08-29",
    });
  });

  test("an empty address leaves the place unknown", () => {
    expect(openingOf({ "사업장 주소": "" })["place"]).toEqual({ mode: "onsite" });
  });

  test.each([
    ["상용직", undefined],
    ["계약직", "TEMPORARY"],
    ["시간제", "PART_TIME"],
  ])("고용형태 %s is %s", (cell, employmentType) => {
    expect(openingOf({ 고용형태: cell })["employmentType"]).toBe(employmentType);
  });

  test.each([
    ["1년미만", undefined],
    ["1년", 12],
    ["3년", 36],
    ["5년이상", 60],
  ])("요구경력 %s asks for %s months", (cell, months) => {
    const requirements = months === undefined ? [] : [{ on: "experience", importance: "must", months }];
    expect(openingOf({ 요구경력: cell })["requirements"]).toEqual(requirements);
  });

  test.each([
    ["고졸", "high"],
    ["초대졸", "associate"],
    ["대졸", "bachelor"],
  ])("요구학력 %s is a must", (cell, level) => {
    expect(openingOf({ 요구학력: cell })["requirements"]).toEqual([{ on: "education", importance: "must", level }]);
  });

  test("certificates in one cell: the lowest of several grades, and each of different ones", () => {
    const asked = (cell: string) => openingOf({ 요구자격증: cell })["requirements"];
    const certificate = (code: string) => ({ on: "certificate", importance: "must", certificate: code });
    expect(asked("바리스타 1급  바리스타 2급")).toEqual([certificate("barista-2")]);
    expect(asked("한식조리기능사  요양보호사")).toEqual([certificate("korean-cook"), certificate("care-worker")]);
    expect(asked("구름감별사 특급")).toEqual([
      { on: "named-certificate", importance: "must", name: "구름감별사 특급" },
    ]);
  });

  test("all dates move together", () => {
    const moved = openingOf({}, 1_240);
    expect([moved["datePosted"], moved["validFrom"], moved["validThrough"]]).toEqual([
      "2026-11-21",
      "2026-11-21",
      "2027-01-20",
    ]);
  });

  test.each([
    [{ "사업장 주소": "바다 건너 12" }, "VALUE_UNREADABLE", "/opening/place/district"],
    [{ 임금형태: "주급" }, "VALUE_UNREADABLE", "/opening/baseSalary"],
    [{ 종료일자: "2023-02-30" }, "VALUE_UNREADABLE", "/opening/validThrough"],
    [{ 고용형태: "영구직" }, "VALUE_UNREADABLE", "/opening/employmentType"],
    [{ 종료일자: "2023-06-01" }, "DATES_OUT_OF_ORDER", "/opening/validThrough"],
    [{ 모집직종: "문의 010-1234-5678" }, "PERSONAL_DATA_IN_TEXT", "/opening/title"],
    [{ 사업장명: "  " }, "SCHEMA_VIOLATION", "/opening/employerId"],
  ])("%j is refused with %s at %s", (cells, code, path) => {
    const mapped = aKeadMapper().map(toCells(aKeadRow(cells).map((cell) => cell.trim())));
    expect(mapped).toMatchObject({ kind: "refused", refusal: { code, path } });
  });
});

describe("ids of rows without one", () => {
  const idsOf = (...rows: readonly string[][]) => {
    const mapper = aKeadMapper();
    return rows.map((row) => detailOf(mapper.map(toCells(row))).opening["openingId"]);
  };

  test("are the same in every import, wherever the row stands", () => {
    const [first, second] = [aKeadRow(), aKeadRow({ 임금: "12000" })];
    expect(idsOf(first, second)).toEqual(idsOf(second, first).toReversed());
  });

  test("differ between equal rows of one file, and stay the same in the next import", () => {
    const ids = idsOf(aKeadRow(), aKeadRow(), aKeadRow());
    expect(new Set(ids).size).toBe(3);
    expect(idsOf(aKeadRow(), aKeadRow(), aKeadRow())).toEqual(ids);
  });
});

describe("a file in our own field names", () => {
  const postings = builtIn("plain", "postings");
  const row = (cells: Record<string, string>) => new Map(Object.entries(cells));

  test("gives programmes with their conditions and requirements from several columns", () => {
    const mapped = aMapper(postings).map(
      row({
        openingId: "civic-7",
        kind: "civic-role",
        employerId: "campus-north",
        title: "말벗",
        district: "서울 도봉구",
        pay: "9620",
        payUnit: "HOUR",
        hoursPerMonth: "57",
        certificates: "요양보호사",
        education: "high",
        experienceMonths: "6",
        ageMin: "40",
        ageMax: "67",
        residence: "11",
        legalBasis: "seoul-second-life",
        totalJobOpenings: "10",
      }),
    );
    expect(mapped.kind === "mapped" && mapped.entry.detailType).toBe("ProgrammeOpened");
    expect(detailOf(mapped).opening).toMatchObject({
      openingId: "civic-7",
      place: { mode: "onsite", district: "11320" },
      workHours: { perMonth: 57 },
      requirements: [
        { on: "certificate", certificate: "care-worker" },
        { on: "experience", months: 6 },
        { on: "education", level: "high" },
      ],
      eligibility: { ageMin: 40, ageMax: 67, residence: "11", legalBasis: "seoul-second-life" },
      totalJobOpenings: 10,
    });
  });

  test("refuses an age condition on a job, an unknown code, and an id that stood there before", () => {
    const mapper = aMapper(postings);
    const job = { openingId: "job-1", employerId: "employer-1", title: "사무" };
    const refusalOf = (cells: Record<string, string>) => {
      const mapped = mapper.map(row({ ...job, ...cells }));
      return mapped.kind === "refused" ? mapped.refusal.code : mapped.kind;
    };
    expect(refusalOf({ ageMin: "40" })).toBe("AGE_CONDITION_ON_JOB");
    expect(refusalOf({ competencies: "star-counting:2" })).toBe("UNKNOWN_COMPETENCY");
    expect(refusalOf({ district: "99999" })).toBe("UNKNOWN_DISTRICT");
    expect(refusalOf({})).toBe("mapped");
    expect(refusalOf({})).toBe("ID_REPEATED");
  });

  test("gives profiles; consent that isn't stated isn't given", () => {
    const mapped = aMapper(builtIn("plain", "applicants")).map(
      row({
        applicantId: "applicant-7",
        birthDate: "1971.2.28",
        residence: "서울 마포구",
        competencies: "customer-service:3",
        experience: "5317:26",
        districts: "11440;11410",
        payMin: "11,000",
        payUnit: "HOUR",
        consentAlerts: "예",
      }),
    );
    expect(detailOf(mapped).applicant).toEqual({
      applicantId: "applicant-7",
      revision: 1,
      language: "ko",
      birthDate: "1971-02-28",
      residence: "11440",
      competencies: [{ competency: "customer-service", level: 3 }],
      experience: [{ occupation: "5317", months: 26 }],
      preferences: { districts: ["11440", "11410"], payMin: { krw: 11_000, unit: "HOUR" } },
      consent: { alerts: true, employers: false, center: false },
    });
  });

  test("takes names in profiles for what they name, and leaves out what has no code without refusing the row", () => {
    const mapped = aMapper(builtIn("plain", "applicants")).map(
      row({
        applicantId: "applicant-8",
        competencies: "에스프레소:3;라테 아트:2;별자리 해설:5",
        certificates: "바리스타 2급;요양보호사",
        experience: "바리스타:26;점성술사:120",
        occupations: "카페 바리스타",
      }),
    );
    expect(detailOf(mapped).applicant).toMatchObject({
      competencies: [
        { competency: "espresso-extraction", level: 3 },
        { competency: "milk-steaming", level: 2 },
      ],
      certificates: ["barista-2", "care-worker"],
      experience: [{ occupation: "5317", months: 26 }],
      preferences: { occupations: ["5317"] },
    });
    expect(mapped).toMatchObject({
      unknownNames: [
        { of: "competency", text: "별자리 해설" },
        { of: "occupation", text: "점성술사" },
      ],
    });
  });

  test("keeps a posting's names of competencies, with the code where one can be told", () => {
    const mapped = aMapper(postings).map(
      row({ openingId: "job-9", employerId: "employer-1", title: "사무", competencies: "엑셀:3;별자리 해설:2" }),
    );
    expect(detailOf(mapped).opening).toMatchObject({
      requirements: [
        { on: "competency", competency: "spreadsheet-use", level: 3 },
        { on: "named-competency", name: "별자리 해설", level: 2 },
      ],
    });
  });

  test("refuses consent that is neither yes nor no", () => {
    const mapped = aMapper(builtIn("plain", "applicants")).map(
      row({ applicantId: "applicant-7", consentAlerts: "아마" }),
    );
    expect(mapped).toMatchObject({
      kind: "refused",
      refusal: { code: "VALUE_UNREADABLE", path: "/applicant/consent/alerts" },
    });
  });
});

describe("a mapping", () => {
  const fields = [{ to: "title", as: "text", column: "Title" }];

  test.each([
    ["an unknown converter", { fields: [{ to: "title", as: "magic", column: "Title" }] }],
    ["a field that openings don't have", { fields: [{ to: "salary", as: "text", column: "Title" }] }],
    ["pay without a unit", { fields: [{ to: "baseSalary", as: "pay", column: "Pay" }] }],
    ["another version", { version: 2, fields }],
    ["no field", { fields: [] }],
    ["a setting that it doesn't have", { fields, colour: "red" }],
  ])("with %s is not valid", (_, changed) => {
    expect(mapping.safeParse({ version: 1, of: "postings", name: "test", ...changed }).success).toBe(false);
  });

  test("names the columns that a file lacks and those that nobody uses", () => {
    const parsed = mapping.parse({ version: 1, of: "postings", name: "test", fields, ignore: ["Remarks"] });
    expect(fitHeader(parsed, ["Titel", "Remarks"])).toEqual({ missing: ["Title"], unused: ["Titel"] });
  });

  test("of 한국장애인고용공단 knows every column of its header", () => {
    expect(fitHeader(kead, KEAD_HEADER)).toEqual({ missing: [], unused: [] });
  });
});
