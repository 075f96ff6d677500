/**
 * What Node makes of the source, kept from one start to the next beside the packages. Compiling, and stripping types, is half of the work of loading the twin,
 * which is a third of a restart, and almost half of all that the operator's command takes. Whoever calls this has to load the rest afterwards, by `import()`.
 */
import { enableCompileCache, flushCompileCache } from "node:module";
import { fileURLToPath } from "node:url";

const FOLDER = fileURLToPath(new URL("../../node_modules/.cache/ieum-compiled", import.meta.url));

/** Node writes it when the process ends, which one that is killed never does; by this time everything is loaded. */
const LOADED_AFTER_MS = 10_000;

export function keepCompiledCode(): void {
  // Where nothing can be written, nothing is kept, and everything else is the same.
  enableCompileCache(FOLDER);
  setTimeout(flushCompileCache, LOADED_AFTER_MS).unref();
}
