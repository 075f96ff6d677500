import type { LegalGround } from "../../domain/lawful/ground.ts";
import type { Refusal, RefusalCode, RuleVersion } from "../../domain/refusal.ts";

/** What only the API can refuse, beside what any producer is refused for. A code never changes its meaning. */
export const apiCodes = [
  "UNAUTHENTICATED",
  "FORBIDDEN",
  "NOT_FOUND",
  "METHOD_NOT_ALLOWED",
  "PARAMETER_INVALID",
  "CURSOR_INVALID",
  "SELECTION_NEEDED",
  "CROSS_ORIGIN",
  "UNSUPPORTED_MEDIA_TYPE",
  "FILE_UNREADABLE",
  "COLUMNS_MISSING",
  "REVISION_CHANGED",
  "REVISION_NEEDED",
  "IDEMPOTENCY_KEY_REUSED",
  "INTERNAL",
] as const;
export type ApiCode = (typeof apiCodes)[number];

/** A problem as RFC 9457 has it, with our code and the JSON Pointer into what was sent. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  /** The request that it is about. */
  readonly instance: string;
  readonly code: ApiCode | RefusalCode;
  readonly pointer?: string;
  /** For what the law forbids: the clause and the words. */
  readonly ground?: LegalGround;
  readonly rules?: RuleVersion;
}

export const PROBLEM_MEDIA_TYPE = "application/problem+json; charset=utf-8";

/** Where each code is explained. */
export const problemType = (code: string): string => `/docs#${code}`;

const TITLES: Readonly<Record<ApiCode, { readonly status: number; readonly title: string; readonly detail: string }>> =
  {
    UNAUTHENTICATED: {
      status: 401,
      title: "Nobody is signed in",
      detail: "Send a valid token: Authorization: Bearer …",
    },
    FORBIDDEN: { status: 403, title: "Not for this role", detail: "Who is signed in has a role that may not do this." },
    NOT_FOUND: { status: 404, title: "Not found", detail: "There is no such thing, or it is not yours." },
    METHOD_NOT_ALLOWED: { status: 405, title: "No such method", detail: "This path knows other methods." },
    PARAMETER_INVALID: { status: 400, title: "A parameter is wrong", detail: "A parameter is not what it has to be." },
    CURSOR_INVALID: {
      status: 400,
      title: "No such cursor",
      detail: "Take the cursor from an answer, as it stands there.",
    },
    SELECTION_NEEDED: {
      status: 400,
      title: "Which ones?",
      detail: "Say which are meant, in exactly one way: messageId, kind, or all: true.",
    },
    CROSS_ORIGIN: {
      status: 403,
      title: "From another site",
      detail: "A signed-in browser writes from our own pages only.",
    },
    UNSUPPORTED_MEDIA_TYPE: { status: 415, title: "Not JSON", detail: "Send application/json." },
    FILE_UNREADABLE: { status: 422, title: "No table", detail: "The file is none that can be taken." },
    COLUMNS_MISSING: {
      status: 422,
      title: "Columns are missing",
      detail: "The table lacks columns that it needs.",
    },
    REVISION_CHANGED: {
      status: 412,
      title: "Changed since it was read",
      detail: "Somebody else has changed it. Read it again and send its ETag as If-Match.",
    },
    REVISION_NEEDED: { status: 428, title: "Which revision?", detail: "Send the ETag of what you read as If-Match." },
    IDEMPOTENCY_KEY_REUSED: {
      status: 422,
      title: "The key was used for something else",
      detail: "The same Idempotency-Key came before with another request.",
    },
    INTERNAL: { status: 500, title: "A fault of ours", detail: "It has been noted. Trying again does no harm." },
  };

export function apiProblem(code: ApiCode, instance: string, more: { detail?: string; pointer?: string } = {}): Problem {
  const { status, title, detail } = TITLES[code];
  return { type: problemType(code), title, status, detail, instance, code, ...more };
}

/** Codes of what is too much or no JSON at all; everything else is well-formed and can't be taken in all the same. */
const STATUSES: Readonly<Partial<Record<RefusalCode, number>>> = {
  NOT_JSON: 400,
  DUPLICATE_KEY: 400,
  FORBIDDEN_KEY: 400,
  TOO_DEEP: 400,
  TOO_LARGE: 413,
  REVISION_CONFLICT: 409,
  REVISION_SUPERSEDED: 409,
};

const UNPROCESSABLE = 422;

export function refusalProblem(refused: Refusal, instance: string): Problem {
  const { code, path, message, ground, rules } = refused;
  return {
    type: problemType(code),
    title: "Refused",
    status: STATUSES[code] ?? UNPROCESSABLE,
    detail: message,
    instance,
    code,
    pointer: path,
    ...(ground === undefined ? {} : { ground }),
    ...(rules === undefined ? {} : { rules }),
  };
}
