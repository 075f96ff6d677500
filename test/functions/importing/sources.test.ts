import { describe, expect, test } from "vitest";
import { builtInTaxonomy } from "../../../domain/taxonomy/built-in.ts";
import { previewImport } from "../../../functions/importing/preview.ts";
import { readAnySheet } from "../../../functions/importing/read-sheet.ts";

async function openingsIn(text: string) {
  const sheet = await readAnySheet(Buffer.from(text));
  if (sheet.kind !== "read") throw new Error(`${sheet.fault} ${sheet.message}`);
  const preview = previewImport(sheet, {
    of: "postings",
    taxonomy: builtInTaxonomy,
    revision: 1,
    occurredAt: "2026-11-21T09:00:00+09:00",
  });
  if (preview.kind !== "preview") throw new Error(`no mapping: ${preview.missing.join()}`);
  const openings = preview.taken.map(({ event }) => ("opening" in event.detail ? event.detail.opening : undefined));
  return { openings, refused: preview.refused.map(({ refusal }) => refusal) };
}

const WORK24_LIST = `\ufeff<?xml version="1.0" encoding="UTF-8"?>
<wantedRoot><total>2</total><startPage>1</startPage><display>10</display>
<wanted><wantedAuthNo>K120002611200001</wantedAuthNo><company>가나돌봄</company><busino>1234567890</busino>
<title>오전 방문 돌봄</title><salTpNm>시급</salTpNm><sal>12,500원</sal><minSal>12500</minSal><maxSal>13000</maxSal>
<region>서울 마포구</region><basicAddr>서울특별시 마포구 월드컵로 1</basicAddr><minEdubg>학력무관</minEdubg><career>관계없음</career>
<regDt>26-11-20</regDt><closeDt>채용시까지 26-12-31</closeDt>
<wantedInfoUrl>http://www.work24.go.kr/view?wantedAuthNo=K120002611200001&amp;x=1</wantedInfoUrl></wanted>
<wanted><wantedAuthNo>K120002611200002</wantedAuthNo><company>다라빌딩</company>
<title>건물 관리 &lt;주간&gt;</title><salTpNm>월급 230만원 ~ 250만원</salTpNm><minSal>0</minSal>
<region>서울 은평구</region><minEdubg>고졸</minEdubg><career>경력 (최소 1년 6개월)</career>
<regDt>26-11-19</regDt><closeDt>상시채용</closeDt></wanted>
</wantedRoot><script/>`;

describe("postings of 고용24", () => {
  test("become openings with their name and their way back, and dates of two digits are dates", async () => {
    const { openings, refused } = await openingsIn(WORK24_LIST);
    expect(refused).toEqual([]);
    expect(openings).toEqual([
      expect.objectContaining({
        openingId: "work24-K120002611200001",
        title: "오전 방문 돌봄",
        place: { mode: "onsite", district: "11440" },
        baseSalary: { krw: 12_500, unit: "HOUR" },
        requirements: [],
        datePosted: "2026-11-20",
        validThrough: "2026-12-31",
        source: { name: "고용24", url: "https://www.work24.go.kr/view?wantedAuthNo=K120002611200001&x=1" },
      }),
      expect.objectContaining({
        openingId: "work24-K120002611200002",
        title: "건물 관리 <주간>",
        place: { mode: "onsite", district: "11380" },
        baseSalary: { krw: 2_300_000, unit: "MONTH" },
        requirements: [
          { on: "experience", importance: "must", months: 18 },
          { on: "education", importance: "must", level: "high" },
        ],
      }),
    ]);
    expect(openings[1]).not.toHaveProperty("validThrough");
  });

  test("come in detail with hours and certificates, and without anybody's telephone number", async () => {
    const { openings, refused } = await openingsIn(`<wantedDtl><wantedAuthNo>K120002611200003</wantedAuthNo>
      <corpInfo><corpNm>마바요양원</corpNm></corpInfo>
      <wantedInfo><jobsNm>요양보호사(550101)</jobsNm><wantedTitle>요양보호사 모집</wantedTitle>
      <jobCont>어르신 돌봄\n문의 02-123-4567\n식사 도움</jobCont><receiptCloseDt>2026-12-15</receiptCloseDt>
      <empTpNm>기간의 정함이 있는 근로계약</empTpNm><collectPsncnt>3명</collectPsncnt><salTpNm>월급 250만원</salTpNm>
      <enterTpNm>관계없음</enterTpNm><eduNm>학력무관</eduNm><certificate>요양보호사, 운전면허 우대</certificate>
      <workRegion>(03900) 서울특별시 마포구 성산로 1</workRegion>
      <workdayWorkhrCont>주 5일, 주 소정근로시간 40시간</workdayWorkhrCont></wantedInfo></wantedDtl>`);
    expect(refused).toEqual([]);
    expect(openings[0]).toMatchObject({
      title: "요양보호사 모집",
      description: "어르신 돌봄\n식사 도움",
      workHours: { perWeek: 40 },
      employmentType: "TEMPORARY",
      totalJobOpenings: 3,
      requirements: [{ on: "certificate", importance: "must", certificate: "care-worker" }],
      validThrough: "2026-12-15",
    });
  });

  test("are held to the law like all others", async () => {
    const { refused } = await openingsIn(WORK24_LIST.replace("오전 방문 돌봄", "20~35세 매장 직원"));
    expect(refused).toMatchObject([{ code: "AGE_CONDITION_ON_JOB", path: "/opening/title" }]);
  });

  test("that are an error told with success are no empty list", async () => {
    const sheet = await readAnySheet(Buffer.from("<wantedRoot><messageCd>006</messageCd></wantedRoot>"));
    expect(sheet).toMatchObject({ kind: "unreadable", fault: "SOURCE_REPORTED_ERROR" });
  });
});

const seoulRow = {
  JO_REQST_NO: "E2611200001",
  CMPNY_NM: "사아식당",
  JO_SJ: "주방 보조",
  JOBCODE_NM: "주방 보조원",
  RCRIT_NMPR_CO: 2,
  ACDMCR_CMMN_CODE_SE: "J00100",
  EMPLYM_STLE_CMMN_MM: "시간선택제",
  WORK_PARAR_BASS_ADRES_CN: "서울 마포구 서교동",
  DTY_CN: "재료 손질, 설거지",
  CAREER_CND_CMMN_CODE_SE: "J01300",
  HOPE_WAGE: "시급 / 11,000원",
  WEEK_WORK_HR: "20",
  RCEPT_CLOS_NM: "마감일 (2026-12-10)",
  JO_REG_DT: "2026-11-20",
  MNGR_NM: "아무개",
  MNGR_PHON_NO: "02-123-4567",
  MNGR_INSTT_NM: "마포구청",
};

describe("postings of 서울일자리포털", () => {
  const expected = expect.objectContaining({
    openingId: "seoul-E2611200001",
    title: "주방 보조",
    place: { mode: "onsite", district: "11440" },
    baseSalary: { krw: 11_000, unit: "HOUR" },
    workHours: { perWeek: 20 },
    employmentType: "PART_TIME",
    totalJobOpenings: 2,
    datePosted: "2026-11-20",
    validThrough: "2026-12-10",
    source: expect.objectContaining({ name: "서울일자리포털" }),
  });

  test("are the same from JSON and from XML, without the counsellor's name and number", async () => {
    const json = JSON.stringify({ GetJobInfo: { list_total_count: 1, row: [seoulRow] } });
    const fields = Object.entries(seoulRow).map(([name, value]) => `<${name}>${value}</${name}>`);
    const xml = `<GetJobInfo><list_total_count>1</list_total_count><row>${fields.join("")}</row></GetJobInfo>`;
    const ofJson = await openingsIn(json);
    expect(ofJson.openings).toEqual([expected]);
    expect((await openingsIn(xml)).openings).toEqual(ofJson.openings);
    expect(JSON.stringify(ofJson)).not.toMatch(/아무개|123-4567/);
  });
});

describe("a JobPosting of schema.org", () => {
  const posting = {
    "@context": "https://schema.org",
    "@type": "JobPosting",
    title: "바리스타",
    description: "<p>커피를 내립니다.</p><ul><li>주 3일</li><li>문의: a@example.com</li></ul>",
    identifier: { "@type": "PropertyValue", name: "자차카페", value: "cafe-7" },
    url: "https://cafe.example.com/jobs/7",
    hiringOrganization: { "@type": "Organization", name: "자차카페" },
    jobLocation: {
      "@type": "Place",
      address: { addressRegion: "서울특별시", addressLocality: "서대문구", addressCountry: "KR" },
    },
    baseSalary: {
      "@type": "MonetaryAmount",
      currency: "KRW",
      value: { "@type": "QuantitativeValue", value: 12000, unitText: "HOUR" },
    },
    employmentType: ["PART_TIME", "OTHER"],
    experienceRequirements: { "@type": "OccupationalExperienceRequirements", monthsOfExperience: 6 },
    educationRequirements: { credentialCategory: "high school" },
    totalJobOpenings: 1,
    datePosted: "2026-11-20",
    validThrough: "2026-12-14T15:00:00Z",
  };

  test.each([
    ["by itself", JSON.stringify(posting)],
    ["in a graph", JSON.stringify({ "@graph": [{ "@type": "WebSite" }, posting] })],
    [
      "in a page",
      `<!doctype html><html><script type="application/ld+json">${JSON.stringify([posting])}</script></html>`,
    ],
  ])("is taken %s", async (_, text) => {
    const { openings, refused } = await openingsIn(text);
    expect(refused).toEqual([]);
    expect(openings).toEqual([
      expect.objectContaining({
        title: "바리스타",
        description: "커피를 내립니다.\n주 3일",
        place: { mode: "onsite", district: "11410" },
        baseSalary: { krw: 12_000, unit: "HOUR" },
        employmentType: "PART_TIME",
        // 15:00 in Greenwich is the next day in Seoul.
        validThrough: "2026-12-15",
        requirements: [
          { on: "experience", importance: "must", months: 6 },
          { on: "education", importance: "must", level: "high" },
        ],
        source: { name: "cafe.example.com", url: "https://cafe.example.com/jobs/7" },
      }),
    ]);
  });

  test("in another currency says nothing of the pay", async () => {
    const { openings } = await openingsIn(
      JSON.stringify({ ...posting, baseSalary: { currency: "USD", value: { value: 12, unitText: "HOUR" } } }),
    );
    expect(openings[0]).not.toHaveProperty("baseSalary");
  });
});
