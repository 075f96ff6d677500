import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { judgeBridge } from "../../../domain/bridge/offer.ts";
import { seoulGu } from "../../../domain/geo/catalogue.ts";
import { institutionTypes } from "../../../domain/institution/institution.ts";
import { toDayNumber } from "../../../domain/model/calendar.ts";
import { stages } from "../../../infra/stages.ts";
import { aCourse, anApplicant, anOpening } from "../../fixtures/bodies.ts";
import { rules } from "../../fixtures/facts.ts";
import { type Deployment, startDeployment } from "./deployment.ts";

const DAY = "2026-11-21";

const { preferences } = anApplicant();
const applicant = anApplicant({ certificates: [], preferences: { ...preferences, kinds: ["job", "training"] } });
const job = anOpening({ requirements: [{ on: "certificate", importance: "must", certificate: "barista-1" }] });
const course = aCourse({ educationalCredentialAwarded: ["barista-1"], remainingAttendeeCapacity: 5 });

let deployment: Deployment;
beforeAll(async () => {
  deployment = await startDeployment();
  const { ports } = deployment;
  await ports.applicants.keep(applicant.applicantId, 1, JSON.stringify(applicant));
  for (const one of [job, course]) await ports.openings.keep(one.openingId, 1, JSON.stringify(one));
  const thresholdBp = stages.dev.thresholdBp;
  const judged = judgeBridge(
    { applicant, opening: job, course, unlocks: 2 },
    { ...rules, today: toDayNumber(DAY) },
    thresholdBp,
  );
  if (typeof judged === "string") throw new Error(judged);
  await ports.bridges.tell({
    applicantId: applicant.applicantId,
    openingId: job.openingId,
    applicantRevision: 1,
    openingRevision: 1,
    score: judged.after.score,
    fitsOpening: judged.after.fitsOpening,
    fitsApplicant: judged.after.fitsApplicant,
    alertId: "alert-1",
    evidence: JSON.stringify({ ...judged.evidence, bridge: { courseOpeningId: course.openingId, unlocks: 2 } }),
    versions: "{}",
    toldAt: Date.UTC(2026, 10, 21),
  });
});
afterAll(() => deployment.stop());

describe("an opening that was told with a course", () => {
  test("is in the inbox with the course and the way to it", async () => {
    const { code, out } = await deployment.run(["inbox", applicant.applicantId]);
    expect(code).toBe(0);
    expect(out).toContain("(with course-1)");
    expect(out).toContain("‘바리스타 1급 과정’을 마치시면 이 자리와 맞게 됩니다.");
    expect(out).toContain("마치시면 지금 열려 있는 자리 2곳과 맞게 됩니다.");
    const json = await deployment.run(["inbox", applicant.applicantId, "--json"]);
    expect(JSON.parse(json.out)).toMatchObject({ openingId: job.openingId, courseOpeningId: course.openingId });
  });

  test("is accounted for by why, with the score that the course would make", async () => {
    const { code, out } = await deployment.run(["why", applicant.applicantId, job.openingId, "--day", DAY, "--json"]);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ isMatch: false, bridge: { courseOpeningId: "course-1" } });
    expect(JSON.parse(out).bridge.scoreWithCourse).toBeGreaterThan(stages.dev.thresholdBp);
    const words = await deployment.run(["why", applicant.applicantId, job.openingId, "--day", DAY]);
    expect(words.out).toContain("이 과정은 온라인으로 들으실 수 있고, 지금 5명이 더 신청할 수 있습니다.");
  });

  test("is said not to be within reach of a course that isn't one", async () => {
    const args = ["why", applicant.applicantId, job.openingId, "--day", DAY, "--course"];
    const other = await deployment.run([...args, job.openingId]);
    expect(other.out).toContain("doesn't hold: course-full");
    const none = await deployment.run([...args, "no-such-course"]);
    expect(none.out).toContain("doesn't hold: course-closed");
  });
});

describe("ieum institution", () => {
  const polytechnic = {
    institutionId: "polytechnic-mapo",
    revision: 1,
    type: "polytechnic",
    name: "한국폴리텍대학 마포",
    district: "11440",
    validFrom: "2026-12-01",
  };

  test("apply sends every institution of a file as an event, and nothing of a file with a mistake", async () => {
    const before = deployment.events.length;
    const { code, out } = await deployment.run(["institution", "apply", "-"], JSON.stringify([polytechnic]));
    expect({ code, out }).toEqual({ code: 0, out: "1 institutions sent\n" });
    expect(deployment.events.slice(before)).toMatchObject([
      { detailType: "InstitutionRegistered", source: "ieum.institutions", detail: { institution: polytechnic } },
    ]);
    const mistaken = [polytechnic, { ...polytechnic, type: "bakery" }];
    const refused = await deployment.run(["institution", "apply", "-"], JSON.stringify(mistaken));
    expect(refused.code).toBe(1);
    expect(refused.err).toContain("item 2: SCHEMA_VIOLATION /institution/type");
    expect(deployment.events).toHaveLength(before + 1);
  });

  test("nearest goes by what is registered and there on the day, before what comes along", async () => {
    const { institutionId, revision } = polytechnic;
    await deployment.ports.institutions.keep(institutionId, revision, JSON.stringify(polytechnic));
    const nearestOn = async (day: string) => {
      const { out } = await deployment.run(["institution", "nearest", "11440", "--day", day, "--json"]);
      const rows = out
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line));
      return rows.find(({ type }) => type === "polytechnic")?.institutionId;
    };
    expect(await nearestOn("2026-11-30")).toBe("polytechnic-jeongsu");
    expect(await nearestOn("2026-12-01")).toBe("polytechnic-mapo");
  });

  test("nearest refuses what is no district or no day", async () => {
    expect((await deployment.run(["institution", "nearest", "99999"])).err).toContain("99999 is no district");
    expect((await deployment.run(["institution", "nearest", "11440", "--day", "soon"])).code).toBe(1);
  });

  test("brings along an institution of every type for every district of Seoul", async () => {
    expect(seoulGu).toHaveLength(25);
    const { out } = await deployment.run(["institution", "nearest", "11305", "--built-in", "--json"]);
    expect(
      out
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line).type),
      // Employment centers come with a directory of their own: see `examples/employment-centers.json`.
    ).toEqual(institutionTypes.filter((type) => !["employment-center", "midage-job-center"].includes(type)));
  });
});
