import { type CenterFunction, chosenCenters } from "./centers-file.ts";

/** An employment center: it gets its own queue with what concerns the districts that it serves. */
export interface Center {
  /** Part of the names of its queues and rule; lower case, and for good. */
  readonly id: string;
  readonly ko: string;
  readonly en: string;
  /** Whom people call, as they dial it within Korea; it stands in every message. */
  readonly telephone: string;
  /** District code of the campus. */
  readonly campus: string;
  /** District codes that it looks after. */
  readonly serves: readonly string[];
  readonly functions: readonly CenterFunction[];
  /** The center's own account of AWS, twelve digits: from there, and from nowhere else outside, its queue is read. */
  readonly account?: string;
}

/**
 * The public main line of the Seoul 50plus Foundation. All campuses have it until each one's own number is entered here: it can put anybody through, and
 * a wrong number in a message to thousands would be worse than a general one.
 */
const MAIN_LINE = "02-460-5050";

/**
 * The centers of Seoul. Each of the 25 districts belongs to exactly one center. The foundation's report of 2023 gives the campuses and what
 * they lead in, but assigns no districts; they are assigned by neighbourhood, so that one can go from any district of a center to its campus
 * without leaving the center's districts, over land or a bridge:
 *
 * - east: the report counts 성동, 중랑, 강남, 서초 and 강동 as the surroundings of 광진; 송파 lies between them on the south bank and 동대문 on the
 *   north bank. The report plans career change, startups and the follow-up of cases there.
 * - downtown: the three districts of the city's own 도심권, 종로, 중구 and 용산. The report gives no campus; 종로 is the seat of the team's area.
 * - north: the districts around 도봉 up to the city's edge, and 성북, whose roads and subway line run there through 강북.
 * - west: 은평 and, at the foot of the same hills, 서대문.
 * - central: 마포 and what is one bridge away, 강서 and 영등포.
 * - south: 구로 and every other district of the south-west that borders it by land.
 *
 * Others, of another city or with other districts, are a file that IEUM_CENTERS names.
 */
// biome-ignore format: a center is one line.
const comeAlong: readonly Center[] = [
  { id: "west", ko: "50플러스 서부캠퍼스", en: "50plus West Campus", telephone: MAIN_LINE, campus: "11380", serves: ["11380", "11410"], functions: ["life-design", "social-contribution"] },
  { id: "central", ko: "50플러스 중부캠퍼스", en: "50plus Central Campus", telephone: MAIN_LINE, campus: "11440", serves: ["11440", "11500", "11560"], functions: ["vocational-training"] },
  { id: "south", ko: "50플러스 남부캠퍼스", en: "50plus South Campus", telephone: MAIN_LINE, campus: "11530", serves: ["11470", "11530", "11545", "11590", "11620"], functions: ["internship", "employer-liaison"] },
  { id: "north", ko: "50플러스 북부캠퍼스", en: "50plus North Campus", telephone: MAIN_LINE, campus: "11320", serves: ["11290", "11305", "11320", "11350"], functions: ["civic-roles", "startup-support"] },
  { id: "east", ko: "50플러스 동부캠퍼스", en: "50plus East Campus", telephone: MAIN_LINE, campus: "11215", serves: ["11200", "11215", "11230", "11260", "11650", "11680", "11710", "11740"], functions: ["career-change", "startup-support", "case-follow-up"] },
  { id: "downtown", ko: "50플러스 도심권사업팀", en: "50plus Downtown Team", telephone: MAIN_LINE, campus: "11110", serves: ["11110", "11140", "11170"], functions: ["career-change", "training-subsidy"] },
];

export const centers: readonly Center[] = chosenCenters(comeAlong);

/** The districts of each center, as functions are told of them. */
export function districtsByCenter(those: readonly Center[] = centers): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(those.map(({ id, serves }) => [id, serves]));
}
