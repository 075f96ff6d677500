import { registerHooks } from "node:module";

/** A change of the production code: each text is replaced in its file, where it must stand exactly once. */
export interface Edit {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

/** A fault that somebody might write into the code. */
export interface Mutant {
  readonly name: string;
  readonly edits: readonly Edit[];
}

/** A fault that is one text of one file, changed. */
export function edit(name: string, file: string, from: string, to: string): Mutant {
  return { name, edits: [{ file, from, to }] };
}

/** Changes a source, or throws when the text to be changed isn't there, or stands there twice: the table of mutants is outdated then. */
export function mutate(source: string, { file, from, to }: Edit): string {
  const count = source.split(from).length - 1;
  if (count !== 1) throw new Error(`${file} has the text to be changed ${count} times: ${from}`);
  return source.replace(from, () => to);
}

/** From now on this thread loads the changed code. What it has loaded before stays as it is. */
export function loadMutated({ edits }: Mutant): void {
  registerHooks({
    load: (url, context, nextLoad) => {
      const loaded = nextLoad(url, context);
      const own = edits.filter(({ file }) => url.endsWith(`/${file}`));
      if (own.length === 0) return loaded;
      const source = own.reduce(mutate, new TextDecoder().decode(bytesOf(loaded.source)));
      return { ...loaded, source };
    },
  });
}

function bytesOf(source: string | ArrayBuffer | NodeJS.TypedArray | undefined | null): Uint8Array {
  if (typeof source === "string") return new TextEncoder().encode(source);
  if (source instanceof Uint8Array) return source;
  throw new Error("a module has no source");
}
