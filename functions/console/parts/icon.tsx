const PATHS = {
  part: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 21V3M12 7h4.500M12 12h6M12 17h4.500",
  check: "M5 12.5l4.5 4.5L19 7.5",
  question: "M9 9a3 3 0 1 1 4.2 2.7c-.8.4-1.2 1-1.2 1.8v.5M12 17.5v.01M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z",
  info: "M12 11v6M12 7.5v.01M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z",
  warning: "M12 9v5M12 17v.01M10.3 4.2 2.6 17.5A2 2 0 0 0 4.3 20.5h15.4a2 2 0 0 0 1.7-3L13.7 4.2a2 2 0 0 0-3.4 0z",
  stop: "M8 8l8 8M16 8l-8 8M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z",
  phone: "M6 3h3l1.5 5-2 1.5a12 12 0 0 0 6 6l1.5-2 5 1.5v3a2 2 0 0 1-2.2 2A17 17 0 0 1 4 5.2 2 2 0 0 1 6 3z",
  arrow: "M5 12h14M13 6l6 6-6 6",
  learn: "M3 9l9-4.5L21 9l-9 4.5L3 9zM7 11.2V16c0 1.2 2.3 2.5 5 2.5s5-1.3 5-2.5v-4.8",
} as const;

export type IconName = keyof typeof PATHS;

/** A sign beside words that say the same: nothing is told by it alone. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
