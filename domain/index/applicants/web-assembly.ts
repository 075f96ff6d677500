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
