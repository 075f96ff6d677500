import type { WebhookFailure } from "../ports.ts";
import type { SignedRequest } from "./signed-request.ts";

/** A receiver that takes longer does its work before it answers; Standard Webhooks advises 15–30 s, and a function has others to serve. */
export const ANSWER_MS_MAX = 15_000;

/** What came of a request. */
export type Posted =
  | { readonly kind: "taken"; readonly status: number }
  /** The receiver wants no more (410). */
  | { readonly kind: "gone"; readonly status: number }
  | { readonly kind: "failed"; readonly failure: WebhookFailure; readonly status?: number };

/** Sends one request. Redirects aren't followed: a signed event goes where the center said, or nowhere. */
export type Post = (request: SignedRequest) => Promise<Posted>;

export function createPost(answerMsMax: number = ANSWER_MS_MAX): Post {
  return async ({ url, headers, body }) => {
    try {
      const signal = AbortSignal.timeout(answerMsMax);
      const answer = await fetch(url, { method: "POST", headers, body, redirect: "manual", signal });
      // The status says it all; what else the receiver has to say may be without end.
      await answer.body?.cancel();
      return toPosted(answer.status);
    } catch (error) {
      const isTimeout = error instanceof DOMException && error.name === "TimeoutError";
      return { kind: "failed", failure: isTimeout ? "timeout" : "connection" };
    }
  };
}

function toPosted(status: number): Posted {
  if (status >= 200 && status < 300) return { kind: "taken", status };
  if (status === 410) return { kind: "gone", status };
  return { kind: "failed", failure: status >= 300 && status < 400 ? "redirect" : "status", status };
}
