import type * as z from "zod";
import type { Actor, Role } from "../serving/actor.ts";
import type { NotFound, Written } from "../serving/served.ts";
import type { Serving } from "../serving/serving.ts";
import type { Writing } from "../serving/writing.ts";
import type { ApiCode } from "./problem.ts";

/**
 * Whose the thing is that a path names. `applicant`: the person's own, and where the role may at all, their center's. `employer`: the opening's
 * employer's. `center`: that center's staff's. `none`: nobody's in particular. The authorisation tests are made from this.
 */
export type Owner = "none" | "applicant" | "employer" | "employer-opening" | "center";

/** What a handler is given once who asks, and what, has been checked. */
export interface Call<Params = Record<string, string>, Query = Record<string, unknown>, Body = unknown> {
  readonly serving: Serving;
  readonly actor: Actor;
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  readonly writing: Writing;
}

/** What a handler says; a `found` with a revision has it as its ETag. */
export type Handled =
  | { readonly kind: "found"; readonly value: unknown; readonly revision?: number; readonly cursor?: number }
  | NotFound
  | Written
  | { readonly kind: "problem"; readonly code: ApiCode; readonly pointer?: string; readonly detail?: string };

export type Method = "get" | "post" | "put" | "patch" | "delete";

/**
 * One route: everything that is known of it, from which the app, the document and the tests of who may do what are made. What looks into an index or says reasons
 * in words is imported by the handler that needs it: most requests don't, and a start loads what all of them do.
 */
export interface Route {
  /** `operationId` of the document. */
  readonly id: string;
  readonly method: Method;
  readonly path: string;
  readonly summary: string;
  readonly tag: "openings" | "applicants" | "centers" | "operations";
  readonly roles: readonly Role[] | "anyone";
  readonly owner: Owner;
  readonly params: z.ZodObject;
  readonly query: z.ZodObject;
  readonly body: z.ZodType | undefined;
  /** Who checks the body: the route's schema, or the event that is made of it, whose codes say more. */
  readonly bodyIsCheckedBy: "schema" | "event";
  /** Where the body stands in the event's detail: cut off the paths of refusals. */
  readonly bodyAt: string;
  /** A file comes as it is, whatever it is said to be: what it is, its bytes say. */
  readonly bodyForm: "json" | "file";
  readonly isWrite: boolean;
  readonly ifMatch: "none" | "optional" | "required";
  readonly answer: z.ZodType;
  readonly mediaType: "application/json" | "application/ld+json" | "text/csv";
  handle(call: Call): Promise<Handled>;
}

/** A route as it is written down, with types that follow from its schemas. */
export interface RouteDefinition<Params extends z.ZodObject, Query extends z.ZodObject, Body extends z.ZodType>
  extends Pick<Route, "id" | "method" | "path" | "summary" | "tag" | "roles" | "owner" | "answer"> {
  readonly params: Params;
  readonly query?: Query;
  readonly body?: Body;
  readonly bodyIsCheckedBy?: Route["bodyIsCheckedBy"];
  readonly bodyAt?: string;
  readonly bodyForm?: Route["bodyForm"];
  readonly isWrite?: boolean;
  readonly ifMatch?: Route["ifMatch"];
  readonly mediaType?: Route["mediaType"];
  handle(call: Call<z.output<Params>, z.output<Query>, z.output<Body>>): Promise<Handled>;
}
