/**
 * Codes and names that were replaced by exactly one successor: the last day they were valid, and pairs `former>current`.
 * Profiles and postings written before the change go on being understood.
 */
export const FORMER_CODES: readonly { readonly validUntil: string; readonly pairs: string }[] = [
  // 광주광역시 and 전라남도 joined as 전남광주통합특별시; 인천 동구 went into 제물포구.
  {
    validUntil: "2026-06-30",
    pairs:
      "29110>12210,29140>12240,29155>12270,29170>12300,29200>12330,46110>12110,46130>12130,46150>12150,46170>12170,46230>12190,46710>12710,46720>12720,46730>12730,46770>12740,46780>12750,46790>12760,46800>12770,46810>12780,46820>12790,46830>12800,46840>12810,46860>12820,46870>12830,46880>12840,46890>12850,46900>12860,46910>12870,28140>28125",
  },
  // 전라북도 became 전북특별자치도.
  {
    validUntil: "2024-01-17",
    pairs:
      "45110>52110,45111>52111,45113>52113,45130>52130,45140>52140,45180>52180,45190>52190,45210>52210,45710>52710,45720>52720,45730>52730,45740>52740,45750>52750,45770>52770,45790>52790,45800>52800",
  },
  // 군위군 went from 경상북도 to 대구광역시.
  { validUntil: "2023-06-30", pairs: "47720>27720" },
  // 강원도 became 강원특별자치도.
  {
    validUntil: "2023-06-10",
    pairs:
      "42110>51110,42130>51130,42150>51150,42170>51170,42190>51190,42210>51210,42230>51230,42720>51720,42730>51730,42750>51750,42760>51760,42770>51770,42780>51780,42790>51790,42800>51800,42810>51810,42820>51820,42830>51830",
  },
  // 인천 남구 was renamed 미추홀구.
  { validUntil: "2018-06-30", pairs: "28170>28177" },
  // The three 구 of 부천시 were abolished in 2016 and came back in 2024 under new codes.
  { validUntil: "2016-07-03", pairs: "41195>41192,41197>41194,41199>41196" },
  // 청원군 was joined to 청주시; only the city as a whole follows it.
  { validUntil: "2014-06-30", pairs: "43710>43110" },
  // 여주군 and 당진군 became cities.
  { validUntil: "2013-09-22", pairs: "41730>41670" },
  { validUntil: "2011-12-31", pairs: "44830>44270" },
];

/** Names as old addresses write them (시도 code as it is today, name) and the district they mean today. */
export const FORMER_NAMES: readonly (readonly [sido: string, name: string, code: string])[] = [
  ["28", "동구", "28125"],
  ["28", "남구", "28177"],
  ["47", "군위군", "27720"],
  ["43", "청원군", "43110"],
  ["41", "여주군", "41670"],
  ["44", "당진군", "44270"],
  ["44", "연기군", "36110"],
  ["48", "마산시", "48120"],
  ["48", "진해시", "48129"],
  ["50", "북제주군", "50110"],
  ["50", "남제주군", "50130"],
];
