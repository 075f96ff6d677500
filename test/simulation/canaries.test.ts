import { describe, expect, test } from "vitest";
import { anyCanaryIn, canariesIn, indiscreetProfile, personalFields, sealedContactOf } from "./canaries.ts";

const FORMS = 9;
const NAME = "카나리아 canary-a3-x";

const WAYS: readonly (readonly [string, (text: string) => string])[] = [
  ["as it is", (text) => text],
  ["decomposed", (text) => text.normalize("NFD")],
  ["in a text of JSON", (text) => JSON.stringify({ line: text })],
  ["escaped", inEscapes],
  ["escaped, in a text of JSON", (text) => JSON.stringify({ line: inEscapes(text) })],
  ["escaped, in a text in a text of JSON", (text) => JSON.stringify({ line: JSON.stringify([inEscapes(text)]) })],
  ["in an address", (text) => encodeURIComponent(text)],
  ["in base64", (text) => Buffer.from(text).toString("base64")],
  ["in base64 of a longer text", (text) => Buffer.from(`{"name":"${text}","age":1}`).toString("base64")],
  ["in base64 of another longer text", (text) => Buffer.from(`{"names":"${text}"}`).toString("base64")],
  ["in base64 of one more longer text", (text) => Buffer.from(`{"a name":"${text}" }`).toString("base64")],
];

function inEscapes(text: string): string {
  return text.replace(/[^ -~]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

describe("a canary", () => {
  test.each(WAYS)("is found %s, its name and its word each alone", (_, toText) => {
    for (const words of [NAME, "카나리아", "canary-a3-x"])
      expect(anyCanaryIn(`a ${toText(words)} b`), words).toBeDefined();
    for (const words of [NAME, "canary-a3-x"]) expect(canariesIn(`a ${toText(words)} b`, "a3"), words).not.toEqual([]);
  });

  test("is found in whatever says more than an event may, in what a profile has, and in the contact", () => {
    const bodies = Array.from({ length: FORMS }, (_, form) => indiscreetProfile("a3", form, {}).body);
    for (const text of [...bodies, JSON.stringify(personalFields("a3")), sealedContactOf("a3")]) {
      expect(anyCanaryIn(text), text).toBeDefined();
      expect(canariesIn(text, "a3"), text).not.toEqual([]);
      expect(canariesIn(text, "a4"), text).toEqual([]);
    }
    expect(canariesIn("pay 7300033", "a3")).toEqual(["7300033"]);
  });

  test("is in nothing that has none", () => {
    expect(anyCanaryIn("a3 applied for o4, sha256 17300033f, 카페")).toBeUndefined();
    expect(canariesIn("canary-a33-y 카나리", "a3")).toEqual([]);
  });
});
