import { counted, grouped, type Names } from "./names.ts";
import { withParticle } from "./particle.ts";
import type { Way } from "./reason.ts";

/** The way round what is missing, as one sentence. */
export function koreanWay(reason: Way, names: Names): string {
  switch (reason.code) {
    case "bridge":
      return `${withParticle(`‘${reason.title}’`, "을를")} 마치시면 이 자리와 맞게 됩니다.`;
    case "bridge-place":
      return `이 과정은 ${whereKo(reason, names)}, 지금 ${grouped(reason.freeSeats)}명이 더 신청할 수 있습니다.`;
    case "bridge-unlocks":
      return `마치시면 지금 열려 있는 자리 ${grouped(reason.openings)}곳과 맞게 됩니다.`;
  }
}

function whereKo({ online, district, minutes, wanted }: Extract<Way, { code: "bridge-place" }>, names: Names): string {
  if (online) return "온라인으로 들으실 수 있고";
  if (district === undefined) return "장소를 물어보셔야 하고";
  const name = names.district(district);
  if (minutes === undefined) return `${name}에서 열리고`;
  if (minutes === 0) return `${wanted ? "원하신 지역인" : "사시는 지역인"} ${name}에서 열리고`;
  return `${name}에서 열리고 ${wanted ? "원하신 지역" : "댁"}에서 약 ${minutes}분 걸리며`;
}

/** The same in English. */
export function englishWay(reason: Way, names: Names): string {
  switch (reason.code) {
    case "bridge":
      return `Completing “${reason.title}” would make it a match.`;
    case "bridge-place":
      return `The course is ${whereEn(reason, names)}, and has ${counted(reason.freeSeats, "free seat")}.`;
    case "bridge-unlocks":
      return `With it you would match ${counted(reason.openings, "opening")} that are open now.`;
  }
}

function whereEn({ online, district, minutes, wanted }: Extract<Way, { code: "bridge-place" }>, names: Names): string {
  if (online) return "online";
  if (district === undefined) return "at a place that you have to ask for";
  const name = names.district(district);
  if (minutes === undefined) return `in ${name}`;
  if (minutes === 0) return `in ${name}, where you ${wanted ? "want to work" : "live"}`;
  return `in ${name}, about ${minutes} minutes from ${wanted ? "where you want to work" : "your home"}`;
}
