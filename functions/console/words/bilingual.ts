/** What a text is made of where it says something that changes: numbers are written out by whoever calls, in the reader's language. */
type Told = (...parts: never[]) => string;

export interface Words {
  readonly [name: string]: string | Told | Words;
}

/** The same words in another language: as many, under the same names, made of the same parts. */
type Like<W> = {
  readonly [Name in keyof W]: W[Name] extends (...parts: infer Parts) => string
    ? (...parts: Parts) => string
    : W[Name] extends string
      ? string
      : Like<W[Name]>;
};

/** Words in Korean, which are written first, and in English. One that is missing in either, or that only one has, doesn't compile. */
export function inBoth<W extends Words>(ko: W, en: Like<W>): { readonly ko: W; readonly en: Like<W> } {
  return { ko, en };
}
