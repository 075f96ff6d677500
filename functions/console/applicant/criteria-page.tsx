import type { Weights } from "../../../domain/matching/score.ts";
import type { Frame } from "../frame.ts";
import { Page } from "../parts/page.tsx";
import { applicantWords } from "../words/applicant-words.ts";
import { componentWords } from "../words/component-words.ts";
import { welcomeWords } from "../words/welcome-words.ts";

/** By what everybody is recommended openings, with the very weights that the score goes by. */
export function CriteriaPage({ frame, weights }: { frame: Frame; weights: Weights }) {
  const words = welcomeWords[frame.language].criteria;
  const { asks, wishes } = applicantWords[frame.language].opening;
  return (
    <Page frame={frame} title={words.title} lead={words.lead}>
      <div class="stack">
        <section class="card stack-tight" aria-labelledby="how">
          <h2 id="how">{words.how}</h2>
          <ol class="steps">
            {words.steps.split("\n").map((step) => (
              <li>{step}</li>
            ))}
          </ol>
        </section>
        <section class="stack-tight" aria-labelledby="looked">
          <h2 id="looked">{words.looked}</h2>
          <div class="columns columns-even">
            <Shares frame={frame} caption={asks} weights={weights.opening} />
            <Shares frame={frame} caption={wishes} weights={weights.applicant} />
          </div>
        </section>
        <section class="card stack-tight" aria-labelledby="not">
          <h2 id="not">{words.not}</h2>
          <p>{words.notText}</p>
        </section>
        <section class="card stack-tight" aria-labelledby="rights">
          <h2 id="rights">{words.rights}</h2>
          <ul class="stack-tight">
            {words.rightsText.split("\n").map((right) => (
              <li>{right}</li>
            ))}
          </ul>
        </section>
      </div>
    </Page>
  );
}

function Shares({ frame, caption, weights }: SharesProps) {
  const { what } = applicantWords[frame.language].opening;
  const { weight: share } = welcomeWords[frame.language].criteria;
  const total = Object.values(weights).reduce((sum, weight) => sum + weight, 0);
  const percentOf = (weight: number) => Math.round((weight * 100) / total);
  return (
    <div class="table-frame">
      <table>
        <caption>{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{what}</th>
            <th scope="col">{share}</th>
          </tr>
        </thead>
        <tbody>
          {Object.entries(weights).map(([component, weight]) => (
            <tr>
              <th scope="row">{componentWords(component, frame.language)}</th>
              <td>
                <div class="meter">
                  <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" focusable="false">
                    <rect class="track" width="100" height="8" rx="4" />
                    <rect class="reached" width={percentOf(weight)} height="8" rx="4" />
                  </svg>
                  <span>{percentOf(weight)}%</span>
                </div>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface SharesProps {
  frame: Frame;
  caption: string;
  weights: Readonly<Record<string, number>>;
}
