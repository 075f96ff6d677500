import type { Route } from "../route.ts";
import { applicantRoutes } from "./applicants.ts";
import { centerRoutes } from "./centers.ts";
import { importRoutes } from "./imports.ts";
import { openingRoutes } from "./openings.ts";
import { operationRoutes } from "./operations.ts";

/** Every route of the API: the app, the document and the tests of who may do what are made from this list. */
export const allRoutes: readonly Route[] = [
  ...openingRoutes,
  ...applicantRoutes,
  ...centerRoutes,
  ...importRoutes,
  ...operationRoutes,
];
