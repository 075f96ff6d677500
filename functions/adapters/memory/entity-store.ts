import type { Contacts, EntityStore, Kept } from "../../ports.ts";
import { type EntityChange, type EntityState, standsInTheWay } from "../entity-state.ts";
import { requireFewIds } from "../limits.ts";
import type { Intercept } from "./intercept.ts";

export type Entities = Map<string, EntityState>;

export function createEntityStore(
  port: "applicants" | "openings",
  entities: Entities,
  intercept: Intercept,
): EntityStore {
  const change = (id: string, wish: EntityChange): Kept => {
    const before = entities.get(id);
    const obstacle = standsInTheWay(before, wish);
    if (obstacle !== undefined) return obstacle;
    const body = wish.kind === "keep" ? wish.body : before?.body;
    const contact = before?.contact === undefined ? {} : { contact: before.contact };
    entities.set(id, {
      revision: wish.revision,
      body,
      isClosed: wish.kind === "close",
      isWithdrawn: false,
      ...contact,
    });
    return { kind: "kept" };
  };

  return {
    keep: (id, revision, body) => intercept(port, "keep", () => change(id, { kind: "keep", revision, body })),
    close: (id, revision) => intercept(port, "close", () => change(id, { kind: "close", revision })),
    withdraw: (id, revision) =>
      intercept(port, "withdraw", () => {
        const before = entities.get(id);
        if (before?.isWithdrawn && before.revision >= revision) return;
        entities.set(id, { revision, body: undefined, isClosed: false, isWithdrawn: true });
      }),
    get: async (ids) => {
      requireFewIds(ids);
      if (ids.length === 0) return [];
      return intercept(port, "get", () =>
        [...new Set(ids)].flatMap((id) => {
          const state = entities.get(id);
          return state === undefined
            ? []
            : [{ id, revision: state.revision, body: state.body, isClosed: state.isClosed }];
        }),
      );
    },
  };
}

/** Contacts stand beside what the store of applicants keeps. */
export function createContacts(applicants: Entities, intercept: Intercept): Contacts {
  return {
    put: (applicantId, sealed) =>
      intercept("contacts", "put", () => {
        const before = applicants.get(applicantId);
        if (before?.body === undefined || before.isWithdrawn) return false;
        const { contact: _before, ...rest } = before;
        applicants.set(applicantId, sealed === undefined ? rest : { ...rest, contact: sealed });
        return true;
      }),
    get: (applicantId) => intercept("contacts", "get", () => applicants.get(applicantId)?.contact),
  };
}
