/**
 * As much of WebAssembly as the index uses. Neither the language's library nor Node's types declare it without those of a browser, and it may
 * be missing: under `--jitless`, for one.
 */
export interface WebAssemblyApi {
  readonly Memory: new (descriptor: { initial: number }) => SharedMemory;
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (
    module: object,
    imports: Record<string, Record<string, unknown>>,
  ) => { readonly exports: Readonly<Record<string, unknown>> };
  validate(bytes: Uint8Array): boolean;
}

export interface SharedMemory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

export const webAssembly = (globalThis as { readonly WebAssembly?: WebAssemblyApi }).WebAssembly;

/** Compiled once per thread, or found not to run here: undefined. */
const modules = new Map<string, object | undefined>();

/** What a module given in base64 exports, over a memory; undefined where there is no WebAssembly, or none with all that the module uses. */
export function instantiate(base64: string, memory: SharedMemory): Readonly<Record<string, unknown>> | undefined {
  if (webAssembly === undefined) return undefined;
  if (!modules.has(base64)) {
    const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
    modules.set(base64, webAssembly.validate(bytes) ? new webAssembly.Module(bytes) : undefined);
  }
  const module = modules.get(base64);
  return module === undefined ? undefined : new webAssembly.Instance(module, { env: { memory } }).exports;
}
