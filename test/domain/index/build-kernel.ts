import { writeFileSync } from "node:fs";
import asc from "assemblyscript/asc";

/**
 * Builds the kernel of the applicants' index from its AssemblyScript source: `node test/domain/index/build-kernel.ts` writes the bytes that
 * are checked in, a test compares them with what the source gives.
 */
const SOURCE = "domain/index/applicants/kernel/kernel.ts";
const BYTES = "domain/index/applicants/kernel-bytes.ts";
const LINE_CHARS = 110;

/** No bounds checks in the code, no runtime, no data of its own: the memory is the index's. */
const OPTIONS = [
  "-O3",
  "--noAssert",
  "--runtime",
  "stub",
  "--importMemory",
  "--enable",
  "simd",
  "--enable",
  "relaxed-simd",
];

export async function buildKernel(): Promise<Uint8Array> {
  let bytes: Uint8Array | undefined;
  const { error, stderr } = await asc.main([SOURCE, ...OPTIONS, "--outFile", "kernel.wasm"], {
    writeFile: (_name: string, contents: Uint8Array | string) => {
      if (typeof contents !== "string") bytes = contents;
    },
  });
  if (error !== null || bytes === undefined) throw new Error(`the kernel doesn't build: ${stderr}`, { cause: error });
  return bytes;
}

/** The source file that carries the bytes. */
export function toSource(bytes: Uint8Array): string {
  const text = Buffer.from(bytes).toString("base64");
  const lines = text.match(new RegExp(`.{1,${LINE_CHARS}}`, "g")) ?? [];
  return [
    "/** The kernel, built from kernel/kernel.ts by `node test/domain/index/build-kernel.ts`: WebAssembly in base64, so that it is bundled like any source. */",
    "export const KERNEL_BASE64 = [",
    ...lines.map((line) => `  "${line}",`),
    '].join("");',
    "",
  ].join("\n");
}

if (import.meta.main) writeFileSync(BYTES, toSource(await buildKernel()));
