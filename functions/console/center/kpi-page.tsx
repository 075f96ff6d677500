import type { Account, AccountFigure, AccountLine } from "../../../domain/outcomes/account.ts";
import type { Contradiction, Evidence } from "../../../domain/outcomes/contradiction.ts";
import { percentText } from "../../../domain/outcomes/rate.ts";
import { isRate } from "../../../domain/outcomes/statement.ts";
import { type Frame, href } from "../frame.ts";
import { Alert } from "../parts/alert.tsx";
import { BulletBar } from "../parts/bullet-bar.tsx";
import { Page } from "../parts/page.tsx";
import { TableFrame } from "../parts/table-frame.tsx";
import { centerWords } from "../words/center-words.ts";

export interface KpiView {
  readonly account: Account;
  /** Periods to choose from, the one shown among them. */
  readonly periods: readonly string[];
  /** Names of programmes by the id of their line; a line without one goes by its id. */
  readonly names: ReadonlyMap<string, string>;
}

export function KpiPage({ frame, view }: { frame: Frame; view: KpiView }) {
  const words = centerWords[frame.language].kpi;
  const { account } = view;
  return (
    <Page frame={frame} title={words.title} lead={words.lead}>
      <div class="stack">
        <Periods frame={frame} view={view} />
        {account.lines.length === 0 ? <Alert tone="info">{words.none}</Alert> : <Lines frame={frame} view={view} />}
        <Contradictions frame={frame} view={view} />
      </div>
    </Page>
  );
}

function Periods({ frame, view }: { frame: Frame; view: KpiView }) {
  const words = centerWords[frame.language].kpi;
  return (
    <nav class="tabs" aria-label={words.period}>
      {view.periods.map((period) => (
        <a
          href={href(frame, `/center/kpi?period=${encodeURIComponent(period)}`)}
          {...(period === view.account.period ? { "aria-current": "page" } : {})}
        >
          {period}
        </a>
      ))}
    </nav>
  );
}

function Lines({ frame, view }: { frame: Frame; view: KpiView }) {
  const words = centerWords[frame.language].kpi;
  return (
    <TableFrame label={words.title}>
      <table class="stacked">
        <thead>
          <tr>
            <th scope="col">{words.programme}</th>
            <th scope="col" class="number">
              {words.target}
            </th>
            <th scope="col" class="number">
              {words.actual}
            </th>
            <th scope="col" class="number">
              {words.rate}
            </th>
            <th scope="col">{words.bar}</th>
            <th scope="col">{words.counted}</th>
          </tr>
        </thead>
        <tbody>
          {view.account.lines.map((line) => (
            <Line frame={frame} line={line} view={view} />
          ))}
        </tbody>
      </table>
    </TableFrame>
  );
}

function Line({ frame, line, view }: { frame: Frame; line: AccountLine; view: KpiView }) {
  const words = centerWords[frame.language].kpi;
  const { counted, rateTenths } = line;
  const conflicts = view.account.contradictions.filter((one) => one.line === line.line).length;
  const rate = rateTenths === undefined ? undefined : `${percentText(rateTenths)}%`;
  const parts = [
    [words.told, counted.told],
    [words.applied, counted.applied],
    [words.hired, counted.hired],
    [words.retained, counted.retained],
  ] as const;
  return (
    <tr>
      <th scope="row">
        {view.names.get(line.line) ?? line.line}
        {conflicts === 0 ? null : (
          <>
            {" "}
            <a class="badge badge-danger" href="#contradictions">
              {words.conflicts(conflicts)}
            </a>
          </>
        )}
      </th>
      <Figure frame={frame} name={words.target} figure={line.target} />
      <Figure frame={frame} name={words.actual} figure={line.actual} />
      <td class="number strong" data-of={words.rate}>
        {rate ?? "–"}
      </td>
      <td data-of={words.bar}>
        {rate === undefined || rateTenths === undefined ? (
          <span class="quiet">{words.noTarget}</span>
        ) : (
          <BulletBar percent={rateTenths / 10} label={words.barWords(rate)} />
        )}
      </td>
      <td data-of={words.counted}>
        {parts.map(([name, count]) => `${name} ${count.toLocaleString("en-US")}`).join(" · ")}
      </td>
    </tr>
  );
}

function Figure({ frame, name, figure }: { frame: Frame; name: string; figure: AccountFigure | undefined }) {
  const words = centerWords[frame.language].kpi;
  if (figure === undefined) {
    return (
      <td class="number" data-of={name}>
        –
      </td>
    );
  }
  return (
    <td class="number" data-of={name}>
      {figure.value.toLocaleString("en-US")}
      <br />
      <span class="quiet">{words.basis[figure.basis]}</span>
    </td>
  );
}

function Contradictions({ frame, view }: { frame: Frame; view: KpiView }) {
  const words = centerWords[frame.language].kpi;
  const { contradictions } = view.account;
  return (
    <section class="stack-tight" aria-labelledby="contradictions">
      <h2 id="contradictions">{words.contradictions}</h2>
      {contradictions.length === 0 ? (
        <Alert tone="good">{words.noContradictions}</Alert>
      ) : (
        <ul class="stack-tight">
          {contradictions.map((contradiction) => (
            <li class="card stack-tight">
              <ContradictionWords frame={frame} contradiction={contradiction} view={view} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function ContradictionWords({ frame, contradiction, view }: ContradictionProps) {
  const words = centerWords[frame.language].kpi;
  const { rule, line, measure, period, stated, against } = contradiction;
  const said = ({ value, source, place }: Evidence) =>
    words.said(`${value.toLocaleString("en-US")}${isRate(measure) ? "%" : ""}`, source, place);
  return (
    <>
      <h3>{words.rules[rule]}</h3>
      <p class="quiet">
        {view.names.get(line) ?? line} · {period} · {words.measures[measure]}
      </p>
      <p>
        {said(stated)} {words.against} {said(against)}
      </p>
    </>
  );
}

interface ContradictionProps {
  frame: Frame;
  contradiction: Contradiction;
  view: KpiView;
}
