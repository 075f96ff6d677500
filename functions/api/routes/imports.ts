import * as z from "zod";
import type { Actor } from "../../serving/actor.ts";
import type { PlannedImport } from "../../serving/importing.ts";
import { isOwnCenter } from "../../serving/kept.ts";
import { NOT_FOUND, type Served } from "../../serving/served.ts";
import type { Serving } from "../../serving/serving.ts";
import { defineRoute } from "../define-route.ts";
import type { Handled, Route } from "../route.ts";
import * as schemas from "../schemas.ts";
import { centerParams } from "./parameters.ts";

const loadImporting = () => import("../../serving/importing.ts");

const ofFile = {
  method: "post",
  tag: "centers",
  roles: ["center"],
  owner: "center",
  params: centerParams,
  query: z.strictObject({
    of: z.enum(["postings", "applicants"]).meta({ description: "What the rows are" }),
  }),
  body: schemas.file,
  bodyForm: "file",
} as const;

/** What all three routes are given; one use case apart, they are the same. */
interface FileCall {
  readonly serving: Serving;
  readonly actor: Actor;
  readonly params: { readonly center: string };
  readonly query: { readonly of: "postings" | "applicants" };
  readonly body: Uint8Array;
}

async function withRows(
  { serving, actor, params, query, body }: FileCall,
  use: "planImport" | "takeImport",
  answer: (rows: Rows) => Promise<unknown>,
): Promise<Handled> {
  if (!isOwnCenter(serving, actor, params.center)) return NOT_FOUND;
  const importing = await loadImporting();
  const served: Served<PlannedImport> = await importing[use](serving, actor, { of: query.of, bytes: body });
  if (served.kind === "not-found") return served;
  const { value } = served;
  switch (value.kind) {
    case "unreadable":
      return { kind: "problem", code: "FILE_UNREADABLE", detail: value.fault };
    case "no-mapping":
      return { kind: "problem", code: "COLUMNS_MISSING", detail: `lacks ${value.missing.join(", ")}` };
    case "rows":
      return { kind: "found", value: await answer(value) };
  }
}

type Rows = Extract<PlannedImport, { kind: "rows" }>;

/** A file of rows may bring more than a request should say of each: ids and faults, and nothing of what stands in a row. */
async function toAccount({ taken, unchanged, refused, unused }: Rows) {
  const { entityOf } = await loadImporting();
  return {
    taken: taken.map(({ number, event, unknownNames }) => {
      const { id, revision } = entityOf(event);
      return { row: number, id, revision, unknownNames: unknownNames.length };
    }),
    unchanged,
    refused: refused.map(({ row, refusal: { code, path, message }, reason }) => ({
      row: row.number,
      code,
      path,
      message,
      reason,
    })),
    unused,
  };
}

async function toErrorFile({ header, refused }: Rows): Promise<string> {
  const { fileFormats } = await import("../../importing/file-formats.ts");
  return fileFormats.toErrorCsv(header, refused);
}

export const importRoutes: readonly Route[] = [
  defineRoute({
    ...ofFile,
    id: "previewImport",
    path: "/v1/centers/{center}/imports/preview",
    summary: "What would come of a file (XLSX, CSV in UTF-8 or CP949, XML, JSON), row by row; nothing is taken",
    answer: schemas.importAccount,
    handle: (call) => withRows(call, "planImport", toAccount),
  }),
  defineRoute({
    ...ofFile,
    id: "takeImport",
    path: "/v1/centers/{center}/imports",
    summary: "Take the rows of a file that can be taken; sent again it changes nothing",
    answer: schemas.importAccount,
    handle: (call) => withRows(call, "takeImport", toAccount),
  }),
  defineRoute({
    ...ofFile,
    id: "getImportErrors",
    path: "/v1/centers/{center}/imports/errors",
    summary:
      "The rows of a file that can't be taken, each with why in its first column, to be corrected and sent again",
    answer: z.string().meta({ description: "CSV in UTF-8 with a byte order mark" }),
    mediaType: "text/csv",
    handle: (call) => withRows(call, "planImport", toErrorFile),
  }),
];
