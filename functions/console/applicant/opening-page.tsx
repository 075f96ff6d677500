import type { Frame } from "../frame.ts";
import { Alert } from "../parts/alert.tsx";
import { Icon } from "../parts/icon.tsx";
import { Page } from "../parts/page.tsx";
import { applicantWords } from "../words/applicant-words.ts";
import { dayWords } from "../words/telling.ts";
import { Answer, OpeningFacts, Reasons, type RecommendationView } from "./recommendation.tsx";

/** Points of one condition, with its name in the reader's language. */
export interface PointsView {
  readonly name: string;
  readonly points: number;
  readonly of: number;
}

export interface OpeningView {
  readonly recommendation: RecommendationView;
  readonly description: string | undefined;
  /** What the opening wants, and what the person wants, with points; empty for a pair that something rules out. */
  readonly asked: readonly PointsView[];
  readonly wished: readonly PointsView[];
  /** What would make it fit better, a sentence each. */
  readonly help: readonly string[];
  /** Undefined for an opening that nobody told this person of. */
  readonly toldOn: string | undefined;
  readonly isMatch: boolean;
}

export function OpeningPage({ frame, view }: { frame: Frame; view: OpeningView }) {
  const words = applicantWords[frame.language].opening;
  const { recommendation } = view;
  return (
    <Page
      frame={frame}
      title={recommendation.title}
      lead={view.toldOn === undefined ? undefined : words.told(dayWords(view.toldOn, frame.language, frame.today))}
    >
      <div class="stack">
        {view.isMatch ? null : <Alert tone="warning">{words.notAMatch}</Alert>}
        <div class="card recommendation recommendation-card">
          <OpeningFacts frame={frame} view={recommendation} />
          <div class="stack">
            <Reasons frame={frame} view={recommendation} isPage />
            {view.help.length === 0 ? null : <Help frame={frame} sentences={view.help} />}
          </div>
          {view.toldOn === undefined ? null : <Answer frame={frame} view={recommendation} />}
        </div>
        {view.description === undefined ? null : (
          <section class="card stack-tight">
            <h2>{words.description}</h2>
            {view.description.split(/\n+/).map((paragraph) => (
              <p>{paragraph}</p>
            ))}
          </section>
        )}
        <PointsTables frame={frame} asked={view.asked} wished={view.wished} />
      </div>
    </Page>
  );
}

function Help({ frame, sentences }: { frame: Frame; sentences: readonly string[] }) {
  const words = applicantWords[frame.language].opening;
  return (
    <div class="stack-tight">
      <h2 class="h3">{words.help}</h2>
      <ul class="reasons">
        {sentences.map((sentence) => (
          <li>
            <Icon name="arrow" />
            <span>{sentence}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** What was looked at and how much of it was met, both sides; nothing for a pair of which nothing is known. */
export function PointsTables({ frame, asked, wished }: { frame: Frame } & Pick<OpeningView, "asked" | "wished">) {
  const words = applicantWords[frame.language].opening;
  if (asked.length + wished.length === 0) return null;
  return (
    <section class="stack-tight" aria-labelledby="points">
      <h2 id="points">{words.points}</h2>
      <p>{words.pointsLead}</p>
      <div class="columns columns-even">
        <PointsTable frame={frame} caption={words.asks} rows={asked} />
        <PointsTable frame={frame} caption={words.wishes} rows={wished} />
      </div>
    </section>
  );
}

function PointsTable({ frame, caption, rows }: { frame: Frame; caption: string; rows: readonly PointsView[] }) {
  const words = applicantWords[frame.language].opening;
  if (rows.length === 0) return null;
  return (
    <div class="table-frame">
      <table>
        <caption>{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{words.what}</th>
            <th scope="col">{words.got}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, points, of }) => (
            <tr>
              <th scope="row">{name}</th>
              <td>
                <div class="meter">
                  <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" focusable="false">
                    <rect class="track" width="100" height="8" rx="4" />
                    <rect class="reached" width={of === 0 ? 0 : Math.floor((points * 100) / of)} height="8" rx="4" />
                  </svg>
                  <span>{of === 0 ? 0 : Math.floor((points * 100) / of)}%</span>
                </div>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
