import type { Child } from "hono/jsx";
import { Icon, type IconName } from "./icon.tsx";

export type AlertTone = "info" | "good" | "warning" | "danger";

const ICONS: Readonly<Record<AlertTone, IconName>> = {
  info: "info",
  good: "check",
  warning: "warning",
  danger: "stop",
};

/** Something to know before all else. What has just happened is announced: `isNews`. */
export function Alert({ tone, isNews, id, children }: AlertProps) {
  return (
    <div
      class={tone === "info" ? "alert" : `alert alert-${tone}`}
      {...(isNews ? { role: tone === "danger" ? "alert" : "status" } : {})}
      {...(id === undefined ? {} : { id })}
    >
      <Icon name={ICONS[tone]} />
      <div>{children}</div>
    </div>
  );
}

interface AlertProps {
  tone: AlertTone;
  isNews?: boolean;
  id?: string;
  children?: Child;
}
