import { type Frame, href, roles } from "./frame.ts";
import { Page } from "./parts/page.tsx";
import { welcomeWords } from "./words/welcome-words.ts";

/** What somebody sees who hasn't signed in. */
export function WelcomePage({ frame }: { frame: Frame }) {
  const words = welcomeWords[frame.language];
  return (
    <Page frame={frame} title={words.title} lead={words.lead}>
      <div class="stack">
        <div class="row">
          <a class="button button-main" href={href(frame, "/sign-in")}>
            {words.go}
          </a>
        </div>
        <ul class="columns columns-even">
          {roles.map((role) => (
            <li class="card stack-tight">
              <h2>{words.roles[role].title}</h2>
              <p>{words.roles[role].text}</p>
            </li>
          ))}
        </ul>
      </div>
    </Page>
  );
}
