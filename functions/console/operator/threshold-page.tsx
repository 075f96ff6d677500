import { inPoints } from "../../../domain/matching/render-prospects.ts";
import type { Outcome, WhatIf } from "../../operating/what-if.ts";
import { type Frame, href } from "../frame.ts";
import { Alert } from "../parts/alert.tsx";
import { AskForm } from "../parts/ask-form.tsx";
import { Page } from "../parts/page.tsx";
import { operatorWords } from "../words/operator-words.ts";

export interface ThresholdView {
  readonly nowBp: number;
  /** As it was typed. */
  readonly asked: string;
  readonly isBad: boolean;
  readonly found: { readonly thresholdBp: number; readonly whatIf: WhatIf } | undefined;
}

export function ThresholdPage({ frame, view }: { frame: Frame; view: ThresholdView }) {
  const words = operatorWords[frame.language].threshold;
  const hint = words.now(inPoints(view.nowBp));
  const signs = { name: "value", label: words.value, hint, error: view.isBad ? words.bad : undefined };
  return (
    <Page frame={frame} title={words.title} lead={words.lead}>
      <div class="stack">
        <AskForm
          action={href(frame, "/operator/threshold")}
          signs={signs}
          value={view.asked}
          go={words.go}
          input={{ inputmode: "decimal" }}
        />
        {view.found === undefined ? null : <Found frame={frame} nowBp={view.nowBp} found={view.found} />}
      </div>
    </Page>
  );
}

interface FoundProps {
  frame: Frame;
  nowBp: number;
  found: NonNullable<ThresholdView["found"]>;
}

function Found({ frame, nowBp, found: { thresholdBp, whatIf } }: FoundProps) {
  const words = operatorWords[frame.language].threshold;
  const rows: readonly (readonly [string, keyof Outcome])[] = [
    [words.pairs, "pairs"],
    [words.people, "people"],
    [words.openings, "openings"],
    [words.alerts, "alerts"],
  ];
  return (
    <>
      <Alert tone="info" isNews>
        <p class="strong">{words.newAlerts(whatIf.newAlerts, whatIf.peopleToldAnew)}</p>
        {whatIf.lostPairs === 0 ? null : <p>{words.lost(whatIf.lostPairs)}</p>}
      </Alert>
      <div class="table-frame">
        <table>
          <caption>{words.caption(inPoints(nowBp), inPoints(thresholdBp))}</caption>
          <thead>
            <tr>
              <th scope="col">{words.what}</th>
              {[words.before, words.after, words.difference].map((name) => (
                <th scope="col" class="number">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(([name, figure]) => (
              <tr>
                <th scope="row">{name}</th>
                <td class="number">{whatIf.before[figure].toLocaleString("en-US")}</td>
                <td class="number">{whatIf.after[figure].toLocaleString("en-US")}</td>
                <td class="number strong">{signed(whatIf.after[figure] - whatIf.before[figure])}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p class="quiet">{words.base(whatIf.people, whatIf.openings)}</p>
    </>
  );
}

function signed(difference: number): string {
  return `${difference > 0 ? "+" : ""}${difference.toLocaleString("en-US")}`;
}
