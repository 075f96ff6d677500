/**
 * The wire of EventBridge, as far as producers need it: `PutEvents` in AWS JSON 1.1, so that the real SDK client works
 * against the twin by its endpoint alone. Every other operation is answered like an operation that does not exist.
 */
import { randomUUID } from "node:crypto";
import type { IncomingHttpHeaders, IncomingMessage, RequestListener, ServerResponse } from "node:http";
import * as z from "zod";
import { type AccessCheck, accessDeniedMessage, principalOf } from "./access.ts";
import type { EventBus } from "./event-bus.ts";
import { type PutEventsEntry, REQUEST_BYTES_MAX } from "./event-entry.ts";

export type EventsListenerOptions = {
  bus: Pick<EventBus, "putEvents" | "arnOf">;
  authorize: AccessCheck;
  /** Told of what went wrong on this side; the caller only sees an InternalFailure. */
  onFault?: (fault: unknown) => void;
};

type WireError = { status: number; type: string; message: string };
type Answer = { status: number; body: object; errorType?: string };

/** JSON escapes make a valid request up to six times as long as its entries; with room for the rest of the request. */
const BODY_BYTES_MAX = 8 * REQUEST_BYTES_MAX;
const PUT_EVENTS = "events:PutEvents";

/** Nulls stand for members that are left out, as the service reads them. */
const text = z
  .string()
  .nullish()
  .transform((value) => value ?? undefined);
const putEventsRequest = z.object({
  Entries: z.array(
    z.object({
      Source: text,
      DetailType: text,
      Detail: text,
      EventBusName: text,
      Resources: z
        .array(z.string())
        .nullish()
        .transform((value) => value ?? undefined),
      Time: z
        .number()
        .nullish()
        .transform((value) => value ?? undefined),
    }),
  ),
});

export function toEventsListener(options: EventsListenerOptions): RequestListener {
  return (request, response) => {
    answer(request, options)
      .catch((fault: unknown) => {
        options.onFault?.(fault);
        const message = "The request processing has failed because of an unknown error.";
        return toAnswer({ status: 500, type: "InternalFailure", message });
      })
      .then((reply) => send(response, reply));
  };
}

async function answer(request: IncomingMessage, options: EventsListenerOptions): Promise<Answer> {
  const operation = String(request.headers["x-amz-target"] ?? "");
  // The body is read in any case, so that the connection can be used again.
  const body = await readBody(request);
  if (request.method !== "POST" || operation !== "AWSEvents.PutEvents") {
    const message = `The operation "${operation}" is not one that the local EventBridge has.`;
    return toAnswer({ status: 400, type: "UnknownOperationException", message });
  }
  if (body === "too-large") {
    return toAnswer({ status: 413, type: "RequestEntityTooLargeException", message: "The request is too large." });
  }
  const entries = readEntries(body);
  if (entries === undefined) {
    return toAnswer({ status: 400, type: "SerializationException", message: "The body is not a PutEvents request." });
  }
  const refusal = authorizeEntries(request.headers, entries, options);
  if (refusal !== undefined) return toAnswer(refusal);
  const outcome = await options.bus.putEvents(entries);
  switch (outcome.kind) {
    case "invalid-request":
      return toAnswer({ status: 400, type: "ValidationException", message: outcome.message });
    case "answered": {
      const { FailedEntryCount, Entries } = outcome;
      return { status: 200, body: { FailedEntryCount, Entries } };
    }
  }
}

async function readBody(request: IncomingMessage): Promise<string | "too-large"> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes <= BODY_BYTES_MAX) chunks.push(chunk);
  }
  return bytes > BODY_BYTES_MAX ? "too-large" : Buffer.concat(chunks).toString("utf8");
}

function readEntries(body: string): readonly PutEventsEntry[] | undefined {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return undefined;
  }
  return putEventsRequest.safeParse(json).data?.Entries;
}

function authorizeEntries(
  headers: IncomingHttpHeaders,
  entries: readonly PutEventsEntry[],
  { bus, authorize }: EventsListenerOptions,
): WireError | undefined {
  const principal = principalOf(headers);
  if (principal === undefined) {
    return { status: 403, type: "MissingAuthenticationTokenException", message: "Missing Authentication Token" };
  }
  // One bus that is refused refuses the whole call, before anything is put on any bus.
  for (const arn of new Set(entries.map((entry) => bus.arnOf(entry.EventBusName)))) {
    const decision = authorize(principal, PUT_EVENTS, arn);
    if (!decision.allowed) {
      const message = accessDeniedMessage(principal, PUT_EVENTS, arn, decision.reason);
      return { status: 400, type: "AccessDeniedException", message };
    }
  }
  return undefined;
}

function toAnswer({ status, type, message }: WireError): Answer {
  return { status, errorType: type, body: { __type: type, message } };
}

function send(response: ServerResponse, { status, body, errorType }: Answer): void {
  response.writeHead(status, {
    "Content-Type": "application/x-amz-json-1.1",
    "x-amzn-RequestId": randomUUID(),
    ...(errorType !== undefined && { "x-amzn-ErrorType": errorType }),
  });
  response.end(JSON.stringify(body));
}
