import type { Applicant } from "../../domain/model/applicant.ts";
import type { DeliverySettings } from "../../domain/model/delivery-settings.ts";
import { anApplicant } from "../../infra/world/profiles.ts";
import type { SeededRandom } from "../../infra/world/seeded-random.ts";

/** How people set their messages: half leave everything as it is. */
export function aDelivery(random: SeededRandom): DeliverySettings | undefined {
  if (random.percent(50)) return undefined;
  return {
    ...(random.percent(45) ? { digest: random.pick(["immediate", "daily", "daily", "weekly"] as const) } : {}),
    ...(random.percent(30) ? { digestHour: random.between(8, 20) } : {}),
    ...(random.percent(20) ? { digestDay: random.between(1, 7) } : {}),
    ...(random.percent(35) ? { perDayMax: random.pick([0, 1, 1, 2, 5]) } : {}),
    ...(random.percent(35) ? { perWeekMax: random.pick([1, 2, 4, 7, 20]) } : {}),
    ...(random.percent(15) ? { urgentKinds: ["job"] } : {}),
    ...(random.percent(15)
      ? {
          quietTimes: [
            { from: "12:00", to: "13:30" },
            { days: [6, 7], from: "19:00", to: "10:00" },
          ],
        }
      : {}),
    ...(random.percent(8) ? { agreed: { inbox: ["recommendation"], message: ["recommendation", "change"] } } : {}),
    ...(random.percent(4) ? { agreed: { inbox: ["recommendation"] } } : {}),
  };
}

/** Seeded people with the mix of the small Seoul. */
export function people(random: SeededRandom, count: number, today: string): Applicant[] {
  return Array.from({ length: count }, (_, at) => {
    const delivery = aDelivery(random);
    return { ...anApplicant(random, `person-${at + 1}`, today), ...(delivery === undefined ? {} : { delivery }) };
  });
}
