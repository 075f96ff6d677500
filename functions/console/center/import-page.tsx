import type { RefusedSheetRow } from "../../importing/preview.ts";
import { type Frame, href } from "../frame.ts";
import { Alert } from "../parts/alert.tsx";
import { Choices, Field } from "../parts/field.tsx";
import { Page } from "../parts/page.tsx";
import { TableFrame } from "../parts/table-frame.tsx";
import { importWords } from "../words/import-words.ts";

export const IMPORT_PATH = "/center/import";

/** What can be sent. */
export const importable = ["postings", "applicants"] as const;
export type Importable = (typeof importable)[number];

export interface ImportView {
  readonly of: Importable;
  /** Why the file can't be taken at all. */
  readonly fault?: string;
  /** How many were taken just now. */
  readonly done?: number;
  readonly plan?: PlanView;
}

export interface PlanView {
  readonly taken: number;
  readonly unchanged: number;
  readonly refused: readonly RefusedSheetRow[];
  readonly unused: readonly string[];
  readonly unknownNames: number;
  /** The file itself, so that it needn't be chosen again: base64. */
  readonly file: string;
}

/** Rows that are shown; the file to download has all of them. */
const ROWS_SHOWN_MAX = 50;

export function ImportPage({ frame, view }: { frame: Frame; view: ImportView }) {
  const words = importWords[frame.language];
  return (
    <Page frame={frame} title={words.title} lead={words.lead}>
      <div class="stack">
        {view.done === undefined ? null : (
          <Alert tone="good" isNews>
            {words.done(view.done)}
          </Alert>
        )}
        {view.plan === undefined ? null : <Plan frame={frame} of={view.of} plan={view.plan} />}
        <UploadForm frame={frame} view={view} />
        <Templates frame={frame} />
      </div>
    </Page>
  );
}

function UploadForm({ frame, view }: { frame: Frame; view: ImportView }) {
  const words = importWords[frame.language];
  const choices = importable.map((value) => ({ value, label: words[value], isChosen: value === view.of }));
  const signs = { name: "file", label: words.file, hint: words.fileHint, error: view.fault };
  return (
    <form class="card form" method="post" action={href(frame, IMPORT_PATH)} enctype="multipart/form-data">
      <Choices signs={{ name: "of", label: words.what }} sort="radio" choices={choices} />
      <Field signs={signs}>
        <input
          class="input"
          id="file"
          name="file"
          type="file"
          accept=".xlsx,.csv,.tsv,.txt,.xml,.json,.html"
          aria-describedby={view.fault === undefined ? "file-hint" : "file-hint file-error"}
          {...(view.fault === undefined ? {} : { "aria-invalid": "true" })}
        />
      </Field>
      <div class="row">
        <button class="button button-main" type="submit" name="step" value="preview">
          {words.preview}
        </button>
      </div>
    </form>
  );
}

function Templates({ frame }: { frame: Frame }) {
  const words = importWords[frame.language];
  const formats = [
    ["xlsx", words.excel],
    ["csv", "CSV"],
  ] as const;
  return (
    <section class="card stack-tight" aria-labelledby="templates">
      <h2 id="templates">{words.templates}</h2>
      <ul class="stack-tight">
        {importable.flatMap((of) =>
          formats.map(([ending, format]) => (
            <li>
              <a href={href(frame, `${IMPORT_PATH}/template.${ending}?of=${of}`)}>
                {words.templateOf(words[of], format)}
              </a>
            </li>
          )),
        )}
      </ul>
    </section>
  );
}

function Plan({ frame, of, plan }: { frame: Frame; of: Importable; plan: PlanView }) {
  const words = importWords[frame.language];
  const { taken, unchanged, refused, unused, unknownNames } = plan;
  return (
    <section class="card stack" aria-labelledby="result">
      <h2 id="result">{words.result}</h2>
      <div class="stack">
        <Alert tone={refused.length > 0 ? "warning" : "good"} isNews>
          <p>{words.counts(taken, unchanged, refused.length)}</p>
          {unused.length === 0 ? null : <p>{words.unused(unused.join(", "))}</p>}
          {unknownNames === 0 ? null : <p>{words.unknownNames(unknownNames)}</p>}
        </Alert>
        <form class="stack-tight" method="post" action={href(frame, IMPORT_PATH)} enctype="multipart/form-data">
          <input type="hidden" name="of" value={of} />
          <input type="hidden" name="sent" value={plan.file} />
          <div class="row">
            {taken === 0 ? (
              <p>{words.nothing}</p>
            ) : (
              <button class="button button-main" type="submit" name="step" value="take">
                {words.take(taken)}
              </button>
            )}
            {refused.length === 0 ? null : (
              <>
                <button class="button" type="submit" name="step" value="errors-xlsx">
                  {words.download(words.excel)}
                </button>
                <button class="button" type="submit" name="step" value="errors-csv">
                  {words.download("CSV")}
                </button>
              </>
            )}
          </div>
          {refused.length === 0 ? null : <p class="hint">{words.downloadHint}</p>}
        </form>
        {refused.length === 0 ? null : <Refused frame={frame} refused={refused} />}
      </div>
    </section>
  );
}

function Refused({ frame, refused }: { frame: Frame; refused: readonly RefusedSheetRow[] }) {
  const words = importWords[frame.language];
  return (
    <>
      {refused.length > ROWS_SHOWN_MAX ? <p class="quiet">{words.shownOf(ROWS_SHOWN_MAX, refused.length)}</p> : null}
      <TableFrame label={words.refused}>
        <table>
          <thead>
            <tr>
              <th scope="col" class="number">
                {words.row}
              </th>
              <th scope="col">{words.why}</th>
            </tr>
          </thead>
          <tbody>
            {refused.slice(0, ROWS_SHOWN_MAX).map(({ row, reason }) => (
              <tr>
                <th scope="row" class="number">
                  {row.number}
                </th>
                <td lang="ko">{reason}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableFrame>
    </>
  );
}
