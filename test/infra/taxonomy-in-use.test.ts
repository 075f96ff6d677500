import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DynamoDBClient, ScanCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { encodeTaxonomy } from "../../domain/taxonomy/artifact.ts";
import { builtInTaxonomy } from "../../domain/taxonomy/built-in.ts";
import { computeTaxonomy, type Taxonomy, type TaxonomyParts } from "../../domain/taxonomy/taxonomy.ts";
import { readEnvironment } from "../../functions/runtime/environment.ts";
import { readMatchingConfiguration } from "../../functions/runtime/rules.ts";
import { loadTaxonomy } from "../../functions/runtime/taxonomy-file.ts";
import { synthesise } from "../../infra/app.ts";
import { runService, type Service } from "../../infra/local/local-service.ts";
import { artifactOf } from "../../infra/taxonomy-in-use.ts";
import { aBareJob, aStranger } from "../fixtures/facts.ts";
import { ieum } from "./cli/deployment.ts";

const folder = mkdtempSync(join(tmpdir(), "ieum-own-taxonomy-"));
const artifact = join(folder, "small.taxonomy");

const parts: TaxonomyParts = {
  version: "small",
  occupationCodes: "own",
  competencies: [
    { number: 1, code: "lantern-lighting", ko: "등불 켜기", en: "Lantern lighting", group: "lantern-lighting" },
    { number: 2, code: "night-calling", ko: "시각 알리기", en: "Night calling", group: "night-calling" },
  ],
  occupations: [
    {
      number: 1,
      code: "9629-0a1b2c3d",
      ko: "등불지기",
      en: "Lamplighter",
      aliases: [],
      competencies: [
        ["lantern-lighting", 3, "essential"],
        ["night-calling", 3, "optional"],
      ],
    },
  ],
  certificates: [],
};

beforeAll(() => {
  writeFileSync(artifact, encodeTaxonomy(parts, computeTaxonomy(parts)));
  process.env["IEUM_TAXONOMY"] = artifact;
});
afterAll(() => {
  delete process.env["IEUM_TAXONOMY"];
  rmSync(folder, { recursive: true, force: true });
});

describe("a function", () => {
  const environmentWith = (variables: Record<string, string>) =>
    readEnvironment({ THRESHOLD_BP: "6000", ...variables });

  test("doesn't start when its environment names no artifact, and says so", () => {
    expect(() => readMatchingConfiguration(environmentWith({ LAMBDA_TASK_ROOT: folder }))).toThrow("TAXONOMY_FILE");
  });

  test("goes by the artifact beside its bundle when one is named", () => {
    const environment = environmentWith({ TAXONOMY_FILE: "small.taxonomy", LAMBDA_TASK_ROOT: folder });
    expect(readMatchingConfiguration(environment).taxonomy.version).toBe(loadTaxonomy(artifact).version);
  });

  test("doesn't start with an artifact that is missing or damaged, and names it", () => {
    const missing = environmentWith({ TAXONOMY_FILE: "none", LAMBDA_TASK_ROOT: folder });
    expect(() => readMatchingConfiguration(missing)).toThrow(join(folder, "none"));
    writeFileSync(join(folder, "damaged"), readFileSync(artifact).subarray(0, 100));
    const damaged = environmentWith({ TAXONOMY_FILE: "damaged", LAMBDA_TASK_ROOT: folder });
    expect(() => readMatchingConfiguration(damaged)).toThrow(`${join(folder, "damaged")} is not whole`);
  });
});

test("the built-in taxonomy as an artifact says what the computed one says", () => {
  writeFileSync(join(folder, "built-in"), artifactOf(undefined));
  const loaded = loadTaxonomy(join(folder, "built-in"));
  expect(loaded.version).toMatch(new RegExp(`^${builtInTaxonomy.version}-[0-9a-f]{8}$`, "u"));
  for (const column of ["start", "other", "bp", "kind"] as const) {
    expect(Array.from(loaded.relations[column])).toEqual(Array.from(builtInTaxonomy.relations[column]));
  }
  const numbers = builtInTaxonomy.competencies.map(({ number }) => number);
  expect(numbers.map(loaded.rarity)).toEqual(numbers.map(builtInTaxonomy.rarity));
  const codes = builtInTaxonomy.occupations.map(({ code }) => code);
  const proximities = ({ occupationProximity }: Taxonomy) => codes.map((code) => occupationProximity(code, "5317"));
  expect(proximities(loaded)).toEqual(proximities(builtInTaxonomy));
});

test("a stack that functions couldn't load is not synthesised", () => {
  process.env["IEUM_TAXONOMY"] = join(folder, "nowhere");
  expect(() => synthesise(join(folder, "cdk.out"))).toThrow(join(folder, "nowhere"));
  process.env["IEUM_TAXONOMY"] = artifact;
});

interface DeployedFunction {
  readonly Type: string;
  readonly Properties: {
    readonly FunctionName: string;
    readonly Code: { readonly S3Key: string };
    readonly Environment: { readonly Variables: Readonly<Record<string, string>> };
  };
}

describe("a service that an artifact was deployed with", () => {
  const dataDir = join(folder, "twin");
  let service: Service;

  beforeAll(async () => {
    mkdirSync(dataDir);
    service = await runService({ dataDir, fresh: true, port: 0, tablesPort: 0 });
  }, 120_000);
  afterAll(() => service.stop());

  test("has it beside the bundle of each function that goes by it, and beside no other", () => {
    const template = JSON.parse(readFileSync(join(dataDir, "cdk.out", "ieum-dev.template.json"), "utf8"));
    const resources: readonly DeployedFunction[] = Object.values(template.Resources);
    const named = resources
      .filter(({ Type }) => Type === "AWS::Lambda::Function")
      .map(({ Properties: { FunctionName, Code, Environment } }) => {
        const file = Environment.Variables["TAXONOMY_FILE"];
        const path = join(dataDir, "cdk.out", `asset.${Code.S3Key.replace(/\.zip$/u, "")}`, file ?? "");
        return [FunctionName, file === undefined ? undefined : readFileSync(path).equals(readFileSync(artifact))];
      });
    expect(Object.fromEntries(named)).toEqual({
      "ieum-dev-intake": true,
      "ieum-dev-match": true,
      "ieum-dev-notify": true,
      "ieum-dev-api": true,
      "ieum-dev-follow-up": undefined,
      "ieum-dev-start-day": undefined,
    });
  });

  test("takes events in its codes, matches by it, and tells by it; commands go by it, too", async () => {
    const occupation = { code: "9629-0a1b2c3d" };
    const lamplighter = aStranger({
      applicantId: "lamplighter-1",
      competencies: [{ competency: "lantern-lighting", level: 4 }],
      certificates: [],
      experience: [{ occupation: "9629-0a1b2c3d", months: 30 }],
      preferences: { occupations: ["9629"] },
      consent: { alerts: true, employers: false, center: true },
    });
    const opening = aBareJob({ openingId: "lamps-1", occupation, place: { mode: "online" }, requirements: [] });
    const events = join(folder, "events.json");
    writeFileSync(
      events,
      JSON.stringify([
        { "detail-type": "ApplicantProfileUpdated", detail: { applicant: lamplighter } },
        { "detail-type": "JobPosted", detail: { opening } },
      ]),
    );
    expect(await ieum(["publish", events], service.twinFile)).toMatchObject({ code: 0 });
    await service.twin.idle();
    const why = await ieum(["why", "lamplighter-1", "lamps-1", "--json"], service.twinFile);
    expect(JSON.parse(why.out)).toMatchObject({
      requirements: [{ requirement: "lantern-lighting at level 3", status: "met" }, { isInferred: true }],
    });
    const inbox = await ieum(["inbox", "lamplighter-1", "--lang", "en"], service.twinFile);
    expect(inbox.out).toContain("Lantern lighting");
    const client = new DynamoDBClient(service.twin.clientConfig("dynamodb"));
    const { Items = [] } = await client.send(new ScanCommand({ TableName: service.names.tables.recommendations }));
    client.destroy();
    expect(JSON.stringify(Items)).toContain(loadTaxonomy(artifact).version);
  });

  test("refuses codes of another taxonomy", async () => {
    const events = join(folder, "built-in.json");
    writeFileSync(
      events,
      JSON.stringify({ "detail-type": "JobPosted", detail: { opening: aBareJob({ occupation: { code: "5317" } }) } }),
    );
    const { code, out } = await ieum(["publish", events], service.twinFile);
    expect({ code, out }).toMatchObject({
      code: 1,
      out: expect.stringContaining("UNKNOWN_OCCUPATION /opening/occupation/code"),
    });
    await ieum(["publish", events, "--no-check"], service.twinFile);
    await service.twin.idle();
    const refused = await ieum(["quarantine"], service.twinFile);
    expect(refused.out).toContain("UNKNOWN_OCCUPATION");
  });

  test("doesn't go on from there with another taxonomy", async () => {
    delete process.env["IEUM_TAXONOMY"];
    await expect(runService({ dataDir, fresh: false, port: 0, tablesPort: 0 })).rejects.toThrow("--fresh");
    process.env["IEUM_TAXONOMY"] = artifact;
  });
});
