import type { Ports } from "../../ports.ts";

export type PortName = Exclude<keyof Ports, "clock">;

/**
 * Called before and after every call to a service. Throwing before it is a call that never arrived; throwing after it is a call
 * that did its work and whose answer was lost. A promise delays the call.
 */
export type OnCall = (port: PortName, method: string, phase: "before" | "after") => void | Promise<void>;

export type Intercept = <Result>(port: PortName, method: string, act: () => Result) => Promise<Result>;

/** Wraps calls. What a call does happens at one instant, so calls interleave only where real ones do: between each other. */
export function createIntercept(onCall: OnCall | undefined): Intercept {
  return async (port, method, act) => {
    await onCall?.(port, method, "before");
    const result = act();
    await onCall?.(port, method, "after");
    return result;
  };
}
