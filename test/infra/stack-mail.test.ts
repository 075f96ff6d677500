import type { Template } from "aws-cdk-lib/assertions";
import { describe, expect, test } from "vitest";
import { centers } from "../../infra/centers.ts";
import { hasSignIn } from "../../infra/identity.ts";
import { chosenMail, type Mail, mailEnvironment } from "../../infra/mail.ts";
import { DEVELOPMENT_CONTACT_KEY, mailVariables } from "../fixtures/template.ts";
import { aTemplate, propertiesOf, template } from "./dev-template.ts";

describe("messages to people", () => {
  const sendOf = (of: Template) =>
    propertiesOf("AWS::Lambda::Function", of).find(([, { FunctionName }]) => /-send$/.test(String(FunctionName)))?.[1];

  test("wait for senders outside unless a mail server is named", () => {
    expect(chosenMail("dev", {})).toBeUndefined();
    expect(sendOf(template)).toBeUndefined();
    expect(() => chosenMail("dev", { IEUM_MAIL_HOST: "mail.example.org" })).toThrow("IEUM_MAIL_FROM has to be");
  });

  test("are sent by a function that is told of the mail server, with one connection per message and few at a time", () => {
    const mailing = aTemplate("dev", centers, chosenMail("dev", mailVariables));
    const { Environment = {} } = sendOf(mailing) ?? {};
    const { Variables = {} } = Environment as { Variables?: Record<string, unknown> };
    expect(Variables).toMatchObject({ MAIL_HOST: "mail.example.org", MAIL_PORT: "587", NIGHT_QUIET: "none" });
    expect(JSON.parse(String(Variables["CENTERS_TO_CALL"]))).toHaveLength(centers.length);
    // Lambda allows 4 KB for all variables together.
    expect(Buffer.byteLength(JSON.stringify(Variables))).toBeLessThan(4_096);
    const queue = propertiesOf("AWS::SQS::Queue", mailing).find(
      ([, { QueueName }]) => QueueName === "ieum-dev-applicant-messages",
    )?.[1];
    expect(queue?.["VisibilityTimeout"]).toBe(360);
  });

  test("lead to pages of openings beside the opt-out page, where somebody can sign in to see them", () => {
    const own = "https://api.example/dev/";
    const mail = chosenMail("dev", mailVariables);
    const moved = (optOutPage: string) => chosenMail("dev", { ...mailVariables, IEUM_OPT_OUT_PAGE: optOutPage });
    const pagesOf = (chosen: Mail | undefined, canSignIn: boolean) =>
      chosen && mailEnvironment(chosen, centers, own, canSignIn)["OPENING_PAGES"];
    expect(pagesOf(mail, true)).toBe("https://api.example/dev/my/openings");
    expect(pagesOf(moved("https://ieum.example/opt-out"), true)).toBe("https://ieum.example/my/openings");
    expect(pagesOf(moved("https://elsewhere.example/stop"), true)).toBeUndefined();
    expect(pagesOf(mail, false)).toBeUndefined();
    expect([{}, { clientId: "pages" }, { developmentKey: "{}" }].map(hasSignIn)).toEqual([false, true, true]);
  });

  test("where people are real, the template has no secret, only where each is kept", () => {
    const text = JSON.stringify(aTemplate("prod", centers, chosenMail("prod", mailVariables)).toJSON());
    expect(text).not.toContain("a development");
    expect(text).not.toContain(DEVELOPMENT_CONTACT_KEY);
    for (const field of ["user", "password", "contactPrivateKey", "optOutSecret"]) {
      expect(text).toContain(`{{resolve:secretsmanager:ieum-prod-mail:SecretString:${field}::}}`);
    }
  });

  test("no other function is told of the key to contacts", () => {
    const mailing = aTemplate("dev", centers, chosenMail("dev", mailVariables));
    const told = propertiesOf("AWS::Lambda::Function", mailing).filter(([, fn]) =>
      JSON.stringify(fn).includes(DEVELOPMENT_CONTACT_KEY),
    );
    expect(told.map(([, { FunctionName }]) => FunctionName)).toEqual(["ieum-dev-send"]);
  });
});
