import { fromDayNumber } from "../../domain/model/calendar.ts";
import type { Opening } from "../../domain/model/opening.ts";
import { jobs } from "../../infra/world/jobs.ts";
import { seoulDistricts } from "../../infra/world/profiles.ts";
import type { SeededRandom } from "../../infra/world/seeded-random.ts";

/** A posting, and the opportunity that it really is: only whoever made it knows. */
export interface Posting {
  readonly opening: Opening;
  readonly opportunity: string;
}

const SETTINGS = [
  "역 앞",
  "시장 골목",
  "대학가",
  "아파트 단지",
  "사무실 거리",
  "공원 옆",
  "구청 근처",
  "언덕 위",
  "강변",
  "골목 안",
];

const SENTENCES = [
  "지하철역에서 걸어서 5분 거리입니다.",
  "함께 일하는 분은 모두 네 명입니다.",
  "처음 한 달은 선배 직원이 곁에서 알려 드립니다.",
  "점심을 드립니다.",
  "명절에는 쉬고 선물이 있습니다.",
  "휴게실과 개인 사물함이 있습니다.",
  "오래 일하실 분을 찾고 있습니다.",
  "나이와 경력보다 성실함을 봅니다.",
  "일하는 날은 서로 맞추어 정합니다.",
  "주차할 자리가 있습니다.",
  "문을 연 지 십 년이 된 곳입니다.",
  "올해 새로 문을 연 곳입니다.",
  "손님은 대개 동네 분들입니다.",
  "아침마다 짧은 회의로 하루를 시작합니다.",
  "작업복과 신발을 드립니다.",
  "석 달마다 평가를 거쳐 시급을 올립니다.",
  "퇴직금과 사대 보험이 있습니다.",
  "계단이 많아 오르내릴 일이 있습니다.",
  "앉아서 하는 일이 많습니다.",
  "두 사람이 한 조로 일합니다.",
];

const NUMBERED = ["하나", "둘", "셋", "넷", "다섯", "여섯", "일곱", "여덟", "아홉"];

/** One opportunity: a job of the small Seoul at another place, of another employer, in other words. */
function anOpportunity(random: SeededRandom, number: number, today: number): Opening {
  const draft = random.pick(jobs) ?? jobs[0];
  if (draft === undefined) throw new Error("the world has no jobs");
  const { kind, title, description, occupation, hours, shifts, employmentType, requirements = [], pay } = draft;
  const raise = 1 + random.between(0, 12) / 100;
  const place = `${random.pick(SETTINGS)} ${random.pick(NUMBERED)}호`;
  return {
    openingId: `opening-${number}`,
    revision: 1,
    kind,
    employerId: `employer-${number}`,
    title: `${place} ${title}`,
    description: [description, ...random.some(SENTENCES, 5)].join(" "),
    ...(occupation === undefined ? {} : { occupation: { code: occupation[0], name: occupation[1] } }),
    place: { mode: "onsite", district: random.pick(seoulDistricts) ?? "11110" },
    ...(pay === undefined ? {} : { baseSalary: { ...pay, krw: Math.floor((pay.krw * raise) / 10) * 10 } }),
    ...(hours === undefined ? {} : { workHours: hours }),
    ...(shifts === undefined ? {} : { shifts: [...shifts] }),
    ...(employmentType === undefined ? {} : { employmentType }),
    requirements: [...requirements],
    totalJobOpenings: draft.places,
    datePosted: fromDayNumber(today),
    validThrough: fromDayNumber(today + random.between(6, 40)),
  };
}

/** The same opportunity once more: the employer posts again with a louder title, or another source writes it its own way. */
function aTwin(random: SeededRandom, of: Opening, number: number): Opening {
  const base = { ...of, openingId: `opening-${number}`, revision: 1 };
  const louder = () =>
    random.pick([`[급구] ${of.title}`, `${of.title} 모집합니다`, `${of.title} (재공고)`, ` ${of.title} 채용`]);
  if (random.percent(55)) return { ...base, title: louder(), description: of.description };
  const [first = "", ...rest] = (of.description ?? "").split(". ");
  return {
    ...base,
    employerId: `agency-${random.between(1, 8)}`,
    title: random.pick([of.title, louder()]) ?? of.title,
    description: random.percent(50) ? of.description : [first, ...rest.slice(0, -1)].join(". "),
  };
}

/** Postings in the order in which they come; every fifth is a twin of one of the two hundred before it. */
export function postings(random: SeededRandom, count: number, dayOf: (at: number) => number): Posting[] {
  const all: Posting[] = [];
  for (let number = 1; number <= count; number++) {
    const original = random.percent(20) ? all[Math.max(0, all.length - random.between(1, 200))] : undefined;
    if (original === undefined) {
      all.push({ opening: anOpportunity(random, number, dayOf(number)), opportunity: `opportunity-${number}` });
    } else {
      const opening = aTwin(random, original.opening, number);
      all.push({ opening, opportunity: original.opportunity });
    }
  }
  return all;
}
