import {
  type DeclineReason,
  declineReasons,
  type OutcomeName,
  type Stage,
} from "../../../domain/outcomes/life-cycle.ts";
import type { StandingReview } from "../../serving/review-recommendation.ts";
import { PointsTables, type PointsView } from "../applicant/opening-page.tsx";
import { type Frame, href } from "../frame.ts";
import { Alert } from "../parts/alert.tsx";
import { Field, Select } from "../parts/field.tsx";
import { Icon } from "../parts/icon.tsx";
import { Meter } from "../parts/meter.tsx";
import { Page } from "../parts/page.tsx";
import { applicantWords } from "../words/applicant-words.ts";
import { centerWords } from "../words/center-words.ts";
import { frameWords } from "../words/frame-words.ts";
import { reviewWords } from "../words/review-words.ts";
import { percentWords } from "../words/telling.ts";
import { pairPath } from "./live-matches.tsx";
import { ReviewCard } from "./review-card.tsx";

export interface PairView {
  readonly applicantId: string;
  readonly openingId: string;
  readonly title: string;
  readonly isMatch: boolean;
  readonly fitBp: number;
  readonly reasons: readonly string[];
  readonly questions: readonly string[];
  readonly asked: readonly PointsView[];
  readonly wished: readonly PointsView[];
  readonly helpApplicant: readonly string[];
  readonly helpOpening: readonly string[];
  /** Undefined when the person wasn't told of it: then nothing can have become of it. */
  readonly stage: Stage | undefined;
  readonly news: "recorded" | "reviewed" | undefined;
  /** The last word of a counsellor on the pair. */
  readonly review: StandingReview | undefined;
}

/** What a center hears of and puts down, in the order of a life. */
const RECORDED: readonly OutcomeName[] = ["applied", "interviewed", "hired", "retained", "declined", "withdrawn"];

export function PairPage({ frame, view }: { frame: Frame; view: PairView }) {
  const words = centerWords[frame.language].pair;
  return (
    <Page frame={frame} title={view.title} lead={words.who(view.applicantId)}>
      <div class="stack">
        {view.news === undefined ? null : (
          <Alert tone="good" isNews>
            {view.news === "reviewed" ? reviewWords[frame.language].saved : words.recorded}
          </Alert>
        )}
        <div class="columns columns-main">
          <section class="card recommendation" aria-label={words.title}>
            {view.isMatch ? null : <Alert tone="warning">{words.noMatch}</Alert>}
            <Meter bp={view.fitBp} words={words.fit(percentWords(view.fitBp))} />
            <Sentences title={words.reasons} sentences={view.reasons} icon="check" />
            <Sentences title={words.asks} sentences={view.questions} icon="question" />
            <Sentences title={words.helpApplicant} sentences={view.helpApplicant} icon="arrow" />
            <Sentences title={words.helpOpening} sentences={view.helpOpening} icon="arrow" />
          </section>
          <div class="stack">
            <Record frame={frame} view={view} />
            <ReviewCard frame={frame} applicantId={view.applicantId} openingId={view.openingId} review={view.review} />
          </div>
        </div>
        <PointsTables frame={frame} asked={view.asked} wished={view.wished} />
      </div>
    </Page>
  );
}

interface SentencesProps {
  title: string;
  sentences: readonly string[];
  icon: "check" | "question" | "arrow";
}

function Sentences({ title, sentences, icon }: SentencesProps) {
  if (sentences.length === 0) return null;
  return (
    <div class="stack-tight">
      <h2>{title}</h2>
      <ul class={icon === "question" ? "reasons reasons-open" : "reasons"}>
        {sentences.map((sentence) => (
          <li>
            <Icon name={icon} />
            <span>{sentence}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Record({ frame, view }: { frame: Frame; view: PairView }) {
  const words = centerWords[frame.language].pair;
  const { stages } = applicantWords[frame.language].card;
  const { reasons } = applicantWords[frame.language];
  const outcome = { name: "outcome", label: words.outcome };
  const reason = { name: "reason", label: words.declineReason, hint: words.declineHint };
  return (
    <section class="card stack-tight" aria-labelledby="record">
      <h2 id="record">{words.stage}</h2>
      <p>
        <span class="badge">{view.stage === undefined ? words.notTold : stages[view.stage]}</span>
      </p>
      {view.stage === undefined ? null : (
        <form class="form" method="post" action={href(frame, pairPath(view.applicantId, view.openingId))}>
          <Field signs={outcome}>
            <Select
              signs={outcome}
              value=""
              unchosen={frameWords[frame.language].choose}
              options={RECORDED.map((one) => ({ value: one, label: stages[one] }))}
            />
          </Field>
          <Field signs={reason}>
            <Select
              signs={reason}
              value=""
              options={[
                { value: "", label: "–" },
                ...declineReasons.map((one: DeclineReason) => ({ value: one, label: reasons[one] })),
              ]}
            />
          </Field>
          <div class="row">
            <button class="button button-main" type="submit">
              {words.record}
            </button>
          </div>
        </form>
      )}
    </section>
  );
}
