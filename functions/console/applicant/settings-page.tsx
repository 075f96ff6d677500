import { type Frame, href } from "../frame.ts";
import { Alert } from "../parts/alert.tsx";
import { Choices, Field, Select } from "../parts/field.tsx";
import { Page } from "../parts/page.tsx";
import { applicantWords } from "../words/applicant-words.ts";
import { frameWords } from "../words/frame-words.ts";
import { dayWords } from "../words/telling.ts";

export interface SettingsView {
  readonly byInbox: boolean;
  readonly byMessage: boolean;
  readonly rhythm: "immediate" | "daily" | "weekly";
  /** Quarters of an hour, `HH:MM`; undefined where nothing is asked for. */
  readonly quiet: { readonly from: string; readonly to: string } | undefined;
  readonly consent: { readonly alerts: boolean; readonly employers: boolean; readonly center: boolean };
  readonly pausedUntil: string | undefined;
  readonly news: "saved" | "refused" | undefined;
  /** Fences the change: what it is made on. */
  readonly revision: number;
}

/** Whole hours are enough to choose from; what was set more finely stays in the list. */
const HOURS: readonly string[] = Array.from({ length: 24 }, (_, hour) => `${String(hour).padStart(2, "0")}:00`);

export function SettingsPage({ frame, view }: { frame: Frame; view: SettingsView }) {
  const words = applicantWords[frame.language].settings;
  return (
    <Page frame={frame} title={words.title} lead={words.lead}>
      <div class="stack">
        {view.news === undefined ? null : (
          <Alert tone={view.news === "saved" ? "good" : "danger"} isNews>
            {view.news === "saved" ? words.saved : words.unsaved}
          </Alert>
        )}
        <DeliveryForm frame={frame} view={view} />
        <Pause frame={frame} view={view} />
        <section class="card stack-tight" aria-labelledby="leaving">
          <h2 id="leaving">{words.leaveTitle}</h2>
          <p>{words.leaveLead}</p>
          <div class="row">
            <a class="button button-danger" href={href(frame, "/my/leave")}>
              {words.leaveGo}
            </a>
          </div>
        </section>
      </div>
    </Page>
  );
}

function DeliveryForm({ frame, view }: { frame: Frame; view: SettingsView }) {
  const words = applicantWords[frame.language].settings;
  const common = { name: "channel", label: words.channels };
  return (
    <form class="card form" method="post" action={href(frame, "/my/settings")}>
      <input type="hidden" name="revision" value={String(view.revision)} />
      <Choices
        sort="checkbox"
        signs={common}
        choices={[
          { value: "inbox", label: words.inbox, isChosen: view.byInbox },
          { value: "message", label: words.message, isChosen: view.byMessage },
        ]}
      />
      <Choices
        sort="radio"
        signs={{ name: "rhythm", label: words.rhythm }}
        choices={(["immediate", "daily", "weekly"] as const).map((rhythm) => ({
          value: rhythm,
          label: words[rhythm],
          isChosen: view.rhythm === rhythm,
        }))}
      />
      <QuietHours frame={frame} view={view} />
      <Choices
        sort="checkbox"
        signs={{ name: "consent", label: words.consent }}
        choices={[
          { value: "alerts", label: words.consentAlerts, isChosen: view.consent.alerts },
          { value: "employers", label: words.consentEmployers, isChosen: view.consent.employers },
          { value: "center", label: words.consentCenter, isChosen: view.consent.center },
        ]}
      />
      <div class="row">
        <button class="button button-main" type="submit">
          {frameWords[frame.language].save}
        </button>
      </div>
    </form>
  );
}

function QuietHours({ frame, view }: { frame: Frame; view: SettingsView }) {
  const words = applicantWords[frame.language].settings;
  const options = (chosen: string | undefined) => [
    { value: "", label: words.noQuiet },
    ...[...new Set([...HOURS, ...(chosen === undefined ? [] : [chosen])])]
      .sort()
      .map((hour) => ({ value: hour, label: hour })),
  ];
  const from = { name: "quiet-from", label: words.from };
  const to = { name: "quiet-to", label: words.to };
  return (
    <fieldset class="field">
      <legend>{words.quiet}</legend>
      <p class="hint">{words.quietHint}</p>
      <div class="pair">
        <Field signs={from}>
          <Select signs={from} value={view.quiet?.from ?? ""} options={options(view.quiet?.from)} />
        </Field>
        <Field signs={to}>
          <Select signs={to} value={view.quiet?.to ?? ""} options={options(view.quiet?.to)} />
        </Field>
      </div>
    </fieldset>
  );
}

function Pause({ frame, view }: { frame: Frame; view: SettingsView }) {
  const words = applicantWords[frame.language].settings;
  const signs = { name: "until", label: words.pauseUntil };
  return (
    <form class="card form" method="post" action={href(frame, "/my/pause")} aria-labelledby="pausing">
      <input type="hidden" name="revision" value={String(view.revision)} />
      <div class="stack-tight">
        <h2 id="pausing">{words.pauseTitle}</h2>
        <p>{words.pauseLead}</p>
      </div>
      {view.pausedUntil === undefined ? (
        <>
          <Field signs={signs}>
            <input class="input" type="date" id={signs.name} name={signs.name} min={frame.today} required />
          </Field>
          <div class="row">
            <button class="button" type="submit">
              {words.pauseDo}
            </button>
          </div>
        </>
      ) : (
        <div class="row">
          <p>{words.pausedUntil(dayWords(view.pausedUntil, frame.language, frame.today))}</p>
          <button class="button button-main" type="submit" name="resume" value="yes">
            {words.resume}
          </button>
        </div>
      )}
    </form>
  );
}
