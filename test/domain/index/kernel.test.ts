import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { expect, test, vi } from "vitest";
import { LinearMemory } from "../../../domain/index/linear-memory.ts";
import { instantiate, type WebAssemblyApi } from "../../../domain/index/web-assembly.ts";
import { bytesFile, kernelSource, kernels } from "./build-kernel.ts";

test.each(kernels)(
  "the bytes of the kernel in %s are those that its source gives",
  async (folder) => {
    expect(readFileSync(bytesFile(folder), "utf8")).toBe(await kernelSource(folder));
  },
  60_000,
);

const PROGRAM = `
import { Worker, isMainThread, parentPort } from "node:worker_threads";
import { PackedApplicants } from "./domain/index/applicants/packed-applicants.ts";
import { defaultWeights } from "./domain/matching/score.ts";
import { builtInTaxonomy } from "./domain/taxonomy/built-in.ts";
import { createPopulation, POPULATION_DAY } from "./test/bench/population.ts";
if (isMainThread) new Worker(__filename).on("message", (counts) => console.log(JSON.stringify(counts)));
else {
  const population = createPopulation(1);
  const rules = { taxonomy: builtInTaxonomy, weights: defaultWeights, today: POPULATION_DAY };
  const counts = ["kernel", "plain"].map((passes) => {
    const index = new PackedApplicants(passes);
    for (const one of population.applicants(0, 500)) index.upsert(one);
    return index.match(population.opening(2), rules, { thresholdBp: 1000, listMax: 5 }).overThreshold;
  });
  parentPort.postMessage(counts);
}
`;

test("bundled into one file, as for Lambda, the kernel runs in a worker thread", async () => {
  const folder = await mkdtemp(join(tmpdir(), "kernel-"));
  try {
    const outfile = join(folder, "bundle.cjs");
    const stdin = { contents: PROGRAM, resolveDir: process.cwd(), loader: "ts" } as const;
    await build({ stdin, outfile, bundle: true, platform: "node", format: "cjs", minify: true, logLevel: "silent" });
    const counts: unknown = JSON.parse(execFileSync(process.execPath, [outfile], { cwd: folder, encoding: "utf8" }));
    expect(counts).toEqual([expect.any(Number), (counts as number[])[0]]);
    expect((counts as number[])[0]).toBeGreaterThan(0);
  } finally {
    await rm(folder, { recursive: true });
  }
}, 60_000);

test("whether a kernel runs here is found out once, and not for every query", () => {
  const { WebAssembly: api } = globalThis as unknown as { readonly WebAssembly: WebAssemblyApi };
  const validate = vi.spyOn(api, "validate");
  const memory = new api.Memory({ initial: 1 });
  const nothingKnown = btoa("\0asm of another age");
  expect([1, 2, 3].map(() => instantiate(nothingKnown, memory))).toEqual([undefined, undefined, undefined]);
  expect(validate).toHaveBeenCalledTimes(1);
  validate.mockRestore();
});

test("memory keeps what is in it when it grows, and when it becomes memory that a kernel can share", () => {
  const memory = new LinearMemory(false);
  const addresses = Array.from({ length: 60 }, () => memory.allocate(100_000));
  expect(memory.shared).toBeDefined();
  const small = new LinearMemory(false);
  const first = small.allocate(16);
  small.u32[first >> 2] = 77;
  expect(small.shared).toBeUndefined();
  for (let count = 0; count < 100; count++) small.allocate(100_000);
  expect([small.u32[first >> 2], small.shared === undefined]).toEqual([77, false]);
  expect(new Set(addresses).size).toBe(60);
});
