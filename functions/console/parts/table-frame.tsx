import type { Child } from "hono/jsx";

/** What scrolls sideways within its frame: it has a name and can be reached by key, or nobody without a mouse sees the rest. */
export function TableFrame({ label, isPlain, children }: { label: string; isPlain?: boolean; children?: Child }) {
  return (
    <section class={isPlain ? "scroll-sideways" : "table-frame"} tabindex={0} aria-label={label}>
      {children}
    </section>
  );
}
