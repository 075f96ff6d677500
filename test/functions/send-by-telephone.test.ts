import { expect, test } from "vitest";
import { createAlimtalkChannel, createSmsChannel } from "../../functions/sending/telephone-channels.ts";
import { applicantId, aWaitingMessage, centerOf } from "./waiting-message.ts";

test.each([
  ["sms", createSmsChannel()],
  ["alimtalk", createAlimtalkChannel()],
])("without a provider a message by %s is not sent, and the reason is clear", async (name, channel) => {
  const rendered = channel.render(
    { language: "ko", items: [{ purpose: "recommendation", title: "바리스타", lines: ["가깝습니다."] }] },
    { applicantId, center: centerOf(undefined) },
  );
  await expect(rendered.send("01000000000", "id")).rejects.toThrow(`no provider of ${name} is configured`);
});

test("with a provider a telephone channel sends what it shows", async () => {
  const sent: unknown[] = [];
  const relay = async (...all: unknown[]) => {
    sent.push(all);
    return { kind: "accepted" } as const;
  };
  const story = await aWaitingMessage();
  expect(await story.send([], story.bodies(), [createSmsChannel(relay)])).toBe(0);
  expect(sent).toEqual([["01000000000", expect.objectContaining({ kind: "lms" }), expect.any(String)]]);
});
