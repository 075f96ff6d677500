/** What the log says of an error. */
export interface LoggedError {
  readonly errorName: string;
  readonly errorCode?: string;
  readonly errorMessage?: string;
  /** Name and code of what it was caused by. */
  readonly errorCause?: string;
  /** Where in our own files it was thrown, innermost first. */
  readonly errorAt?: string;
}

/**
 * Errors whose messages are made of codes, counts and names of the deployment alone: ours, and those of the services that tell of the call and not of
 * what it carried. Any other message may quote what was worked on, as those of `JSON.parse`, of a schema and of an invalid parameter do.
 */
const DISCREET: ReadonlySet<string> = new Set([
  "DeploymentFault",
  "NoRelay",
  "NotSent",
  "PartialFailure",
  "AccessDeniedException",
  "ConditionalCheckFailedException",
  "ExpiredTokenException",
  "InternalException",
  "InternalServerError",
  "KmsAccessDenied",
  "KmsDisabled",
  "KmsThrottled",
  "LimitExceededException",
  "OverLimit",
  "ProvisionedThroughputExceededException",
  "QueueDoesNotExist",
  "RequestLimitExceeded",
  "RequestThrottled",
  "ResourceNotFoundException",
  "ThrottlingException",
  "TransactionCanceledException",
  "TransactionConflictException",
]);

const FRAMES_MAX = 5;

/** A frame in a file of ours, as the source map names it. */
const OWN_FRAME = /^ {4}at .*?\b((?:domain|events|functions|infra)\/[\w./-]+\.tsx?:\d+):\d+\)?$/;

const NAME = /^[A-Z][A-Za-z\d.]{0,80}$/;

/** Codes of Node, of mail and of tokens are written like constants. */
const CODE = /^[A-Z][A-Z\d_]{0,80}$/;

/** What may be logged of whatever was thrown: by what it is told apart and found, and no more of its text than is known to name nobody. */
export function toLoggedError(error: unknown): LoggedError {
  if (!(error instanceof Error)) return { errorName: typeof error };
  const { name: errorName, code: errorCode } = toLabel(error);
  const cause = error.cause === undefined ? undefined : toLabel(error.cause);
  const frames = toOwnFrames(error);
  return {
    errorName,
    ...(errorCode === undefined ? {} : { errorCode }),
    ...(DISCREET.has(errorName) ? { errorMessage: error.message } : {}),
    ...(cause === undefined ? {} : { errorCause: [cause.name, cause.code ?? []].flat().join(" ") }),
    ...(frames.length === 0 ? {} : { errorAt: frames.join(", ") }),
  };
}

/** What a function throws as a whole, with no more words than may be logged: Lambda itself writes it to the log, as it is. */
export function withoutWords(error: unknown): Error {
  const { errorName: name, errorCode, errorMessage } = toLoggedError(error);
  return Object.assign(new Error(errorMessage ?? errorCode ?? ""), { name });
}

function toLabel(error: unknown): { readonly name: string; readonly code: string | undefined } {
  if (!(error instanceof Error)) return { name: typeof error, code: undefined };
  const code = "code" in error && typeof error.code === "string" && CODE.test(error.code) ? error.code : undefined;
  return { name: NAME.test(error.name) ? error.name : "Error", code };
}

/** Frames alone: the stack begins with the message, whose lines may look like them, and with an older one when it was changed since. */
function toOwnFrames({ stack = "", name, message }: Error): string[] {
  const header = message || name;
  const trace = stack.slice(stack.indexOf(header)).slice(header.length);
  if (!trace.startsWith("\n    at ")) return [];
  const frames = trace.split("\n").flatMap((line) => OWN_FRAME.exec(line)?.[1] ?? []);
  return frames.slice(0, FRAMES_MAX);
}
