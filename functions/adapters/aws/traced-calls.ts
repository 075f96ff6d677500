/**
 * One sub-segment of the invocation's X-Ray trace for each call of a service: which operation on which table or queue, how long it took with its
 * repetitions, and how it ended. Written as documents of X-Ray
 * (https://docs.aws.amazon.com/xray/latest/devguide/xray-api-segmentdocuments.html) to the daemon that runs beside every function of Lambda; its own SDK
 * would be half a bundle. Nothing that is sent or received is in one. Where there is no daemon, as on a laptop, or the trace isn't sampled, nothing is done.
 */
import { randomBytes } from "node:crypto";
import { createSocket, type Socket } from "node:dgram";

const HEADER = '{"format":"json","version":1}\n';
const ID_BYTES = 8;
const SECOND_MS = 1_000;

/** What a middleware of the SDK is told of a call, as far as it is looked at here. */
interface Call {
  readonly input: object;
}
interface Answered {
  readonly output: { readonly $metadata?: { readonly httpStatusCode?: number; readonly attempts?: number } };
}

/** What tells how a call ended. */
interface Failure {
  readonly name?: string;
  readonly $metadata?: { readonly httpStatusCode?: number; readonly attempts?: number };
  readonly $retryable?: { readonly throttling?: boolean };
}

/** The invocation's trace: Lambda sets it anew for each. */
function sampledTrace(): { readonly root: string; readonly parent: string } | undefined {
  const fields = new Map(
    (process.env["_X_AMZN_TRACE_ID"] ?? "").split(";").map((field): [string, string] => {
      const [name = "", value = ""] = field.split("=");
      return [name, value];
    }),
  );
  const [root, parent] = [fields.get("Root"), fields.get("Parent")];
  return root === undefined || parent === undefined || fields.get("Sampled") !== "1" ? undefined : { root, parent };
}

let socket: Socket | undefined;

/** A datagram that is lost is a line less in a trace: nobody waits for it. */
function send(document: object): void {
  const [host, port] = (process.env["AWS_XRAY_DAEMON_ADDRESS"] ?? "").split(":");
  if (host === undefined || port === undefined) return;
  if (socket === undefined) {
    socket = createSocket("udp4");
    socket.on("error", () => undefined);
    socket.unref();
  }
  socket.send(HEADER + JSON.stringify(document), Number(port), host, () => undefined);
}

/** What the call was about. A batch may name several tables: the first stands for it. */
function subjectOf(input: object): Readonly<Record<string, string>> {
  const { TableName, RequestItems, QueueUrl } = input as Readonly<Record<string, unknown>>;
  const [table] = typeof TableName === "string" ? [TableName] : Object.keys(RequestItems ?? {});
  return {
    ...(table === undefined ? {} : { table_name: table }),
    ...(typeof QueueUrl === "string" ? { queue_url: QueueUrl } : {}),
  };
}

/** A condition that isn't met is an answer like any other. */
function flagsOf({ name, $metadata, $retryable }: Failure): object {
  if (name === "ConditionalCheckFailedException") return {};
  if ($retryable?.throttling === true || name?.includes("Throttl") === true) return { error: true, throttle: true };
  const status = $metadata?.httpStatusCode;
  return status !== undefined && status < 500 ? { error: true } : { fault: true };
}

/** A middleware for the clients of a service, to be added at the step `initialize`, where one call is one with all its repetitions. */
export function traceCalls(service: string) {
  return <Args extends Call, Result extends Answered>(
    next: (args: Args) => Promise<Result>,
    { commandName = "" }: { readonly commandName?: string },
  ) =>
    async (args: Args): Promise<Result> => {
      const trace = sampledTrace();
      if (trace === undefined) return next(args);
      const startedAt = Date.now();
      const end = (metadata: Failure["$metadata"], flags: object) =>
        send({
          name: service,
          id: randomBytes(ID_BYTES).toString("hex"),
          trace_id: trace.root,
          parent_id: trace.parent,
          type: "subsegment",
          namespace: "aws",
          start_time: startedAt / SECOND_MS,
          end_time: Date.now() / SECOND_MS,
          aws: {
            operation: commandName.replace(/Command$/, ""),
            retries: (metadata?.attempts ?? 1) - 1,
            ...subjectOf(args.input),
          },
          ...(metadata?.httpStatusCode === undefined
            ? {}
            : { http: { response: { status: metadata.httpStatusCode } } }),
          ...flags,
        });
      try {
        const result = await next(args);
        end(result.output.$metadata, {});
        return result;
      } catch (error) {
        const failure = error as Failure;
        end(failure.$metadata, flagsOf(failure));
        throw error;
      }
    };
}
