import { describe, expect, test } from "vitest";
import { sessionCookie } from "../../../functions/api/session.ts";
import { OptOutLinks, OptOutTokens, optOutSecretOf } from "../../../functions/contacts/opt-out-link.ts";
import { newContactKeys } from "../../../functions/contacts/sealed.ts";
import { ApiService } from "../../fixtures/api-service.ts";
import { aJobBody, anApplicant, aProfileBody } from "../../fixtures/bodies.ts";

const { applicantId } = anApplicant();

async function aReader() {
  const api = await ApiService.create();
  await api.memory.accept(aProfileBody());
  const path = `/opt-out?token=${encodeURIComponent(api.optOut.tokenOf(applicantId))}`;
  const optedOut = () => api.memory.world.published().filter(({ name }) => name === "DeliveryOptedOut");
  return { api, path, optedOut };
}

describe("the page that an e-mail's opt-out link leads to", () => {
  test("shows one button, and changes nothing by being looked at", async () => {
    const { api, path, optedOut } = await aReader();
    const response = await api.request("GET", path);
    const page = await response.text();
    expect([response.status, response.headers.get("content-type")]).toEqual([200, "text/html; charset=UTF-8"]);
    expect(page.match(/<button/g)).toHaveLength(1);
    // Who it is about is nobody's business who looks over a shoulder.
    expect(page).not.toContain(applicantId);
    expect(page).not.toMatch(/<script|https?:/);
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(response.headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(optedOut()).toEqual([]);
  });

  test("ends the messages on one press by a mail program, once however often it presses", async () => {
    const { api, path, optedOut } = await aReader();
    const press = () =>
      api.request("POST", path, {
        body: "List-Unsubscribe=One-Click",
        headers: { "content-type": "application/x-www-form-urlencoded" },
      });
    expect((await press()).status).toBe(200);
    expect((await press()).status).toBe(200);
    expect(new Set(optedOut().map(({ detail }) => detail.eventId)).size).toBe(1);
    await api.settle();
    expect((await press()).status).toBe(200);
    await api.memory.accept(aJobBody());
    expect(api.memory.world.sent("applicant-messages")).toEqual([]);
  });

  test("takes the press of a signed-in browser that comes from somewhere else, where a page of ours wouldn't", async () => {
    const { api, path, optedOut } = await aReader();
    const cookie = sessionCookie(await api.tokenOf({ role: "applicant", subject: "somebody-else" }), 60);
    const headers = { cookie, "sec-fetch-site": "cross-site", origin: "https://mail.example" };
    expect((await api.request("POST", "/sign-out", { headers })).status).toBe(403);
    expect((await api.request("POST", path, { headers })).status).toBe(200);
    expect(optedOut().map(({ detail }) => detail)).toMatchObject([{ applicantId }]);
  });

  test.each([
    ["none", ""],
    ["half of one", "?token=applicant-1."],
    ["another person's name beside it", undefined],
    [
      "one signed with another key",
      `?token=${new OptOutTokens(optOutSecretOf(newContactKeys().privateKey)).tokenOf(applicantId)}`,
    ],
  ])("with %s for a token is not found, and nothing is published", async (_, given) => {
    const { api, path, optedOut } = await aReader();
    const query = given ?? `?${path.split("?")[1]?.replace(applicantId, "applicant-other")}`;
    for (const method of ["GET", "POST"]) {
      const response = await api.request(method, `/opt-out${query}`);
      expect([response.status, await response.text()]).toEqual([404, expect.not.stringContaining("<button")]);
    }
    expect(optedOut()).toEqual([]);
  });

  test("stands where the links of e-mails point to", async () => {
    const { api } = await aReader();
    const secret = optOutSecretOf(newContactKeys().privateKey);
    const link = new URL(new OptOutLinks("https://ieum.example/dev/opt-out", secret).linkOf(applicantId));
    expect(new OptOutTokens(secret).applicantOfToken(link.searchParams.get("token") ?? "")).toBe(applicantId);
    // The form posts to its own address, whatever the gateway puts before the path.
    const page = await (await api.request("GET", `/opt-out?token=${api.optOut.tokenOf(applicantId)}`)).text();
    expect(page).toContain('<form method="post">');
  });
});

test("a secret of opt-out links that is too short is a fault of the deployment", () => {
  expect(() => new OptOutTokens("")).toThrow("too short");
});
