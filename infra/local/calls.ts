/**
 * Watching the calls that functions make, so that a test can break one: kill the caller before the call has any effect,
 * after it (the answer is lost), or hold it back. Nothing is watched unless somebody asks, and then only the
 * principals asked for pay for it.
 */
import type { ServerResponse } from "node:http";

export type TwinCall = {
  principal: string;
  service: "dynamodb" | "sqs" | "events";
  operation: string;
  /** The table, of a call of DynamoDB. */
  resource?: string;
  phase: "before" | "after";
};

/** "drop" closes the connection: before the call, it has no effect; after it, only its answer is lost. */
export type CallVerdict = "pass" | "drop";
export type CallWatcher = (call: TwinCall) => CallVerdict | Promise<CallVerdict>;

/** Runs `go` between the two phases of a call. */
export async function watchCall(
  call: Omit<TwinCall, "phase">,
  res: ServerResponse,
  watcher: CallWatcher,
  go: () => void,
): Promise<void> {
  if ((await watcher({ ...call, phase: "before" })) === "drop") {
    res.destroy();
    return;
  }
  const end = res.end.bind(res) as (...args: unknown[]) => ServerResponse;
  const answer = async (args: unknown[]): Promise<void> => {
    if ((await watcher({ ...call, phase: "after" })) === "drop") res.destroy();
    else end(...args);
  };
  res.end = ((...args: unknown[]) => {
    void answer(args);
    return res;
  }) as ServerResponse["end"];
  go();
}
