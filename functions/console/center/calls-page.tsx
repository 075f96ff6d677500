import type { Child } from "hono/jsx";
import { followUpResults } from "../../../domain/outcomes/follow-up.ts";
import { type Frame, href } from "../frame.ts";
import { Alert } from "../parts/alert.tsx";
import { Page } from "../parts/page.tsx";
import { TableFrame } from "../parts/table-frame.tsx";
import { centerWords } from "../words/center-words.ts";
import { frameWords } from "../words/frame-words.ts";
import { daysBetween, dayWords } from "../words/telling.ts";
import { pairPath } from "./live-matches.tsx";

export interface FollowUpView {
  readonly applicantId: string;
  readonly openingId: string;
  readonly title: string;
  readonly months: number;
  readonly dueOn: string;
}

export interface QuestionView {
  readonly applicantId: string;
  readonly openingId: string;
  readonly title: string;
  readonly questions: readonly string[];
}

export interface UnmatchedOpeningView {
  readonly openingId: string;
  readonly title: string;
  readonly applicants: number;
  /** What could change and whom it would bring, in words; at least one. */
  readonly ways: readonly string[];
}

export interface ReviewView {
  readonly applicantId: string;
  readonly openingId: string;
  readonly title: string;
}

export interface CallsView {
  readonly followUps: readonly FollowUpView[];
  /** Who has asked that a person looks again. */
  readonly reviews: readonly ReviewView[];
  readonly questions: readonly QuestionView[];
  /** People for whom nothing is over the threshold. */
  readonly unmatched: readonly string[];
  readonly openings: readonly UnmatchedOpeningView[];
  /** Where the next stretch of people begins; undefined when all have been looked at. */
  readonly next: string | undefined;
  readonly news: "recorded" | undefined;
}

export function CallsPage({ frame, view }: { frame: Frame; view: CallsView }) {
  const words = centerWords[frame.language].calls;
  return (
    <Page frame={frame} title={words.title} lead={words.lead}>
      <div class="stack">
        {view.news === undefined ? null : (
          <Alert tone="good" isNews>
            {words.recorded}
          </Alert>
        )}
        <Group frame={frame} id="follow-ups" title={words.followUps} count={view.followUps.length}>
          <FollowUps frame={frame} view={view} />
        </Group>
        <Group frame={frame} id="reviews" title={words.reviews} hint={words.hints.reviews} count={view.reviews.length}>
          <Reviews frame={frame} view={view} />
        </Group>
        <Group
          frame={frame}
          id="questions"
          title={words.questions}
          hint={words.hints.questions}
          count={view.questions.length}
        >
          <Questions frame={frame} view={view} />
        </Group>
        <Group
          frame={frame}
          id="unmatched"
          title={words.unmatched}
          hint={words.hints.unmatched}
          count={view.unmatched.length}
        >
          <ul class="row">
            {view.unmatched.map((applicantId) => (
              <li class="badge code">{applicantId}</li>
            ))}
          </ul>
        </Group>
        <Group
          frame={frame}
          id="openings"
          title={words.openings}
          hint={words.hints.openings}
          count={view.openings.length}
        >
          <UnmatchedOpenings frame={frame} view={view} />
        </Group>
        {view.next === undefined ? null : (
          <div class="row">
            <a class="button" href={href(frame, `/center/calls?after=${encodeURIComponent(view.next)}`)}>
              {words.more}
            </a>
          </div>
        )}
      </div>
    </Page>
  );
}

function Group({ frame, id, title, hint, count, children }: GroupProps) {
  const words = centerWords[frame.language].calls;
  return (
    <section class="stack-tight" aria-labelledby={id}>
      <div class="row">
        <h2 id={id}>{title}</h2>
        <span class={count === 0 ? "badge" : "badge badge-warning"}>{count}</span>
      </div>
      {count === 0 ? <p class="quiet">{words.none}</p> : null}
      {count === 0 || hint === undefined ? null : <p class="hint">{hint}</p>}
      {count === 0 ? null : children}
    </section>
  );
}

interface GroupProps {
  frame: Frame;
  id: string;
  title: string;
  /** What to do with those who stand in it. */
  hint?: string;
  count: number;
  children?: Child;
}

function FollowUps({ frame, view }: { frame: Frame; view: CallsView }) {
  const words = centerWords[frame.language].calls;
  return (
    <TableFrame label={words.followUps}>
      <table class="stacked">
        <thead>
          <tr>
            <th scope="col">{words.who}</th>
            <th scope="col">{words.opening}</th>
            <th scope="col">{words.why}</th>
            <th scope="col">{words.dueOn}</th>
            <th scope="col">{words.result}</th>
          </tr>
        </thead>
        <tbody>
          {view.followUps.map((followUp) => (
            <tr>
              <th scope="row" class="code">
                {followUp.applicantId}
              </th>
              <td data-of={words.opening}>{followUp.title}</td>
              <td data-of={words.why}>{words.monthsAfter(followUp.months)}</td>
              <td data-of={words.dueOn}>
                <Due frame={frame} dueOn={followUp.dueOn} />
              </td>
              <td data-of={words.result}>
                <ResultForm frame={frame} followUp={followUp} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableFrame>
  );
}

function Due({ frame, dueOn }: { frame: Frame; dueOn: string }) {
  const words = centerWords[frame.language].calls;
  const days = daysBetween(dueOn, frame.today);
  return (
    <>
      {dayWords(dueOn, frame.language, frame.today)}{" "}
      {days < 0 ? null : (
        <span class={days === 0 ? "badge badge-warning" : "badge badge-danger"}>
          {days === 0 ? words.dueToday : words.overdue(days)}
        </span>
      )}
    </>
  );
}

function ResultForm({ frame, followUp }: { frame: Frame; followUp: FollowUpView }) {
  const words = centerWords[frame.language].calls;
  const { applicantId, openingId, months } = followUp;
  const id = `result-${applicantId}-${openingId}-${months}`;
  return (
    <form class="with-unit" method="post" action={href(frame, "/center/calls")}>
      <input type="hidden" name="applicantId" value={applicantId} />
      <input type="hidden" name="openingId" value={openingId} />
      <input type="hidden" name="months" value={String(months)} />
      <label class="unseen" for={id}>
        {words.result}: {applicantId}
      </label>
      <select class="input" id={id} name="result" required>
        <option value="">{frameWords[frame.language].choose}</option>
        {followUpResults.map((result) => (
          <option value={result}>{words.results[result]}</option>
        ))}
      </select>
      <button class="button" type="submit">
        {words.record}
      </button>
    </form>
  );
}

function Reviews({ frame, view }: { frame: Frame; view: CallsView }) {
  return (
    <ul class="stack-tight">
      {view.reviews.map(({ applicantId, openingId, title }) => (
        <li class="card row-apart">
          <a class="code" href={href(frame, pairPath(applicantId, openingId))}>
            {applicantId}
          </a>
          <span>{title}</span>
        </li>
      ))}
    </ul>
  );
}

function Questions({ frame, view }: { frame: Frame; view: CallsView }) {
  const words = centerWords[frame.language].calls;
  return (
    <TableFrame label={words.questions}>
      <table class="stacked">
        <thead>
          <tr>
            <th scope="col">{words.who}</th>
            <th scope="col">{words.opening}</th>
            <th scope="col">{words.ask}</th>
          </tr>
        </thead>
        <tbody>
          {view.questions.map(({ applicantId, openingId, title, questions }) => (
            <tr>
              <th scope="row" class="code">
                <a href={href(frame, pairPath(applicantId, openingId))}>{applicantId}</a>
              </th>
              <td data-of={words.opening}>{title}</td>
              <td data-of={words.ask}>
                <ul class="stack-tight">
                  {questions.map((question) => (
                    <li>{question}</li>
                  ))}
                </ul>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableFrame>
  );
}

function UnmatchedOpenings({ frame, view }: { frame: Frame; view: CallsView }) {
  const words = centerWords[frame.language].calls;
  return (
    <ul class="stack">
      {view.openings.map(({ title, applicants, ways }) => (
        <li class="card stack-tight">
          <h3>{title}</h3>
          <p class="quiet">{words.applicants(applicants)}</p>
          <ul class="stack-tight">
            {ways.map((way) => (
              <li>{way}</li>
            ))}
          </ul>
        </li>
      ))}
    </ul>
  );
}
