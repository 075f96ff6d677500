import type { Child } from "hono/jsx";

/**
 * What scrolls within its frame: it has a name and can be reached by key, or nobody without a mouse sees the rest. A group and no landmark: pages have several,
 * and their headings say where one is.
 */
export function TableFrame({ label, kind = "table-frame", children }: TableFrameProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields.
    <div class={kind} tabindex={0} role="group" aria-label={label}>
      {children}
    </div>
  );
}

interface TableFrameProps {
  label: string;
  kind?: "table-frame" | "scroll-sideways" | "scroll";
  children?: Child;
}
