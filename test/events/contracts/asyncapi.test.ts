import { Parser } from "@asyncapi/parser";
import { expect, test } from "vitest";
import { allEvents } from "../../../events/catalog.ts";
import { toAsyncApi } from "../../../events/contracts/asyncapi.ts";
import { applicantDigest, applicantMessage, shortlistMessage } from "../../../events/messages.ts";

const text = JSON.stringify(toAsyncApi("1.0.0"));

test("the official parser reads the AsyncAPI document without errors or warnings", async () => {
  const { document, diagnostics } = await new Parser().parse(text);
  expect(diagnostics.map(({ code, message, path }) => ({ code, message, path }))).toEqual([]);
  const names = new Set(
    document
      ?.allMessages()
      .all()
      .map((message) => message.name()),
  );
  for (const { name } of allEvents) expect(names, name).toContain(name);
});

test("every event that is described has its sample", async () => {
  const { document } = await new Parser().parse(text);
  for (const event of allEvents) {
    const message = document
      ?.allMessages()
      .all()
      .find((one) => one.name() === event.name);
    expect(
      message
        ?.examples()
        .all()
        .map((example) => example.payload()),
      event.name,
    ).toEqual([{ source: event.source, "detail-type": event.name, detail: event.sample }]);
  }
});

test("every message of a queue has samples that are valid, of shortlists one of each kind", async () => {
  const { document } = await new Parser().parse(text);
  const samplesOf = (name: string) =>
    document
      ?.allMessages()
      .all()
      .find((one) => one.name() === name)
      ?.examples()
      .all()
      .map((example) => example.payload()) ?? [];
  const kinds = samplesOf("ShortlistMessage").map((sample) => shortlistMessage.parse(sample).kind);
  expect(kinds).toEqual(shortlistMessage.options.map(({ shape }) => shape.kind.value));
  expect(samplesOf("ApplicantMessage").map((sample) => applicantMessage.parse(sample).language)).toEqual(["ko"]);
  expect(samplesOf("ApplicantDigest").map((sample) => applicantDigest.parse(sample).items.length)).toEqual([2]);
});
