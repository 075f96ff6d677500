import type { Quarantine, QuarantinedEvent } from "../../ports.ts";
import type { Intercept } from "./intercept.ts";
import type { Table } from "./table.ts";

export function createQuarantine(rows: Table<string, QuarantinedEvent>, intercept: Intercept): Quarantine {
  return {
    put: (event) =>
      intercept("quarantine", "put", () => {
        if (rows.get(event.day, event.quarantineId) === undefined)
          rows.put(event.day, event.quarantineId, { ...event });
      }),
    list: (day) => intercept("quarantine", "list", () => rows.entries(day).map(([, event]) => ({ ...event }))),
  };
}
