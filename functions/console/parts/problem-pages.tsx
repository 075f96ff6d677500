import type { Refusal } from "../../../domain/refusal.ts";
import type { Written } from "../../serving/served.ts";
import { type Frame, href } from "../frame.ts";
import { employerWords } from "../words/employer-words.ts";
import { frameWords } from "../words/frame-words.ts";
import { payWords } from "../words/telling.ts";
import { Alert } from "./alert.tsx";
import { Page } from "./page.tsx";

function ProblemPage({ frame, title, text }: { frame: Frame; title: string; text: string }) {
  const words = frameWords[frame.language];
  return (
    <Page frame={frame} title={title}>
      <div class="stack">
        <Alert tone="warning">{text}</Alert>
        <div class="row">
          <a class="button" href={href(frame, "/")}>
            {words.back}
          </a>
        </div>
      </div>
    </Page>
  );
}

export function MissingPage({ frame }: { frame: Frame }) {
  const { wrong } = frameWords[frame.language];
  return <ProblemPage frame={frame} title={wrong.missingTitle} text={wrong.missingText} />;
}

export function ForbiddenPage({ frame }: { frame: Frame }) {
  const words = frameWords[frame.language];
  const isStranger = frame.role === undefined;
  return (
    <Page frame={frame} title={isStranger ? words.wrong.strangerTitle : words.wrong.forbiddenTitle}>
      <div class="stack">
        {isStranger ? (
          <Alert tone="info">{words.wrong.strangerText}</Alert>
        ) : (
          <Alert tone="warning">{words.wrong.forbiddenText}</Alert>
        )}
        <div class="row">
          <a class="button button-main" href={href(frame, `/sign-in?to=${encodeURIComponent(frame.path)}`)}>
            {words.signIn}
          </a>
        </div>
      </div>
    </Page>
  );
}

export function FaultPage({ frame }: { frame: Frame }) {
  const { wrong } = frameWords[frame.language];
  return <ProblemPage frame={frame} title={wrong.title} text={wrong.text} />;
}

/** For a write that was not taken: what stands against it, in words. */
export function WrittenPage({ frame, written }: { frame: Frame; written: Exclude<Written, { kind: "accepted" }> }) {
  const { wrong, errorTitle } = frameWords[frame.language];
  switch (written.kind) {
    case "not-found":
      return <MissingPage frame={frame} />;
    case "changed":
    case "key-reused":
      return <ProblemPage frame={frame} title={wrong.changedTitle} text={wrong.changedText} />;
    case "refused":
      return <ProblemPage frame={frame} title={errorTitle} text={refusalWords(written.refusal, frame)} />;
  }
}

/** A refusal in plain words; what isn't expected of somebody at a form says that something is to be looked at again. */
export function refusalWords({ code, ground }: Refusal, { language }: Pick<Frame, "language">): string {
  const { laws } = employerWords[language];
  if (code === "PAY_BELOW_MINIMUM_WAGE" && ground?.least !== undefined) {
    const amount = payWords(ground.least.krw, ground.least.unit, language);
    return `${laws.PAY_BELOW_MINIMUM_WAGE} ${laws.leastPay(ground.least.year, amount)}`;
  }
  if (code.startsWith("PROGRAMME_")) return laws.programme;
  const named: Readonly<Record<string, unknown>> = laws;
  const words = named[code];
  return typeof words === "string" ? words : laws.other;
}
