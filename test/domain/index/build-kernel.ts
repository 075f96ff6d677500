import { writeFileSync } from "node:fs";
import asc from "assemblyscript/asc";

/**
 * Builds the kernels of both indexes from their AssemblyScript sources: `node test/domain/index/build-kernel.ts` writes the bytes that
 * are checked in, a test compares them with what the sources give.
 */
export const kernels = ["domain/index/applicants", "domain/index/openings"] as const;
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

/** The bytes of the kernel in a folder. */
async function buildKernel(folder: string): Promise<Uint8Array> {
  let bytes: Uint8Array | undefined;
  const { error, stderr } = await asc.main([`${folder}/kernel/kernel.ts`, ...OPTIONS, "--outFile", "kernel.wasm"], {
    writeFile: (_name: string, contents: Uint8Array | string) => {
      if (typeof contents !== "string") bytes = contents;
    },
  });
  if (error !== null || bytes === undefined) throw new Error(`the kernel doesn't build: ${stderr}`, { cause: error });
  return bytes;
}

export function bytesFile(folder: string): string {
  return `${folder}/kernel-bytes.ts`;
}

/** The source file that carries the bytes. */
export async function kernelSource(folder: string): Promise<string> {
  const text = Buffer.from(await buildKernel(folder)).toString("base64");
  const lines = text.match(new RegExp(`.{1,${LINE_CHARS}}`, "g")) ?? [];
  return [
    "/** The kernel, built from kernel/kernel.ts by `node test/domain/index/build-kernel.ts`: WebAssembly in base64, so that it is bundled like any source. */",
    "export const KERNEL_BASE64 = [",
    ...lines.map((line) => `  "${line}",`),
    '].join("");',
    "",
  ].join("\n");
}

if (import.meta.main) {
  for (const folder of kernels) writeFileSync(bytesFile(folder), await kernelSource(folder));
}
