import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { synthesise } from "../../infra/app.ts";
import { aStandingPerson } from "../bench/twin-world.ts";
import { Desk, names } from "./desk.ts";
import { LivingTwin } from "./living-twin.ts";
import { type Event, Producer, toProfileEvent } from "./producer.ts";

const PEOPLE = 20;

const folder = mkdtempSync(join(tmpdir(), "ieum-erased-"));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What stands for something personal: no two have a run of letters in common that a compressed file could leave out. */
const canaryOf = (number: number) => createHash("sha256").update(`canary ${number}`).digest("hex").slice(0, 24);

function aPerson(number: number) {
  const { applicant } = aStandingPerson(number);
  return { applicant: { ...applicant, courses: [canaryOf(number)] } };
}

function toWithdrawal({ id, revision }: Pick<Event, "id" | "revision">): Event {
  const next = revision + 1;
  const fields = { applicantId: id, revision: next };
  return { name: "ApplicantWithdrawn", fields, sort: "applicants", id, revision: next };
}

/** Every file under a folder, as bytes that are letters. */
function contentsOf(dir: string): string {
  const paths = readdirSync(dir, { recursive: true }).map((path) => join(dir, String(path)));
  const files = paths.filter((path) => statSync(path).isFile());
  return files.map((path) => readFileSync(path, "latin1")).join("\n");
}

test("of whoever has left nothing is in any file of a twin that has stopped, and of those who stay most can be found", async () => {
  const [assemblyDir, dataDir] = [join(folder, "cdk.out"), join(folder, "state")];
  synthesise(assemblyDir);
  const twin = await LivingTwin.start({ assemblyDir, dataDir });
  const desk = new Desk(twin.ready);
  const people = Array.from({ length: PEOPLE }, (_, number) => number);
  const profiles = people.map((number) => toProfileEvent(aPerson(number)));
  try {
    const producer = new Producer(names.bus);
    for (const profile of profiles) await producer.put(desk.events, [profile]);
    await twin.idle();
    for (const profile of profiles.slice(0, PEOPLE / 2)) await producer.put(desk.events, [toWithdrawal(profile)]);
    await twin.idle();
  } finally {
    desk.close();
    await twin.stop();
  }
  const contents = contentsOf(dataDir);
  const found = new Set(people.filter((number) => contents.includes(canaryOf(number))));
  expect(people.slice(0, PEOPLE / 2).filter((number) => found.has(number))).toEqual([]);
  // Files are compressed: here and there a letter of a word is left out, of those who stay and so of nobody more than of them.
  expect(people.slice(PEOPLE / 2).filter((number) => found.has(number)).length).toBeGreaterThan(PEOPLE / 4);
});
