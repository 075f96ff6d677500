import { type CenterContact, callLine } from "../../domain/channels/letter.ts";
import type { PublicDate } from "../../domain/channels/public-dates.ts";
import { districtByCode } from "../../domain/geo/districts.ts";

/** What a list of days stands in: its name, where it is published, whom to call, and the moment. */
export interface ListingContext {
  readonly title: string;
  readonly link: string;
  readonly center: CenterContact;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** Lists are for everybody, and so in Korean. */
export const dateWords = {
  kinds: { fair: "채용박람회", deadline: "접수 마감" },
  description: (center: CenterContact) => `채용박람회와 접수 마감일을 알려 드립니다. 문의 ${callLine("ko", center)}`,
  title: ({ kind, title }: PublicDate) => `${dateWords.kinds[kind]}: ${title}`,
  details(date: PublicDate, { center }: ListingContext): string {
    const [year, month, day] = date.day.split("-").map(Number);
    const last = `${year}년 ${month}월 ${day}일까지`;
    return [last, placeOf(date), date.description, `문의 ${callLine("ko", center)}`].filter(Boolean).join("\n");
  },
};

/** The district by name. */
export function placeOf({ district }: PublicDate): string | undefined {
  return district === undefined ? undefined : districtByCode(district)?.ko;
}
