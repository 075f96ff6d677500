import { type Frame, href } from "../frame.ts";
import { Alert } from "../parts/alert.tsx";
import { Page } from "../parts/page.tsx";
import { TableFrame } from "../parts/table-frame.tsx";
import { employerWords } from "../words/employer-words.ts";
import { dayWords } from "../words/telling.ts";

export interface OwnOpeningView {
  readonly openingId: string;
  readonly title: string;
  readonly kind: string;
  readonly isClosed: boolean;
  readonly validThrough: string | undefined;
  /** People over the threshold, on every shard together. */
  readonly matched: number;
}

export interface OwnOpeningsView {
  readonly openings: readonly OwnOpeningView[];
  readonly next: string | undefined;
}

export function OpeningsPage({ frame, view }: { frame: Frame; view: OwnOpeningsView }) {
  const words = employerWords[frame.language].list;
  return (
    <Page frame={frame} title={words.title} lead={words.lead}>
      <div class="stack">
        <div class="row">
          <a class="button button-main" href={href(frame, "/employer/openings/new")}>
            {words.post}
          </a>
        </div>
        {view.openings.length === 0 ? (
          <Alert tone="info">{words.empty}</Alert>
        ) : (
          <OpeningsTable frame={frame} view={view} />
        )}
        {view.next === undefined ? null : (
          <div class="row">
            <a class="button" href={href(frame, `/employer?after=${encodeURIComponent(view.next)}`)}>
              {words.more}
            </a>
          </div>
        )}
      </div>
    </Page>
  );
}

function OpeningsTable({ frame, view }: { frame: Frame; view: OwnOpeningsView }) {
  const words = employerWords[frame.language].list;
  return (
    <TableFrame label={words.caption}>
      <table class="stacked">
        <thead>
          <tr>
            <th scope="col">{words.opening}</th>
            <th scope="col">{words.state}</th>
            <th scope="col" class="number">
              {words.matched}
            </th>
            <th scope="col">{words.until}</th>
          </tr>
        </thead>
        <tbody>
          {view.openings.map((opening) => (
            <tr>
              <th scope="row">
                <a href={href(frame, `/employer/openings/${encodeURIComponent(opening.openingId)}`)}>{opening.title}</a>
                <br />
                <span class="quiet">{opening.kind}</span>
              </th>
              <td data-of={words.state}>
                <span class={opening.isClosed ? "badge" : "badge badge-good"}>
                  {opening.isClosed ? words.isClosed : words.isOpen}
                </span>
              </td>
              <td class="number" data-of={words.matched}>
                {words.people(opening.matched)}
              </td>
              <td data-of={words.until}>
                {opening.validThrough === undefined ? "–" : dayWords(opening.validThrough, frame.language, frame.today)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableFrame>
  );
}
