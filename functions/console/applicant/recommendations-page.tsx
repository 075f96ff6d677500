import type { Frame } from "../frame.ts";
import { Alert } from "../parts/alert.tsx";
import { Page } from "../parts/page.tsx";
import { applicantWords } from "../words/applicant-words.ts";
import { dayWords } from "../words/telling.ts";
import { RecommendationCard, type RecommendationView } from "./recommendation.tsx";

/** What was just done, to be said at the top of the next page. */
export type ApplicantNews = "interested" | "declined" | "review-asked" | "no-center";

export interface RecommendationsView {
  readonly recommendations: readonly RecommendationView[];
  readonly pausedUntil: string | undefined;
  readonly news: ApplicantNews | undefined;
}

export function RecommendationsPage({ frame, view }: { frame: Frame; view: RecommendationsView }) {
  const words = applicantWords[frame.language].list;
  const isPast = ({ isClosed, stage }: RecommendationView) => isClosed || (stage !== "told" && stage !== "seen");
  const past = view.recommendations.filter(isPast);
  const open = view.recommendations.filter((one) => !isPast(one));
  const direct = open.filter(({ course }) => course === undefined);
  const bridges = open.filter(({ course }) => course !== undefined);
  return (
    <Page frame={frame} title={words.title} lead={words.lead(direct.length)}>
      <div class="stack">
        {view.news === undefined ? null : <News frame={frame} news={view.news} />}
        {view.pausedUntil === undefined ? null : (
          <Alert tone="info">{words.paused(dayWords(view.pausedUntil, frame.language, frame.today))}</Alert>
        )}
        {direct.length === 0 ? <Alert tone="info">{words.empty}</Alert> : <Cards frame={frame} views={direct} />}
        {bridges.length === 0 ? null : (
          <section class="stack" aria-labelledby="bridges">
            <div class="stack-tight">
              <h2 id="bridges">{words.bridges}</h2>
              <p>{words.bridgesLead}</p>
            </div>
            <Cards frame={frame} views={bridges} />
          </section>
        )}
        {past.length === 0 ? null : (
          <details open={direct.length === 0}>
            <summary>
              {words.past} ({past.length})
            </summary>
            <Cards frame={frame} views={past} />
          </details>
        )}
      </div>
    </Page>
  );
}

function Cards({ frame, views }: { frame: Frame; views: readonly RecommendationView[] }) {
  return (
    <ul class="recommendations">
      {views.map((one) => (
        <li>
          <RecommendationCard frame={frame} view={one} />
        </li>
      ))}
    </ul>
  );
}

export function News({ frame, news }: { frame: Frame; news: ApplicantNews }) {
  const words = applicantWords[frame.language].list;
  return (
    <Alert tone={news === "no-center" ? "warning" : "good"} isNews>
      {words.news[news]}
    </Alert>
  );
}
