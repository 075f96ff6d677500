import { type Frame, href } from "../frame.ts";
import { centerWords } from "../words/center-words.ts";
import { clockWords, dayWords, percentWords } from "../words/telling.ts";

/** One event of the center's feed, in words that can be read at a glance. */
export interface LiveItem {
  readonly position: number;
  readonly at: number;
  readonly day: string;
  readonly district: string | undefined;
  readonly title: string | undefined;
  readonly openingId: string | undefined;
  readonly body: LiveBody;
}

export type LiveBody =
  /** People of a district whom an opening suits; the best of them by id. */
  | { readonly sort: "people"; readonly count: number; readonly bestBp: number; readonly applicantId: string }
  /** Openings that suit somebody; the best of them is the one named. */
  | { readonly sort: "openings"; readonly count: number; readonly bestBp: number; readonly applicantId: string }
  | { readonly sort: "review"; readonly applicantId: string }
  | { readonly sort: "unmatched" }
  | { readonly sort: "withdrawn"; readonly count: number }
  | { readonly sort: "follow-up"; readonly applicantId: string; readonly months: number }
  | { readonly sort: "other"; readonly name: string };

export function LiveItems({ frame, items }: { frame: Frame; items: readonly LiveItem[] }) {
  return (
    <>
      {items.map((item) => (
        <LiveRow frame={frame} item={item} />
      ))}
    </>
  );
}

function LiveRow({ frame, item }: { frame: Frame; item: LiveItem }) {
  const words = centerWords[frame.language].today;
  const time = item.day === frame.today ? clockWords(item.at) : `${dayWords(item.day, frame.language, frame.today)}`;
  return (
    <li class="stack-tight" id={`event-${item.position}`}>
      <div class="row">
        <time class="quiet" datetime={new Date(item.at).toISOString()}>
          {time}
        </time>
        {item.district === undefined ? null : <span class="badge">{item.district}</span>}
      </div>
      <p class="strong">{item.title ?? words.unknownOpening}</p>
      <LiveBodyWords frame={frame} item={item} />
    </li>
  );
}

function LiveBodyWords({ frame, item: { body, openingId } }: { frame: Frame; item: LiveItem }) {
  const words = centerWords[frame.language].today;
  switch (body.sort) {
    case "people":
    case "openings": {
      const best = percentWords(body.bestBp);
      const said =
        body.sort === "people" ? words.matched(body.count, best) : words.suits(body.applicantId, body.count, best);
      return (
        <p>
          {openingId === undefined ? said : <a href={href(frame, pairPath(body.applicantId, openingId))}>{said}</a>}
        </p>
      );
    }
    case "review":
      return (
        <p>
          <span class="badge badge-warning">{words.review}</span>{" "}
          {openingId === undefined ? (
            body.applicantId
          ) : (
            <a href={href(frame, pairPath(body.applicantId, openingId))}>{body.applicantId}</a>
          )}
        </p>
      );
    case "unmatched":
      return (
        <p>
          <span class="badge badge-warning">{words.unmatched}</span>
        </p>
      );
    case "withdrawn":
      return <p>{words.withdrawn(body.count)}</p>;
    case "follow-up":
      return <p>{words.followUp(body.months)}</p>;
    case "other":
      return <p class="code">{body.name}</p>;
  }
}

export function pairPath(applicantId: string, openingId: string): string {
  return `/center/pairs/${encodeURIComponent(applicantId)}/${encodeURIComponent(openingId)}`;
}
