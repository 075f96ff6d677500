import { type Frame, href } from "../frame.ts";
import { Alert } from "../parts/alert.tsx";
import { AskForm } from "../parts/ask-form.tsx";
import { Page } from "../parts/page.tsx";
import { operatorWords } from "../words/operator-words.ts";
import { clockWords, dayWords } from "../words/telling.ts";

export interface JourneyStep {
  /** Epoch milliseconds; undefined where only the day is known. */
  readonly at: number | undefined;
  readonly day: string;
  readonly words: string;
  readonly detail: string | undefined;
}

export interface JourneyView {
  readonly id: string;
  readonly isBad: boolean;
  /** Undefined before anything was asked for. */
  readonly steps: readonly JourneyStep[] | undefined;
}

/** A ULID's. */
const CORRELATION_ID_CHARS = 26;

export function JourneyPage({ frame, view }: { frame: Frame; view: JourneyView }) {
  const words = operatorWords[frame.language].journey;
  const signs = { name: "id", label: words.id, error: view.isBad ? words.bad : undefined };
  return (
    <Page frame={frame} title={words.title} lead={words.lead}>
      <div class="stack">
        <AskForm
          action={href(frame, "/operator/journey")}
          signs={signs}
          value={view.id}
          go={words.go}
          input={{ maxlength: CORRELATION_ID_CHARS, spellcheck: "false", autocomplete: "off" }}
        />
        {view.steps === undefined ? null : <Steps frame={frame} steps={view.steps} />}
      </div>
    </Page>
  );
}

function Steps({ frame, steps }: { frame: Frame; steps: readonly JourneyStep[] }) {
  const words = operatorWords[frame.language].journey;
  return (
    <div class="card stack">
      <ol class="steps">
        {steps.map((step) => (
          <li>
            <p class="quiet">
              {dayWords(step.day, frame.language, frame.today)} {step.at === undefined ? "" : clockWords(step.at)}
            </p>
            <p class="strong">{step.words}</p>
            {step.detail === undefined ? null : <p class="code">{step.detail}</p>}
          </li>
        ))}
      </ol>
      {steps.length > 1 ? null : <Alert tone="info">{words.none}</Alert>}
    </div>
  );
}
