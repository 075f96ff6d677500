import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { eucKrBytes } from "../../../domain/channels/euc-kr.ts";
import { newContactKeys, openContact } from "../../../functions/contacts/sealed.ts";
import { anApplicant, anOpening } from "../../fixtures/bodies.ts";
import { type Deployment, startDeployment } from "./deployment.ts";

const { applicantId } = anApplicant();
const job = anOpening();
const TOLD = `${applicantId}~${job.openingId}`;
/** The command goes by today, whenever that is. */
const ALWAYS_OPEN = { validThrough: "2099-12-31" };

let deployment: Deployment;
beforeAll(async () => {
  deployment = await startDeployment();
  const { ports } = deployment;
  await ports.applicants.keep(applicantId, 1, JSON.stringify(anApplicant()));
  const { validFrom: _from, ...open } = anOpening(ALWAYS_OPEN);
  const fair = { ...open, openingId: "fair-1", kind: "job-fair", title: "마포 채용박람회", place: { mode: "online" } };
  const elsewhere = { ...open, openingId: "job-far", place: { mode: "onsite", district: "26110" } };
  const closed = { ...open, openingId: "job-closed", title: "마감된 자리" };
  for (const opening of [open, fair, elsewhere, closed]) {
    await ports.openings.keep(opening.openingId, 1, JSON.stringify(opening));
  }
  await ports.openings.close("job-closed", 2);
  for (const openingId of [job.openingId, "job-closed"]) {
    await ports.recommendations.tell({
      applicantId,
      openingId,
      applicantRevision: 1,
      openingRevision: 1,
      score: 9_000,
      fitsOpening: 9_000,
      fitsApplicant: 9_000,
      alertId: "alert-1",
      evidence: '{"reasons":[]}',
      versions: "{}",
      toldAt: Date.UTC(2026, 10, 21),
    });
  }
});
afterAll(() => deployment.stop());
afterEach(() => vi.unstubAllEnvs());

describe("ieum contact", () => {
  const keys = newContactKeys();

  test("keys makes a pair that fits", async () => {
    const { out } = await deployment.run(["contact", "keys", "--json"]);
    expect(Object.keys(JSON.parse(out)).sort()).toEqual(["optOutSecret", "privateKey", "publicKey"]);
  });

  test("set keeps sealed where somebody is reached, and says no more of it; remove forgets it", async () => {
    vi.stubEnv("IEUM_CONTACT_PUBLIC_KEY", keys.publicKey);
    const set = ["contact", "set", applicantId, "--email", "me@example.org", "--phone", "01000000000"];
    const { code, out, err } = await deployment.run(set);
    expect([code, out, err]).toEqual([0, `${applicantId} is reached by email and phone\n`, ""]);
    const sealed = (await deployment.ports.contacts.get(applicantId)) ?? "";
    expect(openContact(sealed, applicantId, keys.privateKey)).toEqual({
      email: "me@example.org",
      phone: "01000000000",
    });
    expect((await deployment.run(["contact", "remove", applicantId])).code).toBe(0);
    expect(await deployment.ports.contacts.get(applicantId)).toBeUndefined();
  });

  test.each([
    [["--email", "nobody"], "--email is none"],
    [["--phone", "010-0000-0000"], "--phone is none"],
    [[], "give --email, --phone or both"],
  ])("set refuses %j without repeating it", async (given, reason) => {
    vi.stubEnv("IEUM_CONTACT_PUBLIC_KEY", keys.publicKey);
    const { code, err } = await deployment.run(["contact", "set", applicantId, ...given]);
    expect(code).toBe(1);
    expect(err).toContain(reason);
    expect(err).not.toMatch(/nobody|0000/);
  });

  test("set says when there is no such person, or no key", async () => {
    const set = ["contact", "set", "applicant-unknown", "--email", "me@example.org"];
    expect((await deployment.run(set)).err).toContain("IEUM_CONTACT_PUBLIC_KEY is not set");
    vi.stubEnv("IEUM_CONTACT_PUBLIC_KEY", keys.publicKey);
    expect((await deployment.run(set)).err).toContain("there is no applicant applicant-unknown");
  });
});

describe("ieum message preview", () => {
  const preview = async (channel: string, ...more: readonly string[]) =>
    await deployment.run(["message", "preview", TOLD, "--channel", channel, ...more]);

  test("shows an e-mail as text or HTML", async () => {
    expect((await preview("email")).out).toContain(`[일자리] ${job.title}`);
    expect((await preview("email", "--html", "--lang", "en")).out).toContain('<html lang="en">');
  });

  test("shows a text message with its kind and length", async () => {
    const message = JSON.parse((await preview("sms", "--json")).out);
    expect(message).toMatchObject({ kind: "lms", bytes: eucKrBytes(message.text) });
    expect((await preview("sms")).err).toBe(`${message.subject}\nlms, ${message.bytes} bytes\n`);
  });

  test("shows an 알림톡 with its template and variables", async () => {
    const message = JSON.parse((await preview("alimtalk", "--json")).out);
    expect(message).toMatchObject({
      templateId: "ieum-recommendation-ko-1",
      variables: { 센터: "50플러스 중부캠퍼스", 전화: "02-460-5050" },
    });
  });

  test("shows the paper", async () => {
    expect((await preview("print")).out).toContain("02-460-5050");
  });

  test("says what it doesn't know", async () => {
    expect((await preview("fax")).err).toContain("--channel must be one of email, sms, alimtalk, print");
    const untold = ["message", "preview", `${applicantId}~job-far`, "--channel", "sms"];
    expect((await deployment.run(untold)).err).toContain("nobody was told of");
  });
});

test("ieum digest print has what is open and leaves out what is closed", async () => {
  const { code, out } = await deployment.run(["digest", "print", applicantId]);
  expect(code).toBe(0);
  expect(out).toContain(job.title);
  expect(out).toContain("신청: 2099년 12월 31일까지");
  expect(out).not.toContain("마감된 자리");
});

describe("ieum fairs", () => {
  test("lists fairs and deadlines of a district as a calendar", async () => {
    const { code, out } = await deployment.run(["fairs", "--format", "ical", "--district", "11440"]);
    expect(code).toBe(0);
    expect(out).toMatch(/^BEGIN:VCALENDAR\r\n[\s\S]*END:VCALENDAR\r\n$/);
    expect(out.match(/UID:.*/g)).toEqual(["UID:fair-1@ieum", `UID:${job.openingId}@ieum`]);
    expect(out).toContain("DTSTART;VALUE=DATE:20991231");
  });

  test("lists everything as a feed", async () => {
    const { out } = await deployment.run(["fairs", "--format", "rss"]);
    expect(out.match(/<item>/g)).toHaveLength(3);
    expect(out).toContain("채용박람회: 마포 채용박람회");
  });

  test("says what it doesn't know", async () => {
    expect((await deployment.run(["fairs", "--format", "pdf"])).err).toContain("--format must be rss or ical");
    expect((await deployment.run(["fairs", "--format", "rss", "--district", "1"])).err).toContain(
      "--district 1 is none",
    );
  });
});
