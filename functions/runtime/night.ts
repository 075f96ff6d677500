import { STATUTORY_NIGHT, type WeeklySpan } from "../../domain/delivery/quiet-hours.ts";
import type { Environment } from "./environment.ts";

/** Statutory unless a stage says that nobody real is told. */
export function readNight(environment: Environment): readonly WeeklySpan[] {
  const night = environment("nightQuiet", "statutory");
  if (night === "statutory") return [STATUTORY_NIGHT];
  if (night === "none") return [];
  throw new RangeError("the night is kept as `statutory` or `none`");
}
