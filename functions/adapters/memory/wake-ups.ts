import type { WakeUps } from "../../delivery-ports.ts";
import { inBatches } from "../../runtime/in-groups.ts";
import { WRITE_LIMITS } from "../batches.ts";
import type { Intercept } from "./intercept.ts";
import type { Table } from "./table.ts";

export function createWakeUps(rows: Table<string, string>, intercept: Intercept): WakeUps {
  const partition = (hour: number) => String(hour);
  return {
    set: async (hour, subjects) => {
      for (const call of inBatches([...new Set(subjects)], WRITE_LIMITS)) {
        await intercept("wakeUps", "set", () => {
          for (const subject of call) rows.put(partition(hour), subject, subject);
        });
      }
    },
    due: (hour) => intercept("wakeUps", "due", () => rows.sorted(partition(hour))),
    clear: async (hour, subjects) => {
      for (const call of inBatches([...new Set(subjects)], WRITE_LIMITS)) {
        await intercept("wakeUps", "clear", () => {
          for (const subject of call) rows.delete(partition(hour), subject);
        });
      }
    },
  };
}
