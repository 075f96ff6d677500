import { describedBy, Field, type FieldSigns } from "./field.tsx";

/** A page's one question: a field, and the button that asks. */
export function AskForm({ action, signs, value, go, input }: AskFormProps) {
  return (
    <form class="card form" method="get" action={action}>
      <Field signs={signs}>
        <input
          class="input"
          id={signs.name}
          name={signs.name}
          value={value}
          required
          {...input}
          {...describedBy(signs)}
        />
      </Field>
      <div class="row">
        <button class="button button-main" type="submit">
          {go}
        </button>
      </div>
    </form>
  );
}

interface AskFormProps {
  action: string;
  signs: FieldSigns;
  value: string;
  go: string;
  /** What the field is like beside its name and value. */
  input: Readonly<Record<string, string | number>>;
}
