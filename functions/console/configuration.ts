import * as z from "zod";
import { type CenterToCall, centerToCall } from "../runtime/center-to-call.ts";
import type { Environment } from "../runtime/environment.ts";
import type { OperatingDeps } from "../serving/operating-deps.ts";
import { type ConsoleAsset, readAssets } from "./console-assets.ts";

/** What the pages go by in a deployment. */
export interface ConsoleConfiguration {
  readonly assets: readonly ConsoleAsset[];
  /** Whom people call; somebody of whom no district is known calls the first. */
  readonly centers: readonly CenterToCall[];
  /** What operators work with; without it they have no pages. */
  readonly operating?: OperatingDeps | undefined;
}

/** Reads what the pages go by; the assets lie beside the bundle. */
export function readConsoleConfiguration(environment: Environment): ConsoleConfiguration {
  return {
    assets: readAssets(environment("bundleFolder")),
    centers: z
      .array(centerToCall)
      .min(1)
      .parse(JSON.parse(environment("centersToCall"))),
  };
}
