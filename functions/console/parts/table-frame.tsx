import type { Child } from "hono/jsx";

/** A table that scrolls sideways within its frame: it has a name and can be reached by key, or nobody without a mouse sees the rest. */
export function TableFrame({ label, children }: { label: string; children?: Child }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by key (WCAG 2.1.1).
    <section class="table-frame" tabindex={0} aria-label={label}>
      {children}
    </section>
  );
}
