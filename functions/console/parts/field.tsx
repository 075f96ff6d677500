import type { Child } from "hono/jsx";
import { Icon } from "./icon.tsx";

/** What a field carries besides its name: a hint that stays, and what is wrong with it now. */
export interface FieldSigns {
  readonly name: string;
  readonly label: string;
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
  readonly isRequired?: string | undefined;
}

export function describedBy({ name, hint, error }: FieldSigns): Record<string, string> {
  const ids = [hint === undefined ? [] : [`${name}-hint`], error === undefined ? [] : [`${name}-error`]].flat();
  return {
    ...(ids.length === 0 ? {} : { "aria-describedby": ids.join(" ") }),
    ...(error === undefined ? {} : { "aria-invalid": "true" }),
  };
}

/** A label above its field, the hint between them, the error below: read in this order, too. */
export function Field({ signs, children }: { signs: FieldSigns; children?: Child }) {
  return (
    <div class="field" id={`${signs.name}-field`}>
      <label for={signs.name}>
        {signs.label}
        {signs.isRequired === undefined ? null : <span class="quiet"> ({signs.isRequired})</span>}
      </label>
      <Hint signs={signs} />
      {children}
      <FieldError signs={signs} />
    </div>
  );
}

export function Hint({ signs }: { signs: FieldSigns }) {
  return signs.hint === undefined ? null : (
    <p class="hint" id={`${signs.name}-hint`}>
      {signs.hint}
    </p>
  );
}

export function FieldError({ signs }: { signs: FieldSigns }) {
  return signs.error === undefined ? null : (
    <p class="error" id={`${signs.name}-error`}>
      <Icon name="stop" />
      <span>{signs.error}</span>
    </p>
  );
}

interface Choice {
  readonly value: string;
  readonly label: string;
  readonly isChosen: boolean;
}

/** Several choices under one question; a group of radios or of boxes. */
export function Choices({
  signs,
  sort,
  choices,
}: {
  signs: FieldSigns;
  sort: "radio" | "checkbox";
  choices: readonly Choice[];
}) {
  return (
    <fieldset class="field" id={`${signs.name}-field`} {...(signs.error === undefined ? {} : describedBy(signs))}>
      <legend>{signs.label}</legend>
      <Hint signs={signs} />
      <div class="choices">
        {choices.map(({ value, label, isChosen }) => (
          <label class="choice">
            <input type={sort} name={signs.name} value={value} checked={isChosen} />
            {label}
          </label>
        ))}
      </div>
      <FieldError signs={signs} />
    </fieldset>
  );
}

interface Option {
  readonly value: string;
  readonly label: string;
}

/** One of several. With `unchosen` none is chosen beforehand, and one has to be: what is recorded of people isn't left to the first in a list. */
export function Select({ signs, value, options, unchosen }: SelectProps) {
  const required = unchosen === undefined ? {} : { required: true };
  return (
    <select class="input" id={signs.name} name={signs.name} {...required} {...describedBy(signs)}>
      {unchosen === undefined ? null : <option value="">{unchosen}</option>}
      {options.map((option) => (
        <option value={option.value} selected={option.value === value}>
          {option.label}
        </option>
      ))}
    </select>
  );
}

interface SelectProps {
  signs: FieldSigns;
  value: string;
  options: readonly Option[];
  unchosen?: string;
}
