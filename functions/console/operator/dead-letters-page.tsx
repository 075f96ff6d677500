import type { BadReason, DeathNotice } from "../../operating/dead-letters.ts";
import { type Frame, href } from "../frame.ts";
import { Alert } from "../parts/alert.tsx";
import { Field } from "../parts/field.tsx";
import { Page } from "../parts/page.tsx";
import { TableFrame } from "../parts/table-frame.tsx";
import { operatorWords } from "../words/operator-words.ts";

export interface DeadQueueView {
  readonly queue: string;
  readonly dead: number;
  readonly notices: readonly DeathNotice[];
}

export type DeadNews =
  | { readonly kind: "redriven" | "discarded" | "replayed"; readonly count: number }
  | { readonly kind: "bad-reason"; readonly bad: BadReason }
  | { readonly kind: "bad-days" };

export interface DeadLettersView {
  readonly queues: readonly DeadQueueView[];
  readonly news: DeadNews | undefined;
}

export function DeadLettersPage({ frame, view }: { frame: Frame; view: DeadLettersView }) {
  const words = operatorWords[frame.language].dead;
  return (
    <Page frame={frame} title={words.title} lead={words.lead}>
      <div class="stack">
        {view.news === undefined ? null : <News frame={frame} news={view.news} />}
        {view.queues.length === 0 ? <Alert tone="good">{words.none}</Alert> : null}
        {view.queues.map((queue) => (
          <DeadQueue frame={frame} view={queue} />
        ))}
        <Replay frame={frame} />
      </div>
    </Page>
  );
}

function News({ frame, news }: { frame: Frame; news: DeadNews }) {
  const words = operatorWords[frame.language].dead;
  const isBad = news.kind === "bad-reason" || news.kind === "bad-days";
  return (
    <Alert tone={isBad ? "danger" : "good"} isNews>
      {newsWords(news, words)}
    </Alert>
  );
}

function newsWords(news: DeadNews, words: (typeof operatorWords)["ko" | "en"]["dead"]): string {
  switch (news.kind) {
    case "redriven":
    case "discarded":
    case "replayed":
      return words[news.kind](news.count);
    case "bad-reason":
      return words.badReason[news.bad];
    case "bad-days":
      return words.replayBad;
  }
}

function DeadQueue({ frame, view }: { frame: Frame; view: DeadQueueView }) {
  const words = operatorWords[frame.language].dead;
  const id = `queue-${view.queue}`;
  return (
    <section class="stack-tight" aria-labelledby={id}>
      <div class="row-apart">
        <h2 id={id} class="code">
          {view.queue}
        </h2>
        <form method="post" action={href(frame, "/operator/dead-letters/redrive")}>
          <input type="hidden" name="queue" value={view.queue} />
          <button class="button" type="submit">
            {words.redriveAll} ({view.dead})
          </button>
        </form>
      </div>
      {view.dead > view.notices.length ? <p class="quiet">{words.shownOf(view.notices.length, view.dead)}</p> : null}
      <TableFrame label={view.queue}>
        <table class="stacked">
          <thead>
            <tr>
              {[words.id, words.reason, words.about, words.age, words.redrive].map((name) => (
                <th scope="col">{name}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {view.notices.map((notice) => (
              <Notice frame={frame} notice={notice} />
            ))}
          </tbody>
        </table>
      </TableFrame>
    </section>
  );
}

function Notice({ frame, notice }: { frame: Frame; notice: DeathNotice }) {
  const words = operatorWords[frame.language].dead;
  const { reason, messageId, queue, detailType, entityId, correlationId } = notice;
  const code = "code" in reason ? reason.code : undefined;
  return (
    <tr>
      <th scope="row" class="code">
        {messageId}
      </th>
      <td data-of={words.reason}>
        {words.reasons[reason.kind]}
        {code === undefined ? null : <span class="code"> {code}</span>}
      </td>
      <td data-of={words.about}>
        {detailType ?? "–"} <span class="code">{entityId ?? ""}</span>{" "}
        {correlationId === undefined ? null : (
          <a href={href(frame, `/operator/journey?id=${encodeURIComponent(correlationId)}`)}>
            {operatorWords[frame.language].journey.title}
          </a>
        )}
      </td>
      <td data-of={words.age}>{ageWords(notice.ageSeconds, words)}</td>
      <td data-of={words.redrive}>
        <Handling frame={frame} queue={queue} messageId={messageId} />
      </td>
    </tr>
  );
}

const MINUTE_SECONDS = 60;
const HOUR_SECONDS = 3_600;

function ageWords(seconds: number, words: (typeof operatorWords)["ko" | "en"]["dead"]): string {
  if (seconds < HOUR_SECONDS) return words.minutes(Math.floor(seconds / MINUTE_SECONDS));
  return words.hours(Math.floor(seconds / HOUR_SECONDS));
}

function Handling({ frame, queue, messageId }: { frame: Frame; queue: string; messageId: string }) {
  const words = operatorWords[frame.language].dead;
  const signs = { name: `reason-${messageId}`, label: words.discardWhy, hint: words.discardHint };
  return (
    <div class="stack-tight">
      <form method="post" action={href(frame, "/operator/dead-letters/redrive")}>
        <input type="hidden" name="queue" value={queue} />
        <input type="hidden" name="messageId" value={messageId} />
        <button class="button" type="submit">
          {words.redrive}
        </button>
      </form>
      <details>
        <summary>{words.discard}</summary>
        <form class="form" method="post" action={href(frame, "/operator/dead-letters/discard")}>
          <input type="hidden" name="queue" value={queue} />
          <input type="hidden" name="messageId" value={messageId} />
          <Field signs={signs}>
            <input
              class="input"
              id={signs.name}
              name="reason"
              maxlength={200}
              required
              aria-describedby={`${signs.name}-hint`}
            />
          </Field>
          <button class="button button-danger" type="submit">
            {words.discard}
          </button>
        </form>
      </details>
    </div>
  );
}

function Replay({ frame }: { frame: Frame }) {
  const words = operatorWords[frame.language].dead;
  const from = { name: "from", label: words.replayFrom };
  const to = { name: "to", label: words.replayTo };
  return (
    <section class="card" aria-labelledby="replay">
      <form class="form" method="post" action={href(frame, "/operator/replay")}>
        <div class="stack-tight">
          <h2 id="replay">{words.replayTitle}</h2>
          <p>{words.replayLead}</p>
        </div>
        <div class="pair">
          <Field signs={from}>
            <input class="input" type="date" id="from" name="from" max={frame.today} required />
          </Field>
          <Field signs={to}>
            <input class="input" type="date" id="to" name="to" required />
          </Field>
        </div>
        <div class="row">
          <button class="button" type="submit">
            {words.replayDo}
          </button>
        </div>
      </form>
    </section>
  );
}
