/** Room that a bar has beyond its target: what is reached by a quarter more than was wanted still shows as more. */
const SCALE_PERCENT = 125;

/** What was reached of a target, the target as a mark; a picture of figures that stand beside it in words. */
export function BulletBar({ percent, label }: { percent: number; label: string }) {
  const width = (Math.min(percent, SCALE_PERCENT) * 100) / SCALE_PERCENT;
  const target = (100 * 100) / SCALE_PERCENT;
  return (
    <svg class="bar" viewBox="0 0 100 20" preserveAspectRatio="none" role="img" aria-label={label}>
      <rect class="track" y="3" width="100" height="14" rx="1" />
      <rect class={percent >= 100 ? "reached-full" : "reached"} y="3" width={width} height="14" rx="1" />
      <rect class="target-mark" x={target - 0.5} width="1" height="20" />
    </svg>
  );
}
