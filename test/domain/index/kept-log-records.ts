import type { LogRecord } from "../../../domain/index/log-record.ts";

export const anApplicantRecord: Extract<LogRecord, { type: "applicant" }> = {
  type: "applicant",
  facts: {
    applicantId: "applicant-1042",
    revision: 3,
    birthDay: 423,
    residence: "11440",
    competencies: [
      { number: 303, level: 3 },
      { number: 308, level: 5 },
    ],
    certificates: [47],
    experience: [{ occupation: "5317", months: 26 }],
    languages: [{ language: "ko", level: 5 }],
    education: 2,
    wantedKinds: 0b11,
    wantedOccupations: ["5317", "53"],
    wantedDistricts: ["11440", "11410"],
    commuteMinutesMax: 40,
    payMin: { krw: 11_000, unit: "HOUR" },
    hoursMin: undefined,
    hoursMax: 130,
    wantedShifts: 0b1001,
    wantedEmploymentTypes: undefined,
    consent: { alerts: true, employers: false, center: true },
  },
};

export const anOpeningRecord: Extract<LogRecord, { type: "opening" }> = {
  type: "opening",
  facts: {
    openingId: "intern-guro-office-3",
    revision: 2_147_483_647,
    kind: "internship",
    occupation: "0299",
    online: false,
    district: "11530",
    pay: { krwPerHour: 11_157, krwPerMonth: 635_949 },
    hours: 57,
    shifts: 0b1,
    employmentType: 4,
    requirements: [
      { on: "competency", importance: "should", number: 303, level: 3, source: -1 },
      { on: "certificate", importance: "must", number: 47, source: 0 },
      { on: "named-certificate", importance: "nice", source: 1 },
      { on: "experience", importance: "should", occupation: undefined, months: 12, source: 2 },
      { on: "language", importance: "nice", language: "en", level: 2, source: 3 },
      { on: "education", importance: "must", level: 2, source: 4 },
    ],
    ageMin: 40,
    ageMax: 64,
    residence: "11",
    places: 2,
    validFromDay: undefined,
    validThroughDay: 20_797,
  },
};

/** The same two with what programmes add. */
const aStandingApplicantRecord: LogRecord = {
  type: "applicant",
  facts: { ...anApplicantRecord.facts, standing: { retirementStage: 1, programmes: ["boram"] } },
};

/** And with what their later versions hold. */
const aTakingPartRecord: LogRecord = {
  type: "applicant",
  facts: {
    ...anApplicantRecord.facts,
    standing: {
      retirementStage: undefined,
      programmes: undefined,
      courses: ["boram-basics"],
      participations: [
        { programmeId: "boram", throughDay: 20_788 },
        { programmeId: "boram", throughDay: undefined },
      ],
    },
  },
};

const aStartingOpeningRecord: LogRecord = { type: "opening", facts: { ...anOpeningRecord.facts, startsOnDay: 20_788 } };

const aProgrammeOpeningRecord: LogRecord = {
  type: "opening",
  facts: {
    ...anOpeningRecord.facts,
    programme: { programmeId: "boram", employerId: "campus-north", part: undefined, startsOnDay: 20_788 },
  },
};

export const aRulesRecord: Extract<LogRecord, { type: "programme" }> = {
  type: "programme",
  rules: {
    programmeId: "boram",
    validFromDay: 19_358,
    revision: 2,
    kinds: 4,
    ageMin: 40,
    ageMax: 67,
    ageOn: "cohort-start",
    residence: "11",
    hoursMax: 57,
    pay: [{ year: 2023, krwPerHour: 9_620, krwPerMonthMax: 548_340 }],
    cohorts: [{ from: 601, to: 831 }],
    lastDay: 20_788,
    excludes: ["boram"],
    retirementStage: 1,
    contactFirst: true,
    coursesFirst: false,
    owners: [{ owner: "campus-north", fromDay: 16_919 }],
    competencies: [80],
    parts: [{ partId: "welfare", kind: undefined, online: false }],
  },
  previousRules: undefined,
};

const aRulesWithCoursesRecord: LogRecord = {
  ...aRulesRecord,
  rules: { ...aRulesRecord.rules, coursesFirst: true, coursesBefore: [{ courseId: "boram-basics", days: 3 }] },
  previousRules: aRulesRecord.rules,
};

const aCompletingRecord: LogRecord = {
  type: "applicant",
  facts: {
    ...anApplicantRecord.facts,
    standing: {
      retirementStage: undefined,
      programmes: undefined,
      parts: [{ programmeId: "digital-skills", part: "basic" }],
    },
  },
};

const aCampusOpeningRecord: LogRecord = {
  type: "opening",
  facts: {
    ...anOpeningRecord.facts,
    programme: {
      programmeId: "boram",
      employerId: "campus-north",
      part: undefined,
      startsOnDay: 20_788,
      institutionId: "campus-north",
    },
  },
};

const aRulesWithPlacesRecord: LogRecord = {
  ...aRulesRecord,
  rules: {
    ...aRulesRecord.rules,
    parts: [
      { partId: "basic", kind: undefined, online: false },
      { partId: "practical", kind: undefined, online: false, after: "basic", isLevel: true },
      { partId: "fair", kind: 7, online: false, countsApart: true },
    ],
    quota: 3_238,
    sites: [{ site: "campus-north", places: 33 }],
  },
};

export const aPlacesRecord: LogRecord = {
  type: "places",
  programmeId: "startup-space",
  of: "site#campus-north",
  revision: 7,
  spans: [{ fromDay: 20_788, untilDay: 21_884, people: 1 }],
  previousSpans: [],
};

export const anInstitutionRecord: LogRecord = {
  type: "institution",
  institutionId: "campus-east",
  revision: 2,
  days: { fromDay: 19_828, throughDay: undefined },
  previousDays: { fromDay: undefined, throughDay: -1 },
};

const anOfferedOpeningRecord: LogRecord = {
  ...anOpeningRecord,
  facts: { ...anOpeningRecord.facts, institutionId: "campus-east" },
};

/** What the log holds in format 2, and in formats 3 to 5 for what programmes add; format 1 was never released. It changes only together with the version in the first byte. */
export const KEPT: readonly (readonly [LogRecord, string])[] = [
  [
    anApplicantRecord,
    "02000e6170706c6963616e742d313034320301ce06010531313434300102fb122d01012f010104353331371a0101026b6f0501020103010204353331370235330102053131343430053131343130012801f8550000018201010900010001",
  ],
  [
    anOpeningRecord,
    "020114696e7465726e2d6775726f2d6f66666963652d33ffffffff0701010430323939000105313135333001955701ade82601390101010406000101af02030100002f020202030104000c04020602656e02050008020128014001023131020001fac402",
  ],
  [{ type: "applicant-withdrawn", applicantId: "a-1", revision: 300 }, "020203612d31ac02"],
  [{ type: "opening-closed", openingId: "o-1", revision: 2, districts: ["11440"] }, "0203036f2d310201053131343430"],
  [
    { type: "opening-closed", openingId: "o-1", revision: 2, districts: ["11440"], causationId: "event-1" },
    "020e076576656e742d31036f2d310201053131343430",
  ],
  [{ type: "day", day: -1, previousDay: undefined }, "02040100"],
  [{ type: "day", day: 20_778, previousDay: 20_777 }, "0204d4c40201d2c402"],
  [
    aStandingApplicantRecord,
    "03000e6170706c6963616e742d313034320301ce06010531313434300102fb122d01012f010104353331371a0101026b6f0501020103010204353331370235330102053131343430053131343130012801f8550000018201010900010001010101" +
      "0105626f72616d",
  ],
  [
    aProgrammeOpeningRecord,
    "030114696e7465726e2d6775726f2d6f66666963652d33ffffffff0701010430323939000105313135333001955701ade82601390101010406000101af02030100002f020202030104000c04020602656e02050008020128014001023131020001fac402" +
      "05626f72616d0c63616d7075732d6e6f7274680001e8c402",
  ],
  [
    aRulesRecord,
    "020505626f72616dbcae020204012801430201023131013901e70f01944b01f4bb2101d904bf0601e8c4020105626f72616d01010100010c63616d7075732d6e6f727468ae88020150010777656c66617265000000",
  ],
  [
    aTakingPartRecord,
    "04000e6170706c6963616e742d313034320301ce06010531313434300102fb122d01012f010104353331371a0101026b6f0501020103010204353331370235330102053131343430053131343130012801f8550000018201010900010001000001010c626f72616d2d6261736963730205626f72616d01e8c40205626f72616d00",
  ],
  [
    aStartingOpeningRecord,
    "0209e8c402000014696e7465726e2d6775726f2d6f66666963652d33ffffffff0701010430323939000105313135333001955701ade82601390101010406000101af02030100002f020202030104000c04020602656e02050008020128014001023131020001fac402",
  ],
  [
    aRulesWithCoursesRecord,
    "020805626f72616dbcae020204012801430201023131013901e70f01944b01f4bb2101d904bf0601e8c4020105626f72616d01010101010c63616d7075732d6e6f727468ae88020150010777656c6661726500000105626f72616dbcae020204012801430201023131013901e70f01944b01f4bb2101d904bf0601e8c4020105626f72616d01010100010c63616d7075732d6e6f727468ae88020150010777656c666172650000010c626f72616d2d6261736963730300",
  ],
  [
    aCompletingRecord,
    "05000e6170706c6963616e742d313034320301ce06010531313434300102fb122d01012f010104353331371a0101026b6f0501020103010204353331370235330102053131343430053131343130012801f855000001820101090001000100000000010e6469676974616c2d736b696c6c73056261736963",
  ],
  [
    aCampusOpeningRecord,
    "040114696e7465726e2d6775726f2d6f66666963652d33ffffffff0701010430323939000105313135333001955701ade82601390101010406000101af02030100002f020202030104000c04020602656e02050008020128014001023131020001fac40205626f72616d0c63616d7075732d6e6f7274680001e8c4020c63616d7075732d6e6f727468",
  ],
  [
    aRulesWithPlacesRecord,
    "020a05626f72616dbcae020204012801430201023131013901e70f01944b01f4bb2101d904bf0601e8c4020105626f72616d01010100010c63616d7075732d6e6f727468ae880201500305626173696300000970726163746963616c00000466616972010700000001a61901010c63616d7075732d6e6f72746821000000010562617369630100000001",
  ],
  [aPlacesRecord, "020b0d737461727475702d737061636511736974652363616d7075732d6e6f7274680701e8c402f8d502010100"],
  [anInstitutionRecord, "020c0b63616d7075732d656173740201e8b5020001000101"],
  [
    { ...aPlacesRecord, causationId: "event-1" },
    "020f076576656e742d310b0d737461727475702d737061636511736974652363616d7075732d6e6f7274680701e8c402f8d502010100",
  ],
  [
    anOfferedOpeningRecord,
    "020d0b63616d7075732d6561737400000014696e7465726e2d6775726f2d6f66666963652d33ffffffff0701010430323939000105313135333001955701ade82601390101010406000101af02030100002f020202030104000c04020602656e02050008020128014001023131020001fac402",
  ],
];
