import { expect, test } from "vitest";
import { newContactKeys, openContact, publicKeyOf, sealContact } from "../../functions/contacts/sealed.ts";

const keys = newContactKeys();
const contact = { email: "me@example.org", phone: "01000000000" };

test("what is sealed is opened by the private key alone, for the same person", () => {
  const sealed = sealContact(contact, "applicant-1", keys.publicKey);
  expect(openContact(sealed, "applicant-1", keys.privateKey)).toEqual(contact);
  expect(() => openContact(sealed, "applicant-2", keys.privateKey)).toThrow("can't be opened");
  expect(() => openContact(sealed, "applicant-1", newContactKeys().privateKey)).toThrow("can't be opened");
});

test("a sealed contact shows nothing of itself, not even that it is the same as another", () => {
  const sealed = [1, 2].map(() => sealContact(contact, "applicant-1", keys.publicKey));
  expect(new Set(sealed).size).toBe(2);
  for (const one of sealed) expect(Buffer.from(one, "base64url").toString("latin1")).not.toContain("example");
});

test("a changed one is refused at every byte, and the fault says nothing of what it held", () => {
  const sealed = Buffer.from(sealContact(contact, "applicant-1", keys.publicKey), "base64url");
  for (let at = 0; at < sealed.length; at++) {
    const changed = Buffer.from(sealed);
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(() => openContact(changed.toString("base64url"), "applicant-1", keys.privateKey)).toThrow(
      /another form|can't be opened/,
    );
  }
});

test("the public key follows from the private one", () => {
  expect(publicKeyOf(keys.privateKey)).toBe(keys.publicKey);
  expect(() => publicKeyOf("too-short")).toThrow("32 bytes");
});

test.each([{ email: "nobody" }, { phone: "010-0000-0000" }, { phone: "+821000000000" }])(
  "what is no address is not sealed: %o",
  (wrong) => {
    expect(() => sealContact(wrong, "applicant-1", keys.publicKey)).toThrow();
  },
);
