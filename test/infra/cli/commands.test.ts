import { ReceiveMessageCommand, SendMessageCommand } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { eventsIn } from "../../../events/catalog.ts";
import { tableNames } from "../../../infra/names.ts";
import { stages } from "../../../infra/stages.ts";
import { anApplicant, anOpening } from "../../fixtures/bodies.ts";
import { type Deployment, ieum, startDeployment } from "./deployment.ts";

const DAY = "2026-11-21";

let deployment: Deployment;
beforeAll(async () => {
  deployment = await startDeployment();
  const { ports } = deployment;
  const [applicant, opening] = [anApplicant(), anOpening()];
  await ports.applicants.keep(applicant.applicantId, 1, JSON.stringify(applicant));
  await ports.openings.keep(opening.openingId, 1, JSON.stringify(opening));
  const newcomer = anApplicant({ applicantId: "applicant-new" });
  await ports.applicants.keep(newcomer.applicantId, 1, JSON.stringify(newcomer));
  const far = anOpening({ openingId: "job-far", place: { mode: "onsite", district: "26110" } });
  await ports.openings.keep(far.openingId, 1, JSON.stringify(far));
  const over = anOpening({ ...far, openingId: "job-closed", validThrough: "2026-11-20" });
  await ports.openings.keep(over.openingId, 1, JSON.stringify(over));
  const night = anOpening({ openingId: "job-night", shifts: ["night"] });
  await ports.openings.keep(night.openingId, 1, JSON.stringify(night));
});
afterAll(() => deployment.stop());

describe("ieum publish", () => {
  const job = { opening: anOpening() };

  async function publish(args: readonly string[], input: string) {
    const before = deployment.events.length;
    const run = await deployment.run(["publish", "-", ...args], input);
    return { ...run, arrived: deployment.events.slice(before) };
  }

  test("fills in the envelope of a bare detail", async () => {
    const { code, out, arrived } = await publish(["--type", "JobPosted"], JSON.stringify(job));
    expect(code).toBe(0);
    const [{ detail, ...about } = { detail: undefined }] = arrived;
    expect(about).toEqual({ bus: "ieum-dev", source: "ieum.openings", detailType: "JobPosted" });
    expect(eventsIn.JobPosted.detail.safeParse(detail).success).toBe(true);
    expect(out).toBe(`sent JobPosted ${(detail as { eventId: string }).eventId}\n`);
  });

  test.each([
    ["an array", (items: object[]) => JSON.stringify(items)],
    ["JSON lines", (items: object[]) => items.map((item) => JSON.stringify(item)).join("\n")],
  ])("takes %s, ten a call, one line each", async (_, toText) => {
    const items = Array.from({ length: 12 }, (_, at) => ({
      "detail-type": "JobPosted",
      detail: { opening: anOpening({ openingId: `job-${at}` }) },
    }));
    const { code, out, arrived } = await publish(["--json"], toText(items));
    expect(code).toBe(0);
    expect(out.trim().split("\n")).toHaveLength(12);
    expect(arrived).toHaveLength(12);
  });

  test("keeps back what the service would refuse, sends the rest, and exits 1", async () => {
    const wrong = { opening: { ...anOpening(), eligibility: { ageMin: 40 } } };
    const { code, out, arrived } = await publish(["--type", "JobPosted", "--json"], JSON.stringify([wrong, job]));
    expect(code).toBe(1);
    const lines = out
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(lines).toMatchObject([
      { outcome: "refused", reason: expect.stringContaining("AGE_CONDITION_ON_JOB") },
      { outcome: "sent" },
    ]);
    expect(arrived).toHaveLength(1);
  });

  test("sends it all the same with --no-check", async () => {
    const { code, arrived } = await publish(["--no-check"], '{"detail-type":"JobPosted","detail":{"opening":7}}');
    expect(code).toBe(0);
    expect(arrived).toMatchObject([{ detail: { opening: 7 } }]);
  });

  test.each([
    ["nothing", "", "no event"],
    ["no JSON", "hello", "line 1"],
    ["details of no type", JSON.stringify(job), "--type"],
  ])("says that it was given %s", async (_, input, message) => {
    const { code, err, arrived } = await publish([], input);
    expect([code, arrived.length]).toEqual([1, 0]);
    expect(err).toContain(message);
  });
});

describe("ieum why", () => {
  test("accounts for a match: points that add up, and evidence per requirement", async () => {
    const { code, out } = await deployment.run(["why", "applicant-1042", "job-mapo-cafe-7", "--day", DAY, "--json"]);
    expect(code).toBe(0);
    const account = JSON.parse(out);
    const sum = (side: { points: number }[]) => side.reduce((total, { points }) => total + points, 0);
    expect(account).toMatchObject({ isMatch: true, thresholdBp: stages.dev.thresholdBp });
    expect(sum(account.openingSide)).toBe(account.fitsOpening);
    expect(sum(account.applicantSide)).toBe(account.fitsApplicant);
    expect(account.requirements).toContainEqual(
      expect.objectContaining({ requirement: "certificate barista-2", status: "met", isInferred: false }),
    );
  });

  test("accounts for a pair that is none, with what rules it out", async () => {
    const { code, out } = await deployment.run(["why", "applicant-1042", "job-far", "--day", DAY]);
    expect(code).toBe(0);
    expect(out).toContain("no match: place-out-of-reach");
    expect(out).toContain("requirements");
  });

  test("names everything that stands against a pair, in order", async () => {
    const args = ["why", "applicant-1042", "job-closed", "--day", DAY];
    const { out } = await deployment.run(args);
    expect(out).toContain("no match: opening-closed, place-out-of-reach (");
    const { isMatch, obstacles } = JSON.parse((await deployment.run([...args, "--json"])).out);
    expect([isMatch, obstacles]).toEqual([false, ["opening-closed", "place-out-of-reach"]]);
  });

  test("names what meets each requirement, and both figures that the points for competencies come from", async () => {
    const args = ["why", "applicant-1042", "job-mapo-cafe-7", "--day", DAY];
    const { requirements, competencies } = JSON.parse((await deployment.run([...args, "--json"])).out);
    expect(requirements).toContainEqual(
      expect.objectContaining({ requirement: "certificate barista-2", by: "certificate barista-2" }),
    );
    // What is held, and what the certificate attests; each with what the opening would use it for.
    expect(competencies.uses.length).toBeGreaterThan(1);
    for (const { usedBp, usedFor } of competencies.uses) expect(usedFor !== undefined).toBe(usedBp > 0);
    const { out } = await deployment.run(args);
    expect(out).toMatch(/competencies: \d+\.\d % of what it asks for is covered, \d+\.\d % of what is held is used/);
  });

  test("tells it in plain words, in Korean or English, with what would help", async () => {
    const args = ["why", "applicant-1042", "job-far", "--day", DAY];
    const korean = await deployment.run(args);
    expect(korean.out).toContain("부산광역시 중구는 원하신 지역이 아닙니다.");
    const english = await deployment.run([...args, "--lang", "en"]);
    expect(english.out).toContain("which is not where you want to work.");
    const { words, prospects } = JSON.parse((await deployment.run([...args, "--json"])).out);
    expect(words.ko.reasons[0]).toBe("부산광역시 중구는 원하신 지역이 아닙니다.");
    expect(words.en.reasons.length).toBeLessThanOrEqual(5);
    // Nobody is asked to go from Seoul to Busan.
    expect(prospects.applicant).toEqual({ changes: [] });
  });

  test("names the cheapest changes with the score they would give", async () => {
    const args = ["why", "applicant-new", "job-night", "--day", DAY];
    const { code, out } = await deployment.run([...args, "--json"]);
    expect(code).toBe(0);
    const { isMatch, prospects, words } = JSON.parse(out);
    const [change] = prospects.applicant.changes;
    expect([isMatch, change.change]).toEqual([false, { sort: "want-shifts", shifts: ["night"] }]);
    expect(words.en.prospects.applicant[0]).toMatch(/^If you can also work at night, nothing rules it out any more/);
    const told = await deployment.run(args);
    expect(told.out).toContain("구직자가 바꾸면\n  밤에도 일하실 수 있으면 걸리는 것이 없어지고");
  });

  test("proposes nothing for an opening that is closed", async () => {
    const { out } = await deployment.run(["why", "applicant-1042", "job-closed", "--day", DAY, "--json"]);
    expect(JSON.parse(out)).not.toHaveProperty("prospects");
  });

  test("takes no other language", async () => {
    const { code, err } = await deployment.run(["why", "applicant-1042", "job-far", "--lang", "de"]);
    expect([code, err]).toEqual([1, "ieum: --lang must be ko or en\n"]);
  });

  test.each([
    { args: ["", ""], says: "APPLICANT must be an id of letters, digits, - and _, not ‘’" },
    { args: ["applicant-1042", "job 7"], says: "OPENING must be an id of letters, digits, - and _, not ‘job 7’" },
    {
      args: ["applicant-1042", "job-far", "--course", "/"],
      says: "--course must be an id of letters, digits, - and _, not ‘/’",
    },
  ])("refuses what is no id before it asks anything: $args", async ({ args, says }) => {
    const { code, out, err } = await ieum(["why", ...args], "no-twin-is-there.json");
    expect([code, out, err]).toEqual([1, "", `ieum: ${says}\n`]);
  });

  test("says which of the two isn't kept", async () => {
    const { code, err } = await deployment.run(["why", "applicant-1042", "job-nowhere"]);
    expect([code, err]).toEqual([1, "ieum: there is no opening job-nowhere in the local twin\n"]);
  });
});

describe("ieum tail", () => {
  test("shows messages of a queue by its short name and puts them back", async () => {
    const QueueUrl = await deployment.createQueue("center-west");
    for (const n of [1, 2, 3])
      await deployment.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: `{"n":${n}}` }));
    const { code, out } = await deployment.run(["tail", "center-west", "--json"]);
    expect(code).toBe(0);
    const shown = out
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line).body.n);
    expect(shown.toSorted()).toEqual([1, 2, 3]);
    const { Messages = [] } = await deployment.sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }),
    );
    expect(Messages).toHaveLength(3);
  });

  test("warns before its looks send a message to the dead-letter queue", async () => {
    await deployment.createQueue("center-east-dlq");
    const QueueUrl = await deployment.createQueue("center-east", {
      RedrivePolicy: JSON.stringify({
        deadLetterTargetArn: "arn:aws:sqs:us-east-1:000000000000:ieum-dev-center-east-dlq",
        maxReceiveCount: 3,
      }),
    });
    await deployment.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "{}" }));
    const first = await deployment.run(["tail", "center-east"]);
    expect(first.err).toBe("");
    const second = await deployment.run(["tail", "center-east"]);
    expect(second.err).toContain("don't look again");
  });

  test("follows until Ctrl-C, shows each message once, and puts all of them back", async () => {
    const QueueUrl = await deployment.createQueue("center-south");
    for (let n = 0; n < 12; n++)
      await deployment.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: `{"n":${n}}` }));
    const linesIn = (out: string) => out.split("\n").length - 1;
    const { code, out } = await ieum(
      ["tail", "center-south", "--follow", "--json"],
      deployment.twinFile,
      "",
      (so) => linesIn(so) === 12,
    );
    expect([code, linesIn(out)]).toEqual([0, 12]);
    const again = await deployment.run(["tail", "center-south", "--limit", "20", "--json"]);
    expect(linesIn(again.out)).toBe(12);
  });

  test("names the queues there are when it doesn't know one", async () => {
    const { code, err } = await deployment.run(["tail", "intaek"]);
    expect(code).toBe(1);
    expect(err).toContain("there are:");
    expect(err).toContain("intake");
  });

  test("says when a queue that should be there isn't", async () => {
    const { code, err } = await deployment.run(["tail", "center-north-dlq"]);
    expect([code, err]).toEqual([
      1,
      "ieum: the local twin has no queue ieum-dev-center-north-dlq: is this stage deployed?\n",
    ]);
  });

  test("won't follow a queue that keeps an order", async () => {
    const { code, err } = await deployment.run(["tail", "matching", "--follow"]);
    expect(code).toBe(1);
    expect(err).toContain("--follow");
  });
});

test("ieum quarantine lists what was refused on a day, with the reason", async () => {
  await deployment.ports.quarantine.put({
    quarantineId: "q-1",
    day: DAY,
    entityId: "opening#job-1",
    code: "AGE_CONDITION_ON_JOB",
    path: "/opening/eligibility",
    message: "a job may not carry an age condition",
    detailType: "JobPosted",
    eventId: "01KB0000000000000000000001",
    bodySha256: "0".repeat(64),
    bodyBytes: 10,
  });
  const listed = await deployment.run(["quarantine", "--day", DAY, "--json"]);
  expect(JSON.parse(listed.out)).toMatchObject({ code: "AGE_CONDITION_ON_JOB", path: "/opening/eligibility" });
  await deployment.ports.quarantine.put({
    quarantineId: "q-2",
    day: DAY,
    entityId: "job-2",
    code: "SEX_CONDITION",
    path: "/opening/title",
    message: "work is open to women and men alike (남녀고용평등법 7조)",
    ground: { clauses: ["남녀고용평등법 7조 1항"], span: { start: 4, end: 10, words: "여직원 구함" } },
    detailType: "JobPosted",
    eventId: undefined,
    bodySha256: "1".repeat(64),
    bodyBytes: 10,
  });
  const { out } = await deployment.run(["quarantine", "--day", DAY]);
  expect(out).toContain("AGE_CONDITION_ON_JOB /opening/eligibility a job may not carry an age condition\n");
  expect(out).toContain(
    "SEX_CONDITION /opening/title “여직원 구함” (4–10) work is open to women and men alike (남녀고용평등법 7조)\n",
  );
  const empty = await deployment.run(["quarantine", "--day", "2026-11-20"]);
  expect(empty.out).toBe("nothing was refused on 2026-11-20\n");
});

test("ieum status counts messages and items", async () => {
  const QueueUrl = await deployment.createQueue("applicant-messages");
  await deployment.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "{}" }));
  const { out } = await deployment.run(["status", "--json"]);
  const { queues, tables } = JSON.parse(out);
  expect(queues).toContainEqual({ queue: "applicant-messages", waiting: 1, inFlight: 0, delayed: 0 });
  expect(tables).toContainEqual({ table: "openings", items: 4 });
  expect(tables).toHaveLength(tableNames.length);
});

describe("ieum itself", () => {
  test("tells its commands, their options and the exit codes", async () => {
    const overview = await deployment.run(["--help"]);
    expect(overview.code).toBe(0);
    expect(overview.out).toContain("import postings");
    const help = await deployment.run(["import", "postings", "--help"]);
    expect(help.out).toContain("--shift-dates");
    expect(help.out).toContain("Exit codes: 0");
    expect(help.out).not.toContain("\u001b");
  });

  test("exits 1 without a command or with one that it doesn't know", async () => {
    expect((await deployment.run([])).code).toBe(1);
    const unknown = await deployment.run(["constructor"]);
    expect([unknown.code, unknown.out]).toEqual([1, ""]);
    expect(unknown.err).toContain("there is no command constructor");
  });

  test("knows the stages that there are", async () => {
    const { code, err } = await deployment.run(["status", "--stage", "moon"]);
    expect([code, err]).toEqual([1, "ieum: there is no stage moon; there are: dev, prod\n"]);
  });

  test("says how to start the twin when none runs, and when it is gone", async () => {
    const none = await ieum(["status"], "/nowhere/twin.json");
    expect(none.code).toBe(1);
    expect(none.err).toContain("npm start");
    const gone = deployment.file(
      "gone.json",
      JSON.stringify({
        region: "ap-northeast-2",
        endpoints: { dynamodb: "http://127.0.0.1:1", sqs: "http://127.0.0.1:1", events: "http://127.0.0.1:1" },
        stage: "dev",
        accessKeyId: "operator",
        secretAccessKey: "operator",
      }),
    );
    const refused = await ieum(["inbox", "applicant-1"], gone);
    expect([refused.code, refused.out]).toEqual([1, ""]);
    expect(refused.err).toMatch(/^ieum: nothing answers there.*npm start.*\n$/);
  });
});
