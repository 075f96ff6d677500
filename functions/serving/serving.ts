import type { CenterDistricts } from "../../domain/outcomes/center-of.ts";
import type { Ports } from "../ports.ts";
import type { MatchingConfiguration } from "../runtime/rules.ts";
import type { OperatingDeps } from "./operating-deps.ts";
import type { Replica } from "./replica.ts";

/** What the use cases need of the world. */
export type ServingPorts = Pick<
  Ports,
  | "clock"
  | "openings"
  | "applicants"
  | "programmes"
  | "recommendations"
  | "mailboxes"
  | "bridges"
  | "followUps"
  | "ledger"
  | "quarantine"
  | "centerFeeds"
  | "requests"
  | "bus"
>;

/**
 * What every use case is given. The use cases are all that the HTTP routes and the pages call, so that there is one way to do a thing; each takes whoever
 * asks, and what is not theirs is not found.
 */
export interface Serving {
  readonly ports: ServingPorts;
  /** The shards' indexes, to be read only. */
  readonly replica: Replica;
  readonly matching: MatchingConfiguration;
  readonly centers: CenterDistricts;
  /** What operators work with; missing where nobody operates. */
  readonly operating?: OperatingDeps | undefined;
}
