import { employerReasons } from "../../../domain/outcomes/life-cycle.ts";
import { type Frame, href } from "../frame.ts";
import { Alert } from "../parts/alert.tsx";
import { Choices } from "../parts/field.tsx";
import { Icon } from "../parts/icon.tsx";
import { Meter } from "../parts/meter.tsx";
import { Page } from "../parts/page.tsx";
import { candidateWords } from "../words/candidate-words.ts";
import { employerWords } from "../words/employer-words.ts";
import { percentWords } from "../words/telling.ts";

/** Asked for and had; usual in the work and had; had in part. */
export type GroupName = "asked" | "usual" | "part";

/** Somebody whom an opening suits, without a name: their place in the list is what they go by. */
export interface CandidateView {
  readonly applicantId: string;
  readonly fitBp: number;
  /** What became of it, once they were told. */
  readonly stage: string | undefined;
  readonly isInterested: boolean;
  /** They were told, and nobody has said yet what comes of it. */
  readonly isOpen: boolean;
  /** What they have, by how sure and how fully. */
  readonly groups: readonly { readonly sort: GroupName; readonly label: string; readonly names: string }[];
  readonly questions: readonly string[];
}

export interface ShortlistView {
  readonly openingId: string;
  readonly title: string;
  readonly isClosed: boolean;
  readonly facts: readonly (readonly [name: string, value: string])[];
  readonly matched: number;
  readonly candidates: readonly CandidateView[];
  readonly news: "posted" | "revised" | "closed" | "answered" | undefined;
}

export function ShortlistPage({ frame, view }: { frame: Frame; view: ShortlistView }) {
  const { opening: words, list } = employerWords[frame.language];
  return (
    <Page frame={frame} title={view.title}>
      <div class="stack">
        {view.news === undefined ? null : (
          <Alert tone="good" isNews>
            {
              {
                posted: words.posted,
                revised: words.revisedNews,
                closed: words.closedNews,
                answered: words.answeredNews,
              }[view.news]
            }
          </Alert>
        )}
        <div class="columns columns-main">
          <section class="stack" aria-labelledby="shortlist">
            <h2 id="shortlist">{words.shortlist}</h2>
            <p>{words.shortlistLead}</p>
            {view.candidates.length === 0 ? (
              <Alert tone="info">{words.empty}</Alert>
            ) : (
              <ol class="stack">
                {view.candidates.map((candidate, at) => (
                  <li>
                    <Candidate frame={frame} openingId={view.openingId} candidate={candidate} number={at + 1} />
                  </li>
                ))}
              </ol>
            )}
          </section>
          <div class="stack">
            <dl class="figures">
              <div class="figure">
                <dt>{words.matched}</dt>
                <dd>{list.people(view.matched)}</dd>
              </div>
              <div class="figure">
                <dt>{words.shown}</dt>
                <dd>{list.people(view.candidates.length)}</dd>
              </div>
            </dl>
            <Conditions frame={frame} view={view} />
            {view.isClosed ? null : <Close frame={frame} view={view} />}
          </div>
        </div>
      </div>
    </Page>
  );
}

interface Shown {
  readonly frame: Frame;
  readonly openingId: string;
  readonly candidate: CandidateView;
  readonly number: number;
}

function Candidate({ frame, openingId, candidate, number }: Shown) {
  const words = employerWords[frame.language].opening;
  return (
    <article class="card stack-tight">
      <div class="row-apart">
        <div class="row">
          <h3>
            {words.candidate} {number}
          </h3>
          {candidate.stage === undefined ? null : (
            <span class={candidate.isInterested ? "badge badge-good" : "badge"}>{candidate.stage}</span>
          )}
        </div>
        <Meter bp={candidate.fitBp} words={percentWords(candidate.fitBp)} />
      </div>
      {candidate.groups.length === 0 ? <p>{candidateWords[frame.language].noNeeds}</p> : null}
      <dl class="has">
        {candidate.groups.map(({ sort, label, names }) => (
          <div class={sort}>
            <dt>
              <Icon name={sort === "part" ? "part" : "check"} />
              {label}
            </dt>
            <dd>{names}</dd>
          </div>
        ))}
      </dl>
      {candidate.questions.length === 0 ? null : (
        <>
          <h4>{words.asks}</h4>
          <ul class="reasons reasons-open">
            {candidate.questions.map((sentence) => (
              <li>
                <Icon name="question" />
                <span>{sentence}</span>
              </li>
            ))}
          </ul>
        </>
      )}
      {candidate.isOpen ? <Answers frame={frame} openingId={openingId} candidate={candidate} number={number} /> : null}
    </article>
  );
}

/** One press each: to meet them, or not for a reason. */
function Answers({ frame, openingId, candidate: { applicantId }, number }: Shown) {
  const words = candidateWords[frame.language];
  const path = `/employer/openings/${encodeURIComponent(openingId)}/candidates/${encodeURIComponent(applicantId)}`;
  return (
    <form class="stack-tight" method="post" action={href(frame, path)}>
      <div class="row">
        <button class="button button-main" type="submit" name="answer" value="interviewed">
          {words.meet(number)}
        </button>
      </div>
      <details>
        <summary>{words.decline(number)}</summary>
        <p>{words.declineWhy}</p>
        <div class="row">
          {employerReasons.map((reason) => (
            <button class="button" type="submit" name="answer" value={reason}>
              {words.declineReasons[reason]}
            </button>
          ))}
        </div>
      </details>
    </form>
  );
}

function Conditions({ frame, view }: { frame: Frame; view: ShortlistView }) {
  const { opening: words, list } = employerWords[frame.language];
  return (
    <section class="card stack-tight" aria-labelledby="conditions">
      <div class="row-apart">
        <h2 id="conditions">{words.conditions}</h2>
        <span class={view.isClosed ? "badge" : "badge badge-good"}>{view.isClosed ? list.isClosed : list.isOpen}</span>
      </div>
      <dl class="facts">
        {view.facts.map(([name, value]) => (
          <div>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <div class="row">
        <a class="button" href={href(frame, `/employer/openings/${encodeURIComponent(view.openingId)}/revise`)}>
          {words.revise}
        </a>
      </div>
    </section>
  );
}

function Close({ frame, view }: { frame: Frame; view: ShortlistView }) {
  const words = employerWords[frame.language].opening;
  return (
    <section class="card">
      <details>
        <summary>{words.close}</summary>
        <form
          class="form"
          method="post"
          action={href(frame, `/employer/openings/${encodeURIComponent(view.openingId)}/close`)}
        >
          <p>{words.closeLead}</p>
          <Choices
            sort="radio"
            signs={{ name: "reason", label: words.closeWhy }}
            choices={(["filled", "withdrawn"] as const).map((reason) => ({
              value: reason,
              label: words.closeReasons[reason],
              isChosen: reason === "filled",
            }))}
          />
          <div class="row">
            <button class="button button-danger" type="submit">
              {words.closeSure}
            </button>
          </div>
        </form>
      </details>
    </section>
  );
}

/** For an opening that was posted a moment ago and hasn't been kept yet. */
export function PendingPage({ frame }: { frame: Frame }) {
  const words = employerWords[frame.language].opening;
  return (
    <Page frame={frame} title={employerWords[frame.language].form.title}>
      <div class="stack">
        <Alert tone="good" isNews>
          {words.pending}
        </Alert>
        <div class="row">
          <a class="button button-main" href={href(frame, frame.path)}>
            {words.refresh}
          </a>
        </div>
      </div>
    </Page>
  );
}
