import { percentWords } from "../words/telling.ts";

/** How well something fits, as a bar beside words that say the same: the bar itself is decoration. */
export function Meter({ bp, words }: { bp: number; words: string }) {
  return (
    <div class="meter">
      <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" focusable="false">
        <rect class="track" width="100" height="8" rx="4" />
        <rect class="reached" width={percentWords(bp).replace("%", "")} height="8" rx="4" />
      </svg>
      <strong>{words}</strong>
    </div>
  );
}
