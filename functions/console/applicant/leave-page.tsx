import { type Frame, href } from "../frame.ts";
import { Alert } from "../parts/alert.tsx";
import { FieldError } from "../parts/field.tsx";
import { Page } from "../parts/page.tsx";
import { applicantWords } from "../words/applicant-words.ts";

export function LeavePage({ frame, isUnsure }: { frame: Frame; isUnsure: boolean }) {
  const words = applicantWords[frame.language].leave;
  const signs = { name: "sure", label: words.sure, error: isUnsure ? words.sureMissing : undefined };
  return (
    <Page frame={frame} title={words.title}>
      <form class="card form" method="post" action={href(frame, "/my/leave")} novalidate>
        <Alert tone="warning">
          <p class="strong">{words.lead}</p>
          <ul class="stack-tight">
            {words.effects.split("\n").map((effect) => (
              <li>{effect}</li>
            ))}
          </ul>
        </Alert>
        <div class="field">
          <label class="choice">
            <input
              type="checkbox"
              name="sure"
              value="yes"
              required
              {...(isUnsure ? { "aria-invalid": "true", "aria-describedby": "sure-error" } : {})}
            />
            {words.sure}
          </label>
          <FieldError signs={signs} />
        </div>
        <div class="row">
          <button class="button button-danger" type="submit">
            {words.doIt}
          </button>
          <a class="button button-plain" href={href(frame, "/my/settings")}>
            {words.rather}
          </a>
        </div>
      </form>
    </Page>
  );
}

export function LeftPage({ frame }: { frame: Frame }) {
  const words = applicantWords[frame.language].leave;
  return (
    <Page frame={frame} title={words.goneTitle}>
      <Alert tone="good" isNews>
        {words.gone}
      </Alert>
    </Page>
  );
}
