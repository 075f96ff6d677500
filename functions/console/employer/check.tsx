import type { LawClause } from "../../../domain/lawful/ground.ts";
import type { RevisionEffect } from "../../serving/revision-effect.ts";
import type { Frame } from "../frame.ts";
import { Alert } from "../parts/alert.tsx";
import { Icon } from "../parts/icon.tsx";
import { employerWords } from "../words/employer-words.ts";

/** Fields that something can be said of while one types; each has a place for it below. */
export const saidFields = [
  "title",
  "employerName",
  "occupation",
  "description",
  "district",
  "pay",
  "hours",
  "count",
  "startsOn",
  "until",
  "needs",
] as const;
export type SaidField = (typeof saidFields)[number];

export interface FindingView {
  readonly field: SaidField;
  readonly label: string;
  readonly sentence: string;
  readonly words: string | undefined;
  readonly laws: readonly LawClause[];
}

export interface ReachView {
  readonly count: number;
  readonly changes: readonly { readonly words: string; readonly gain: number }[];
}

/** What a revision means for those who were told of the opening, as it counts them. */
export type EffectView = RevisionEffect;

export interface CheckView {
  readonly findings: readonly FindingView[];
  /** Undefined while too little is filled in to look for people. */
  readonly reach: ReachView | undefined;
  readonly unknownNames: readonly string[];
  /** Of a revision alone. */
  readonly effect: EffectView | undefined;
}

/** What there is to say of an opening before it is posted; shown while one types, and after "check". */
export function CheckPanel({ frame, view }: { frame: Frame; view: CheckView | undefined }) {
  const words = employerWords[frame.language].check;
  return (
    <section class="card stack sticky" aria-labelledby="check-title">
      <h2 id="check-title">{words.title}</h2>
      <div id="check" class="stack" aria-live="polite">
        {view === undefined ? <p class="quiet">{words.none}</p> : <CheckResult frame={frame} view={view} />}
      </div>
    </section>
  );
}

export function CheckResult({ frame, view }: { frame: Frame; view: CheckView }) {
  const words = employerWords[frame.language].check;
  return (
    <>
      {view.findings.length === 0 ? (
        <Alert tone="good">{words.lawful}</Alert>
      ) : (
        <Alert tone="danger">
          <p class="strong">{words.unlawful(view.findings.length)}</p>
          <ul class="stack-tight">
            {view.findings.map(({ field, label, sentence }) => (
              <li>
                <a href={`#${field}-field`}>{label}</a>: {sentence}
              </li>
            ))}
          </ul>
        </Alert>
      )}
      {view.unknownNames.length === 0 ? null : <p class="quiet">{words.unknownNames(view.unknownNames.join(", "))}</p>}
      {view.reach === undefined ? null : <Reach frame={frame} reach={view.reach} before={view.effect?.before} />}
      {view.effect === undefined ? null : <Effect frame={frame} effect={view.effect} />}
    </>
  );
}

function Reach({ frame, reach, before }: { frame: Frame; reach: ReachView; before: number | undefined }) {
  const words = employerWords[frame.language].check;
  return (
    <>
      <dl class="stack-tight">
        <div class="figure">
          <dt>{words.reach}</dt>
          <dd>{words.reachOf(reach.count)}</dd>
          {before === undefined ? null : <dd class="aside">{words.reachBefore(before)}</dd>}
        </div>
      </dl>
      <p class="quiet">{reach.count === 0 ? words.reachNone : words.reachLead}</p>
      <h3>{words.cost}</h3>
      {reach.changes.length === 0 ? (
        <p>{words.noCost}</p>
      ) : (
        <ul class="stack-tight">
          {reach.changes.map((change) => (
            <li class="row-apart">
              <span>{change.words}</span> <span class="gain">{words.gain(change.gain)}</span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

/** Who hears of a revision, and what. */
function Effect({ frame, effect }: { frame: Frame; effect: EffectView }) {
  const words = employerWords[frame.language].check;
  const told = effect.noLonger + effect.changed + effect.untouched;
  return (
    <>
      <h3>{words.effect}</h3>
      <ul class="stack-tight">
        {told === 0 ? <li>{words.toldNobody}</li> : null}
        {effect.noLonger === 0 ? null : <li>{words.noLonger(effect.noLonger)}</li>}
        {effect.changed === 0 ? null : <li>{words.changed(effect.changed)}</li>}
        {effect.untouched === 0 ? null : <li>{words.untouched(effect.untouched)}</li>}
        {effect.newly === 0 ? null : <li>{words.newly(effect.newly)}</li>}
      </ul>
    </>
  );
}

/** What is wrong with one field, at its own place; empty when nothing is. While one types it is swapped in by its id. */
export function Said({ frame, field, view, isSwapped }: SaidProps) {
  const words = employerWords[frame.language].check;
  const findings = view?.findings.filter((finding) => finding.field === field) ?? [];
  return (
    <div id={`${field}-error`} {...(isSwapped ? { "hx-swap-oob": "true" } : {})}>
      {findings.map((finding) => (
        <div class="error">
          <Icon name="stop" />
          <div>
            <p>{finding.sentence}</p>
            {finding.words === undefined ? null : <p>{words.words(finding.words)}</p>}
            {finding.laws.length === 0 ? null : (
              <p>
                {words.law}: {finding.laws.join(", ")}
              </p>
            )}
          </div>
        </div>
      ))}
    </div>
  );
}

interface SaidProps {
  frame: Frame;
  field: SaidField;
  view: CheckView | undefined;
  isSwapped?: boolean;
}

/** The answer to typing: what stands in the panel, and what stands below each field. */
export function CheckFragment({ frame, view }: { frame: Frame; view: CheckView }) {
  return (
    <>
      <CheckResult frame={frame} view={view} />
      {saidFields.map((field) => (
        <Said frame={frame} field={field} view={view} isSwapped />
      ))}
    </>
  );
}
