import type { Institution, InstitutionFunction, InstitutionKind } from "../institution.ts";

/**
 * Public institutions of Seoul, each with the district that it stands in, as the institutions themselves state it. Which are there at all changes
 * from year to year, so this is a beginning for the registry and not the registry: `ieum institution apply` adds and ends them.
 */
const ROWS: readonly (readonly [id: string, type: InstitutionKind, name: string, district: string])[] = [
  ["fifty-plus-campus-west", "fifty-plus-campus", "서울시50플러스 서부캠퍼스", "11380"],
  ["fifty-plus-campus-central", "fifty-plus-campus", "서울시50플러스 중부캠퍼스", "11440"],
  ["fifty-plus-campus-south", "fifty-plus-campus", "서울시50플러스 남부캠퍼스", "11530"],
  ["fifty-plus-campus-north", "fifty-plus-campus", "서울시50플러스 북부캠퍼스", "11320"],
  ["fifty-plus-campus-east", "fifty-plus-campus", "서울시50플러스 동부캠퍼스", "11740"],
  ["fifty-plus-downtown", "fifty-plus-center", "서울시 도심권50플러스센터", "11110"],
  ["fifty-plus-dongjak", "fifty-plus-center", "동작50플러스센터", "11590"],
  ["fifty-plus-yeongdeungpo", "fifty-plus-center", "영등포50플러스센터", "11560"],
  ["fifty-plus-nowon", "fifty-plus-center", "노원50플러스센터", "11350"],
  ["fifty-plus-seodaemun", "fifty-plus-center", "서대문50플러스센터", "11410"],
  ["fifty-plus-seongbuk", "fifty-plus-center", "성북50플러스센터", "11290"],
  ["fifty-plus-geumcheon", "fifty-plus-center", "금천50플러스센터", "11545"],
  ["fifty-plus-gangseo", "fifty-plus-center", "강서50플러스센터", "11500"],
  ["fifty-plus-seocho", "fifty-plus-center", "서초50플러스센터", "11650"],
  ["fifty-plus-yangcheon", "fifty-plus-center", "양천50플러스센터", "11470"],
  ["womens-development-central", "womens-development-center", "중부여성발전센터", "11440"],
  ["womens-development-east", "womens-development-center", "동부여성발전센터", "11215"],
  ["womens-development-north", "womens-development-center", "북부여성발전센터", "11350"],
  ["womens-development-south", "womens-development-center", "남부여성발전센터", "11545"],
  ["womens-resources-gangdong", "womens-resources-center", "강동여성인력개발센터", "11740"],
  ["womens-resources-gangbuk", "womens-resources-center", "강북여성인력개발센터", "11305"],
  ["womens-resources-gwanak", "womens-resources-center", "관악여성인력개발센터", "11620"],
  ["womens-resources-guro", "womens-resources-center", "구로여성인력개발센터", "11530"],
  ["womens-resources-nowon", "womens-resources-center", "노원여성인력개발센터", "11350"],
  ["womens-resources-dongdaemun", "womens-resources-center", "동대문여성인력개발센터", "11230"],
  ["womens-resources-dongjak", "womens-resources-center", "동작여성인력개발센터", "11590"],
  ["womens-resources-seodaemun", "womens-resources-center", "서대문여성인력개발센터", "11410"],
  ["womens-resources-seongdong", "womens-resources-center", "성동여성인력개발센터", "11200"],
  ["womens-resources-songpa", "womens-resources-center", "송파여성인력개발센터", "11710"],
  ["womens-resources-eunpyeong", "womens-resources-center", "은평여성인력개발센터", "11380"],
  ["technical-central", "technical-institute", "서울시 중부기술교육원", "11170"],
  ["technical-east", "technical-institute", "서울시 동부기술교육원", "11740"],
  ["technical-north", "technical-institute", "서울시 북부기술교육원", "11350"],
  ["polytechnic-jeongsu", "polytechnic", "한국폴리텍대학 서울정수캠퍼스", "11170"],
  ["polytechnic-gangseo", "polytechnic", "한국폴리텍대학 서울강서캠퍼스", "11500"],
  ["lifelong-seoul-institute", "lifelong-education", "서울특별시평생교육진흥원", "11440"],
];

/** What each campus, and the center downtown, leads in, by the foundation's report of November 2023; that in the east was being prepared then. */
const LEADS: Readonly<Record<string, InstitutionFunction[]>> = {
  "fifty-plus-campus-west": ["life-design", "social-contribution"],
  "fifty-plus-campus-central": ["skills-development"],
  "fifty-plus-campus-south": ["internship", "company-link"],
  "fifty-plus-campus-north": ["boram", "startup"],
  "fifty-plus-downtown": ["forties-career-change", "training-costs"],
};

export const builtInInstitutions: readonly Institution[] = ROWS.map(([institutionId, type, name, district]) => {
  const functions = LEADS[institutionId];
  const base = { institutionId, type, name, district };
  return functions === undefined ? { ...base, revision: 1 } : { ...base, revision: 2, functions };
});
