import {
  type DeclineReason,
  declineReasons,
  employerReasons,
  type Stage,
} from "../../../domain/outcomes/life-cycle.ts";
import { openingPagePath } from "../../api/own-path.ts";
import { type Frame, href } from "../frame.ts";
import { Icon } from "../parts/icon.tsx";
import { Meter } from "../parts/meter.tsx";
import { applicantWords } from "../words/applicant-words.ts";
import { daysBetween, dayWords, percentWords } from "../words/telling.ts";

/** The course that brings an opening within reach. */
export interface CourseView {
  readonly openingId: string;
  readonly title: string;
  readonly freeSeats: number | undefined;
  readonly unlocks: number;
}

/** One recommendation as its applicant reads it: sentences and words are ready, in the language of the page. */
export interface RecommendationView {
  readonly openingId: string;
  readonly title: string;
  readonly kind: string;
  readonly employer: string | undefined;
  readonly place: string | undefined;
  readonly pay: string | undefined;
  readonly hours: string | undefined;
  readonly employment: string | undefined;
  readonly validThrough: string | undefined;
  readonly isClosed: boolean;
  readonly isFull: boolean;
  readonly fitBp: number;
  readonly reasons: readonly string[];
  /** What nobody knows and has to be asked. */
  readonly questions: readonly string[];
  readonly course: CourseView | undefined;
  readonly stage: Stage;
  /** Why they, or the employer, declined. */
  readonly reason: DeclineReason | undefined;
  /** Where the posting comes from, when the source wants that to be said. */
  readonly source: { readonly name: string; readonly url: string } | undefined;
}

/** Reasons that somebody has for themselves: those of employers are not theirs to choose. */
const OFFERED_REASONS: readonly DeclineReason[] = declineReasons.filter((reason) => !isOfEmployer(reason));

function isOfEmployer(reason: DeclineReason | undefined): boolean {
  return employerReasons.some((one) => one === reason);
}

export function RecommendationCard({ frame, view }: { frame: Frame; view: RecommendationView }) {
  const words = applicantWords[frame.language].card;
  const percent = percentWords(view.fitBp);
  return (
    <article class="card recommendation recommendation-card" id={`opening-${view.openingId}`}>
      <div class="head">
        <div class="stack-tight">
          <div class="row">
            <span class="badge">{view.kind}</span>
            <Deadline frame={frame} view={view} />
            {view.stage === "told" || view.stage === "seen" ? null : (
              <span class="badge badge-good">{stageWords(frame, view)}</span>
            )}
          </div>
          <h2>
            <a href={href(frame, openingPagePath(view.openingId))}>{view.title}</a>
          </h2>
        </div>
        <Meter bp={view.fitBp} words={view.course === undefined ? words.fit(percent) : words.fitWithCourse(percent)} />
      </div>
      <OpeningFacts frame={frame} view={view} />
      <div class="stack">
        <Reasons frame={frame} view={view} />
      </div>
      <Answer frame={frame} view={view} />
    </article>
  );
}

/** That the employer has declined them, nobody has said themselves. */
function stageWords(frame: Frame, { stage, reason }: RecommendationView): string {
  const { card, reasons } = applicantWords[frame.language];
  return reason !== undefined && isOfEmployer(reason) ? reasons[reason] : card.stages[stage];
}

function Deadline({ frame, view }: { frame: Frame; view: RecommendationView }) {
  const words = applicantWords[frame.language].card;
  if (view.isClosed) return <span class="badge badge-danger">{words.closed}</span>;
  if (view.isFull) return <span class="badge badge-warning">{words.full}</span>;
  if (view.validThrough === undefined) return null;
  const days = daysBetween(frame.today, view.validThrough);
  // A week is when somebody who looks in once a week may still act.
  if (days < 0 || days > 7) return null;
  return <span class="badge badge-warning">{days === 0 ? words.today : words.lastDays(days)}</span>;
}

export function OpeningFacts({ frame, view }: { frame: Frame; view: RecommendationView }) {
  const words = applicantWords[frame.language].card;
  const until =
    view.validThrough === undefined ? words.unlimited : dayWords(view.validThrough, frame.language, frame.today);
  const facts: readonly (readonly [string, string | undefined])[] = [
    [words.employer, view.employer],
    [words.pay, view.pay],
    [words.hours, view.hours],
    [words.place, view.place],
    [words.employment, view.employment],
    [words.until, until],
  ];
  return (
    <dl class="facts facts-panel">
      {facts.map(([name, value]) =>
        value === undefined ? null : (
          <div>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ),
      )}
    </dl>
  );
}

/** Why, and what is to be asked. On a page of its own the headings stand one level higher than on a card with its own heading. */
export function Reasons({ frame, view, isPage }: { frame: Frame; view: RecommendationView; isPage?: boolean }) {
  const Heading = isPage ? "h2" : "h3";
  const words = applicantWords[frame.language].card;
  return (
    <>
      {view.reasons.length === 0 ? null : (
        <div class="stack-tight">
          <Heading class="h3">{words.why}</Heading>
          <ul class="reasons">
            {view.reasons.map((sentence) => (
              <li>
                <Icon name="check" />
                <span>{sentence}</span>
              </li>
            ))}
          </ul>
        </div>
      )}
      {view.questions.length === 0 ? null : (
        <div class="stack-tight">
          <Heading class="h3">{words.ask}</Heading>
          <ul class="reasons reasons-open">
            {view.questions.map((sentence) => (
              <li>
                <Icon name="question" />
                <span>{sentence}</span>
              </li>
            ))}
          </ul>
        </div>
      )}
      {view.course === undefined ? null : <Course frame={frame} course={view.course} Heading={Heading} />}
      {view.source === undefined ? null : (
        <p class="quiet">
          {words.source}: <a href={view.source.url}>{view.source.name}</a>
        </p>
      )}
    </>
  );
}

function Course({ frame, course, Heading }: { frame: Frame; course: CourseView; Heading: "h2" | "h3" }) {
  const words = applicantWords[frame.language].card;
  return (
    <div class="bridge">
      <Heading class="h3">{words.bridgeTitle}</Heading>
      <p>
        <a href={href(frame, openingPagePath(course.openingId))}>{course.title}</a>
        {course.freeSeats === undefined ? null : ` · ${words.bridgeSeats(course.freeSeats)}`}
      </p>
      {course.unlocks > 1 ? <p>{words.bridgeUnlocks(course.unlocks)}</p> : null}
    </div>
  );
}

/** Stages from which an answer can still be given by the applicant. */
const ANSWERABLE: ReadonlySet<Stage> = new Set(["told", "seen", "declined", "withdrawn", "applied"]);

/** Yes, no and why, or a person who looks again; each is a plain form. */
export function Answer({ frame, view }: { frame: Frame; view: RecommendationView }) {
  const words = applicantWords[frame.language].card;
  const at = href(frame, openingPagePath(view.openingId));
  const isAnswerable = ANSWERABLE.has(view.stage) && !view.isClosed;
  const mayApply = isAnswerable && view.stage !== "applied" && view.course === undefined;
  const mayDecline = isAnswerable && view.stage !== "declined" && view.stage !== "withdrawn";
  return (
    <div class="answer">
      <div class="row">
        {mayApply ? (
          <form method="post" action={`${at}/answer`}>
            <input type="hidden" name="answer" value="interested" />
            <button class="button button-main" type="submit">
              {words.interested}
            </button>
          </form>
        ) : null}
        {mayDecline ? <Decline frame={frame} view={view} at={at} /> : null}
        <form method="post" action={`${at}/review`}>
          <button class="button button-plain" type="submit">
            {words.review}
          </button>
        </form>
      </div>
    </div>
  );
}

function Decline({ frame, view, at }: { frame: Frame; view: RecommendationView; at: string }) {
  const { card: words, reasons } = applicantWords[frame.language];
  return (
    <details name={`answer-${view.openingId}`}>
      <summary class="button">{words.declined}</summary>
      <form class="form" method="post" action={`${at}/answer`}>
        <input type="hidden" name="answer" value="declined" />
        <fieldset class="field">
          <legend>{words.declineWhy}</legend>
          <div class="choices">
            {OFFERED_REASONS.map((reason) => (
              <label class="choice">
                <input type="radio" name="reason" value={reason} required />
                {reasons[reason]}
              </label>
            ))}
          </div>
        </fieldset>
        <div class="row">
          <button class="button button-main" type="submit">
            {words.declineSend}
          </button>
        </div>
      </form>
    </details>
  );
}
