import { type Frame, href } from "../frame.ts";
import { Alert } from "../parts/alert.tsx";
import { Page } from "../parts/page.tsx";
import { TableFrame } from "../parts/table-frame.tsx";
import { operatorWords } from "../words/operator-words.ts";
import { type Depths, FlowPicture } from "./flow-picture.tsx";

export interface FlowView {
  /** By the queue's short name; those of all centers together are `centers`. */
  readonly depths: Depths;
  /** Each queue by itself, in the order of the flow. */
  readonly queues: Depths;
}

/** Seconds between two looks: counts lag by that much anyhow. */
const LOOKED_AT_EVERY_SECONDS = 5;

export function FlowPage({ frame, view }: { frame: Frame; view: FlowView }) {
  const words = operatorWords[frame.language].flow;
  return (
    <Page frame={frame} title={words.title} lead={words.lead} hasScript>
      <div
        class="stack"
        id="flow"
        hx-get={href(frame, "/operator/flow")}
        hx-trigger={`every ${LOOKED_AT_EVERY_SECONDS}s`}
        hx-swap="innerHTML"
      >
        <FlowFragment frame={frame} view={view} />
      </div>
    </Page>
  );
}

export function FlowFragment({ frame, view }: { frame: Frame; view: FlowView }) {
  const words = operatorWords[frame.language].flow;
  const dead = [...view.queues.values()].reduce((sum, depth) => sum + depth.dead, 0);
  return (
    <>
      {dead === 0 ? (
        <Alert tone="good">{words.healthy}</Alert>
      ) : (
        <Alert tone="danger">
          {words.sick(dead)} <a href={href(frame, "/operator/dead-letters")}>{words.look}</a>
        </Alert>
      )}
      <div class="card">
        <TableFrame label={words.title} kind="scroll-sideways">
          <FlowPicture frame={frame} depths={view.depths} />
        </TableFrame>
      </div>
      <QueueTable frame={frame} view={view} />
    </>
  );
}

function QueueTable({ frame, view }: { frame: Frame; view: FlowView }) {
  const words = operatorWords[frame.language].flow;
  return (
    <TableFrame label={words.table}>
      <table>
        <caption>{words.table}</caption>
        <thead>
          <tr>
            <th scope="col">{words.queue}</th>
            {[words.waiting, words.working, words.delayed, words.dead].map((name) => (
              <th scope="col" class="number">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {[...view.queues].map(([name, depth]) => (
            <tr>
              <th scope="row" class="code">
                {name}
              </th>
              <td class="number">{depth.waiting}</td>
              <td class="number">{depth.inFlight}</td>
              <td class="number">{depth.delayed}</td>
              <td class="number">
                {depth.dead === 0 ? (
                  0
                ) : (
                  <a class="badge badge-danger" href={href(frame, `/operator/dead-letters#queue-${name}`)}>
                    {depth.dead}
                  </a>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableFrame>
  );
}
