/**
 * What people call an occupation beside the names in the occupation tables: for short, as they say it, in English. Row: KECO code, names
 * (divided by semicolons). Only for finding an occupation by its name: which are near each other doesn't go by them.
 */
export const OCCUPATION_ALIASES: readonly (readonly [code: string, aliases: string])[] = [
  ["0241", "마케터"],
  ["0262", "마케팅; SNS 마케팅; 온라인 마케팅"],
  ["0265", "총무; 행정; 행정직; 사무행정; 행정 사무원; 일반 행정"],
  ["0271", "회계; 회계 직원; 세무; 세무 직원"],
  ["0272", "경리·회계; 회계·경리"],
  ["0295", "Data labeller"],
  ["2143", "Digital tutor"],
  ["2311", "사복사"],
  ["3075", "간조; 조무사"],
  ["4153", "인테리어"],
  ["5129", "정리수납; Home organiser"],
  ["5311", "셰프; 쉐프; Chef"],
  ["5317", "카페; 까페; 카페 아르바이트"],
  ["5322", "Waiter; Waitress"],
  ["5413", "Security guard"],
  ["5501", "요보사; 케어워커; Caregiver"],
  ["5505", "Babysitter"],
  ["6132", "영업; 영업직"],
  ["6152", "판매사원; 판매직; 매장 직원"],
  ["6161", "케셔; 캐쉬어"],
  ["6211", "드론 파일럿"],
  ["6242", "배달원; 배달 기사; 배달 대행"],
  ["7040", "포크레인; 포크레인 기사; 굴삭기 기사"],
  ["8115", "공조냉동; HVAC technician"],
  ["8900", "공장; 공장 직원; 단순 조립"],
];
