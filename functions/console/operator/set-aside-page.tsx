import type { QuarantinedEvent } from "../../ports.ts";
import { type Frame, href } from "../frame.ts";
import { Alert } from "../parts/alert.tsx";
import { Field } from "../parts/field.tsx";
import { Page } from "../parts/page.tsx";
import { TableFrame } from "../parts/table-frame.tsx";
import { operatorWords } from "../words/operator-words.ts";

export interface SetAsideView {
  readonly day: string;
  readonly events: readonly QuarantinedEvent[];
  readonly next: string | undefined;
}

export function SetAsidePage({ frame, view }: { frame: Frame; view: SetAsideView }) {
  const words = operatorWords[frame.language].setAside;
  const signs = { name: "day", label: words.day };
  return (
    <Page frame={frame} title={words.title} lead={words.lead}>
      <div class="stack">
        <form class="row row-low" method="get" action={href(frame, "/operator/set-aside")}>
          <Field signs={signs}>
            <input class="input" type="date" id="day" name="day" value={view.day} max={frame.today} />
          </Field>
          <button class="button" type="submit">
            {words.show}
          </button>
        </form>
        {view.events.length === 0 ? <Alert tone="good">{words.none}</Alert> : <Events frame={frame} view={view} />}
        {view.next === undefined ? null : (
          <a
            class="button"
            href={href(frame, `/operator/set-aside?day=${view.day}&after=${encodeURIComponent(view.next)}`)}
          >
            {words.next}
          </a>
        )}
      </div>
    </Page>
  );
}

function Events({ frame, view }: { frame: Frame; view: SetAsideView }) {
  const words = operatorWords[frame.language].setAside;
  return (
    <TableFrame label={words.title}>
      <table class="stacked">
        <thead>
          <tr>
            {[words.code, words.event, words.path, words.message].map((name) => (
              <th scope="col">{name}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {view.events.map(({ code, detailType, entityId, path, message }) => (
            <tr>
              <th scope="row" class="code">
                {code}
              </th>
              <td data-of={words.event}>
                {detailType ?? "–"} <span class="code">{entityId ?? ""}</span>
              </td>
              <td class="code" data-of={words.path}>
                {path}
              </td>
              <td data-of={words.message}>{message}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableFrame>
  );
}
