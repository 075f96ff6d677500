import type { Applicant } from "../../../domain/model/applicant.ts";
import {
  type DeliveryPurpose,
  type DeliverySettings,
  deliveryPurposes,
} from "../../../domain/model/delivery-settings.ts";
import type { SettingsChange } from "../../serving/profiles.ts";
import type { SettingsView } from "./settings-page.tsx";

/** What a channel is used for when somebody says they want it: everything there is to say. */
const ALL_PURPOSES: DeliveryPurpose[] = [...deliveryPurposes];

/** The settings as the page shows them; where nothing was said, what then holds. */
export function toSettingsView(
  { delivery, consent }: Applicant,
  revision: number,
  today: string,
  news: SettingsView["news"],
): SettingsView {
  const { agreed, quietTimes, digest, pausedUntil } = delivery ?? {};
  const [quiet] = quietTimes ?? [];
  return {
    byInbox: agreed === undefined || (agreed.inbox?.length ?? 0) > 0,
    byMessage: agreed === undefined || (agreed.message?.length ?? 0) > 0,
    rhythm: digest ?? "immediate",
    quiet: quiet === undefined ? undefined : { from: quiet.from, to: quiet.to },
    consent,
    pausedUntil: pausedUntil !== undefined && pausedUntil > today ? pausedUntil : undefined,
    news,
    revision,
  };
}

/** What the form changes. Quiet times beyond the one it shows stay, and so does everything else that it doesn't show. */
export function readSettings(form: FormData, { delivery = {} }: Pick<Applicant, "delivery">): SettingsChange {
  const [from, to] = [form.get("quiet-from"), form.get("quiet-to")].map((value) =>
    typeof value === "string" ? value : "",
  );
  const channels = form.getAll("channel");
  const consents = form.getAll("consent");
  const digest = (["immediate", "daily", "weekly"] as const).find((one) => one === form.get("rhythm"));
  const { quietTimes: [shown, ...others] = [], ...rest } = delivery;
  const days = shown?.days === undefined ? {} : { days: shown.days };
  const quiet = from === undefined || to === undefined || from === "" || to === "" ? [] : [{ ...days, from, to }];
  const changed: DeliverySettings = {
    ...rest,
    agreed: {
      inbox: channels.includes("inbox") ? ALL_PURPOSES : [],
      message: channels.includes("message") ? ALL_PURPOSES : [],
    },
    ...(digest === undefined ? {} : { digest }),
    ...(quiet.length + others.length === 0 ? {} : { quietTimes: [...quiet, ...others] }),
  };
  return {
    delivery: changed,
    consent: {
      alerts: consents.includes("alerts"),
      employers: consents.includes("employers"),
      center: consents.includes("center"),
    },
  };
}
