import { Hono } from "hono";
import type { ApiApp, ApiEnv } from "../../api/api-context.ts";
import type { Actor } from "../../serving/actor.ts";
import { type PlannedImport, planImport, takeImport, UPLOAD_BYTES_MAX, type Upload } from "../../serving/importing.ts";
import type { Frame } from "../frame.ts";
import { type ConsoleDeps, frameOf, type PageRequest, seeOther } from "../page-context.ts";
import { MissingPage } from "../parts/problem-pages.tsx";
import { pagesOfCenters } from "../signed-in.tsx";
import { importWords } from "../words/import-words.ts";
import { IMPORT_PATH, type Importable, ImportPage, type ImportView, importable } from "./import-page.tsx";

const CSV = "text/csv; charset=utf-8";
const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/** Where people at a center send a whole table: what would come of it, the rows to mend, and taking it. */
export function importRoutes(deps: ConsoleDeps): ApiApp {
  const app = new Hono<ApiEnv>();
  const page = pagesOfCenters(deps);
  app.get(IMPORT_PATH, page(show));
  app.post(IMPORT_PATH, page(send));
  app.get(
    `${IMPORT_PATH}/template.csv`,
    page((c) => template(c, "csv")),
  );
  app.get(
    `${IMPORT_PATH}/template.xlsx`,
    page((c) => template(c, "xlsx")),
  );
  return app;
}

function importableOf(text: unknown): Importable {
  return importable.find((one) => one === text) ?? "postings";
}

async function show(c: PageRequest, deps: ConsoleDeps): Promise<Response> {
  const done = Number(c.req.query("done"));
  const view: ImportView = {
    of: importableOf(c.req.query("of")),
    ...(Number.isSafeInteger(done) && done > 0 ? { done } : {}),
  };
  return c.html(<ImportPage frame={frameOf(c, deps)} view={view} />);
}

async function send(c: PageRequest, deps: ConsoleDeps, actor: Actor): Promise<Response> {
  const frame = frameOf(c, deps);
  const form = await c.req.formData();
  const of = importableOf(form.get("of"));
  const bytes = await bytesOf(form);
  if (bytes === undefined) {
    return c.html(<ImportPage frame={frame} view={{ of, fault: importWords[frame.language].faults.none }} />, 422);
  }
  const upload: Upload = { of, bytes };
  const step = form.get("step");
  const planned =
    step === "take" ? await takeImport(deps.serving, actor, upload) : await planImport(deps.serving, actor, upload);
  if (planned.kind === "not-found") return c.html(<MissingPage frame={frame} />, 404);
  const { value } = planned;
  if (value.kind !== "rows")
    return c.html(<ImportPage frame={frame} view={{ of, fault: faultOf(value, frame) }} />, 422);
  switch (step) {
    case "take":
      return seeOther(c, `${IMPORT_PATH}?of=${of}&done=${value.taken.length}`);
    case "errors-csv":
      return download(c, "csv", await errors(value, "csv"), "ieum-rows-to-correct");
    case "errors-xlsx":
      return download(c, "xlsx", await errors(value, "xlsx"), "ieum-rows-to-correct");
    default: {
      const plan = {
        ...value,
        taken: value.taken.length,
        unknownNames: value.taken.reduce((sum, { unknownNames }) => sum + unknownNames.length, 0),
        file: Buffer.from(bytes).toString("base64"),
      };
      return c.html(<ImportPage frame={frame} view={{ of, plan }} />);
    }
  }
}

/** The file that was chosen, or the one that the page before carried along. */
async function bytesOf(form: FormData): Promise<Uint8Array | undefined> {
  const file = form.get("file");
  if (file instanceof File && file.size > 0) return new Uint8Array(await file.arrayBuffer());
  const sent = form.get("sent");
  return typeof sent === "string" && sent !== "" && sent.length <= UPLOAD_BYTES_MAX * 2
    ? new Uint8Array(Buffer.from(sent, "base64"))
    : undefined;
}

function faultOf(value: Exclude<PlannedImport, { kind: "rows" }>, { language }: Frame): string {
  const { faults } = importWords[language];
  return value.kind === "no-mapping" ? faults.missing(value.missing.join(", ")) : faults[value.fault];
}

type Format = "csv" | "xlsx";

async function errors({ header, refused }: Extract<PlannedImport, { kind: "rows" }>, format: Format) {
  const { fileFormats } = await import("../../importing/file-formats.ts");
  return format === "csv" ? fileFormats.toErrorCsv(header, refused) : fileFormats.toErrorWorkbook(header, refused);
}

async function template(c: PageRequest, format: Format): Promise<Response> {
  const of = importableOf(c.req.query("of"));
  const { fileFormats } = await import("../../importing/file-formats.ts");
  const body = format === "csv" ? fileFormats.toTemplateCsv(of) : await fileFormats.toTemplateWorkbook(of);
  return download(c, format, body, `ieum-${of}`);
}

function download(c: PageRequest, format: Format, body: string | Uint8Array, name: string): Response {
  const bytes = typeof body === "string" ? new TextEncoder().encode(body) : new Uint8Array(body);
  return c.body(bytes, 200, {
    "content-type": format === "csv" ? CSV : XLSX,
    "content-disposition": `attachment; filename="${name}.${format}"`,
  });
}
