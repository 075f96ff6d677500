import type { Contacts } from "../../ports.ts";
import type { Entities } from "./entity-store.ts";
import type { Intercept } from "./intercept.ts";

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
