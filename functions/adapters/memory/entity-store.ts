import type { ApplicantStore, InstitutionStore, Kept, OpeningStore } from "../../ports.ts";
import {
  completionsOf,
  type EntityChange,
  type EntityState,
  NO_PROFILE_REVISION,
  standsAgainstCompletion,
  standsInTheWay,
  toKeptEntity,
} from "../entity-state.ts";
import { requireFewIds } from "../limits.ts";
import type { Intercept } from "./intercept.ts";

export type Entities = Map<string, EntityState>;

export function createEntityStore(
  port: "applicants" | "openings" | "institutions",
  entities: Entities,
  intercept: Intercept,
): ApplicantStore & InstitutionStore & OpeningStore {
  const change = (id: string, wish: EntityChange): Kept => {
    const before = entities.get(id);
    const obstacle = standsInTheWay(before, wish);
    if (obstacle !== undefined) return obstacle;
    const body = wish.kind === "keep" ? wish.body : before?.body;
    const state = { ...before, revision: wish.revision, body, isClosed: wish.kind === "close", isWithdrawn: false };
    entities.set(id, state);
    return { kind: "kept", ...completionsOf(state) };
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
    complete: (id, key, body) =>
      intercept(port, "complete", () => {
        const before = entities.get(id);
        const obstacle = standsAgainstCompletion(before, key, body);
        if (obstacle !== undefined) return { kind: obstacle };
        const state = {
          ...(before ?? { revision: NO_PROFILE_REVISION, body: undefined, isClosed: false, isWithdrawn: false }),
          completions: { ...before?.completions, [key]: body },
        };
        entities.set(id, state);
        return { kind: "kept", applicant: toKeptEntity(id, state) };
      }),
    all: () =>
      intercept(port, "all", () =>
        [...entities.keys()].toSorted().flatMap((id) => toKeptEntity(id, entities.get(id)) ?? []),
      ),
    ofEmployer: (employerId, after = "", most) =>
      intercept(port, "ofEmployer", () =>
        [...entities]
          .filter(([id, { body }]) => id > after && body !== undefined && JSON.parse(body).employerId === employerId)
          .map(([id]) => id)
          .toSorted()
          .slice(0, most),
      ),
    each: async function* () {
      yield await intercept(port, "each", () =>
        [...entities.keys()].flatMap((id) => toKeptEntity(id, entities.get(id)) ?? []),
      );
    },
    get: async (ids) => {
      requireFewIds(ids);
      if (ids.length === 0) return [];
      return intercept(port, "get", () =>
        [...new Set(ids)].flatMap((id) => {
          return toKeptEntity(id, entities.get(id)) ?? [];
        }),
      );
    },
  };
}
