import { employmentTypes, type OpeningKind, payUnits, shifts } from "../../../domain/model/primitives.ts";
import { importances } from "../../../domain/model/requirement.ts";
import { type Frame, href } from "../frame.ts";
import { Alert } from "../parts/alert.tsx";
import { Choices, Select } from "../parts/field.tsx";
import { Page } from "../parts/page.tsx";
import { EMPLOYMENT_WORDS, KIND_WORDS } from "../words/code-words.ts";
import { employerWords } from "../words/employer-words.ts";
import { frameWords } from "../words/frame-words.ts";
import { CheckPanel, type CheckView, Said, type SaidField } from "./check.tsx";
import { type NeedFields, needSorts, type OpeningFields, postedKinds } from "./opening-form.ts";

export interface OpeningFormView {
  readonly fields: OpeningFields;
  readonly check: CheckView | undefined;
  readonly districts: readonly { readonly code: string; readonly name: string }[];
  /** Makes the posting one, however often it is sent. */
  readonly key: string;
  /** The opening that is revised; undefined for a new one. */
  readonly revised: RevisedView | undefined;
}

export interface RevisedView {
  readonly openingId: string;
  /** What an opening is doesn't change. */
  readonly kind: OpeningKind;
  /** That the form was filled from: whoever has changed it since isn't written over unseen. */
  readonly revision: number;
  readonly isClosed: boolean;
  /** Whether somebody has changed it while the form was filled in. */
  readonly isOvertaken: boolean;
}

export function OpeningFormPage({ frame, view }: { frame: Frame; view: OpeningFormView }) {
  const { form } = employerWords[frame.language];
  const { revised } = view;
  const words = revised === undefined ? form : form.revise;
  const openings = href(frame, "/employer/openings");
  const own = revised === undefined ? openings : `${openings}/${encodeURIComponent(revised.openingId)}`;
  return (
    <Page frame={frame} title={words.title} lead={words.lead} hasScript>
      <div class="stack">
        {revised === undefined ? null : <RevisedSigns frame={frame} revised={revised} />}
        <div class="columns columns-main">
          <form
            class="stack"
            method="post"
            action={revised === undefined ? own : `${own}/revise`}
            novalidate
            hx-post={`${own}/check`}
            hx-trigger="input delay:400ms, change delay:400ms"
            hx-target="#check"
            hx-sync="this:replace"
          >
            {/* The first button is what the enter key presses: it is to look, and not to add lines or to post. */}
            <button hidden type="submit" name="step" value="check" />
            <input type="hidden" name="key" value={view.key} />
            {revised === undefined ? null : <input type="hidden" name="revision" value={String(revised.revision)} />}
            <What frame={frame} view={view} />
            <WhereAndWhen frame={frame} view={view} />
            <Needs frame={frame} view={view} />
            <HowMany frame={frame} view={view} />
            <div class="row">
              <button class="button" type="submit" name="step" value="check">
                {words.check}
              </button>
              <button class="button button-main" type="submit" name="step" value="publish">
                {words.publish}
              </button>
              {revised === undefined ? null : (
                <a class="button button-plain" href={own}>
                  {form.revise.back}
                </a>
              )}
            </div>
          </form>
          <CheckPanel frame={frame} view={view.check} />
        </div>
      </div>
    </Page>
  );
}

function RevisedSigns({ frame, revised }: { frame: Frame; revised: RevisedView }) {
  const words = employerWords[frame.language].form.revise;
  return (
    <>
      {revised.isOvertaken ? (
        <Alert tone="warning" isNews>
          {words.changed}
        </Alert>
      ) : null}
      {revised.isClosed ? <Alert tone="info">{words.closed}</Alert> : null}
    </>
  );
}

interface PartProps {
  frame: Frame;
  view: OpeningFormView;
}

interface TextProps extends PartProps {
  field: SaidField & keyof OpeningFields;
  label: string;
  hint?: string;
  isRequired?: boolean;
  unit?: string;
  sort?: "text" | "number" | "date" | "area";
}

/** A field with its hint above and, always there to be filled, the place for what is wrong with it below. */
function Text({ frame, view, field, label, hint, isRequired, unit, sort = "text" }: TextProps) {
  const hasError = view.check?.findings.some((finding) => finding.field === field) ?? false;
  const common = {
    class: "input",
    id: field,
    name: field,
    "aria-describedby": `${hint === undefined ? "" : `${field}-hint `}${field}-error`,
    ...(isRequired ? { required: true } : {}),
    ...(hasError ? { "aria-invalid": "true" } : {}),
  };
  const value = String(view.fields[field]);
  return (
    <div class="field" id={`${field}-field`}>
      <label for={field}>
        {label}
        {isRequired ? <span class="quiet"> ({frameWords[frame.language].required})</span> : null}
      </label>
      {hint === undefined ? null : (
        <p class="hint" id={`${field}-hint`}>
          {hint}
        </p>
      )}
      {sort === "area" ? (
        <textarea {...common} maxlength={4_000}>
          {value}
        </textarea>
      ) : (
        <div class="with-unit">
          <input
            {...common}
            type={sort === "number" ? "text" : sort}
            value={value}
            {...(sort === "number" ? { inputmode: "numeric" } : {})}
            {...(sort === "text" ? { maxlength: 200 } : {})}
          />
          {unit === undefined ? null : <span>{unit}</span>}
        </div>
      )}
      <Said frame={frame} field={field} view={view.check} />
    </div>
  );
}

/** A choice of one with its label; nothing can be wrong with it but by hand. */
function One({ name, label, value, options }: OneProps) {
  return (
    <div class="field">
      <label for={name}>{label}</label>
      <Select signs={{ name, label }} value={value} options={options} />
    </div>
  );
}

interface OneProps {
  name: string;
  label: string;
  value: string;
  options: readonly { value: string; label: string }[];
}

function What({ frame, view }: PartProps) {
  const words = employerWords[frame.language].form;
  const kindNames = KIND_WORDS[frame.language];
  const kinds = postedKinds.map((kind) => ({ value: kind, label: kindNames[kind] }));
  return (
    <section class="card form" aria-labelledby="what">
      <h2 id="what">{words.what}</h2>
      {view.revised === undefined ? (
        <One name="kind" label={words.kind} value={view.fields.kind} options={kinds} />
      ) : (
        <p>
          <span class="badge">{kindNames[view.revised.kind]}</span>
        </p>
      )}
      <Text frame={frame} view={view} field="title" label={words.name} hint={words.nameHint} isRequired />
      <Text frame={frame} view={view} field="employerName" label={words.employerName} hint={words.employerNameHint} />
      <Text frame={frame} view={view} field="occupation" label={words.occupation} hint={words.occupationHint} />
      <Text
        frame={frame}
        view={view}
        field="description"
        label={words.description}
        hint={words.descriptionHint}
        sort="area"
      />
    </section>
  );
}

function WhereAndWhen({ frame, view }: PartProps) {
  const words = employerWords[frame.language].form;
  const { fields } = view;
  const modes = (["onsite", "blended", "online"] as const).map((mode) => ({ value: mode, label: words[mode] }));
  const districts = [
    { value: "", label: words.districtOpen },
    ...view.districts.map(({ code, name }) => ({ value: code, label: name })),
  ];
  const units = payUnits.map((unit) => ({ value: unit, label: words.units[unit] }));
  const employments = [
    { value: "", label: words.open },
    ...employmentTypes.map((type) => ({ value: type, label: EMPLOYMENT_WORDS[frame.language][type] })),
  ];
  return (
    <section class="card form" aria-labelledby="where">
      <h2 id="where">{words.where}</h2>
      <div class="pair">
        <One name="mode" label={words.mode} value={fields.mode} options={modes} />
        <div class="field" id="district-field">
          <label for="district">{words.district}</label>
          <Select signs={{ name: "district", label: words.district }} value={fields.district} options={districts} />
          <Said frame={frame} field="district" view={view.check} />
        </div>
      </div>
      <div class="pair">
        <One name="payUnit" label={words.payUnit} value={fields.payUnit} options={units} />
        <Text frame={frame} view={view} field="pay" label={words.pay} unit={words.won} sort="number" />
      </div>
      <div class="pair">
        <One
          name="hoursPer"
          label={words.hoursPer}
          value={fields.hoursPer}
          options={(["perWeek", "perMonth"] as const).map((per) => ({ value: per, label: words[per] }))}
        />
        <Text frame={frame} view={view} field="hours" label={words.hours} unit={words.hoursUnit} sort="number" />
      </div>
      <Choices
        sort="checkbox"
        signs={{ name: "shifts", label: words.shifts }}
        choices={shifts.map((shift) => ({
          value: shift,
          label: words.shiftNames[shift],
          isChosen: fields.shifts.includes(shift),
        }))}
      />
      <One name="employment" label={words.employment} value={fields.employment} options={employments} />
    </section>
  );
}

function Needs({ frame, view }: PartProps) {
  const words = employerWords[frame.language].form;
  return (
    <section class="card form" id="needs-field" aria-labelledby="needs">
      <div class="stack-tight">
        <h2 id="needs">{words.needs}</h2>
        <p class="hint">{words.needsHint}</p>
      </div>
      <div class="needs">
        {view.fields.needs.map((need, at) => (
          <Need frame={frame} need={need} at={at} />
        ))}
      </div>
      <Said frame={frame} field="needs" view={view.check} />
      <div class="row">
        <button class="button button-plain" type="submit" name="step" value="more">
          {words.moreNeeds}
        </button>
      </div>
    </section>
  );
}

function Need({ frame, need, at }: { frame: Frame; need: NeedFields; at: number }) {
  const words = employerWords[frame.language].form;
  const name = `need-${at}-name`;
  return (
    <fieldset>
      <legend>{words.need(at + 1)}</legend>
      <div class="need">
        <One
          name={`need-${at}-on`}
          label={words.needOn}
          value={need.on}
          options={needSorts.map((sort) => ({ value: sort, label: words.needSorts[sort] }))}
        />
        <div class="field">
          <label for={name}>{words.needName}</label>
          <input class="input" id={name} name={name} value={need.name} maxlength={100} aria-describedby="needs-error" />
        </div>
        <One
          name={`need-${at}-weight`}
          label={words.needWeight}
          value={need.weight}
          options={importances.map((weight) => ({ value: weight, label: words.weights[weight] }))}
        />
      </div>
    </fieldset>
  );
}

function HowMany({ frame, view }: PartProps) {
  const words = employerWords[frame.language].form;
  return (
    <section class="card form" aria-labelledby="when">
      <h2 id="when">{words.when}</h2>
      <Text frame={frame} view={view} field="count" label={words.count} unit={words.countUnit} sort="number" />
      <div class="pair">
        <Text frame={frame} view={view} field="startsOn" label={words.startsOn} sort="date" />
        <Text frame={frame} view={view} field="until" label={words.until} hint={words.untilHint} sort="date" />
      </div>
    </section>
  );
}
