import {
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from "node:crypto";
import { type Contact, contact } from "../../domain/model/contact.ts";

/**
 * A contact is sealed with a public key: an operator, or whoever takes addresses in, can write one and can't read any. Only the sending function has the
 * private key. Each sealing makes a key pair of its own, agrees by X25519 on a secret with the receiver's key, and encrypts by AES-256-GCM with what
 * HKDF makes of it (the pattern of RFC 9180). The applicant's id is authenticated along: what was sealed for one can't be put beside another.
 */
const FORMAT = 1;
const RAW_KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** What stands before the 32 raw bytes of an X25519 key in DER: RFC 8410 gives it one form each. */
const PUBLIC_PREFIX = Buffer.from("302a300506032b656e032100", "hex");
const PRIVATE_PREFIX = Buffer.from("302e020100300506032b656e04220420", "hex");

/** Both keys as base64url of their 32 raw bytes, as settings carry them. */
export interface ContactKeys {
  readonly publicKey: string;
  readonly privateKey: string;
}

export function newContactKeys(): ContactKeys {
  const { publicKey, privateKey } = generateKeyPairSync("x25519");
  return {
    publicKey: rawOf(publicKey).toString("base64url"),
    privateKey: privateKey
      .export({ type: "pkcs8", format: "der" })
      .subarray(PRIVATE_PREFIX.length)
      .toString("base64url"),
  };
}

/** The public key that belongs to a private one. */
export function publicKeyOf(privateKey: string): string {
  return rawOf(createPublicKey(toPrivateKey(privateKey))).toString("base64url");
}

export function sealContact(value: Contact, applicantId: string, publicKey: string): string {
  return sealText(JSON.stringify(contact.parse(value)), { use: "contact", about: applicantId }, publicKey);
}

/** Opens a contact. Throws when it was sealed for somebody else, with another key, or has been changed; what it says is never in the error. */
export function openContact(sealed: string, applicantId: string, privateKey: string): Contact {
  const text = openText(sealed, { use: "contact", about: applicantId }, privateKey);
  try {
    return contact.parse(JSON.parse(text));
  } catch {
    // The cause may quote what was decrypted.
    throw new Error(`the contact of ${applicantId} can't be opened with this key`);
  }
}

/** What a sealed text is, and whom it is about: it opens as nothing else, and beside nobody else. */
export interface SealedAs {
  readonly use: "contact" | "case note" | "webhook";
  readonly about: string;
}

export function sealText(text: string, { use, about }: SealedAs, publicKey: string): string {
  const receiver = toPublicKey(rawBytes(publicKey));
  const own = generateKeyPairSync("x25519");
  const ownRaw = rawOf(own.publicKey);
  const iv = randomBytes(IV_BYTES);
  const key = agree(own.privateKey, receiver, ownRaw, use);
  const cipher = createCipheriv("aes-256-gcm", key, iv, { authTagLength: TAG_BYTES }).setAAD(Buffer.from(about));
  const encrypted = Buffer.concat([cipher.update(text), cipher.final()]);
  return Buffer.concat([Buffer.of(FORMAT), ownRaw, iv, cipher.getAuthTag(), encrypted]).toString("base64url");
}

export function openText(sealed: string, { use, about }: SealedAs, privateKey: string): string {
  const bytes = Buffer.from(sealed, "base64url");
  const parts = bytes.subarray(1);
  const [ivAt, tagAt, bodyAt] = [RAW_KEY_BYTES, RAW_KEY_BYTES + IV_BYTES, RAW_KEY_BYTES + IV_BYTES + TAG_BYTES];
  if (bytes[0] !== FORMAT || parts.length <= bodyAt)
    throw new Error(`a sealed ${use} has another form than known here`);
  try {
    const sender = parts.subarray(0, ivAt);
    const key = agree(toPrivateKey(privateKey), toPublicKey(sender), sender, use);
    const decipher = createDecipheriv("aes-256-gcm", key, parts.subarray(ivAt, tagAt), { authTagLength: TAG_BYTES })
      .setAAD(Buffer.from(about))
      .setAuthTag(parts.subarray(tagAt, bodyAt));
    return Buffer.concat([decipher.update(parts.subarray(bodyAt)), decipher.final()]).toString("utf8");
  } catch {
    throw new Error(`the ${use} of ${about} can't be opened with this key`);
  }
}

/** A secret of its own for another use, made of the private key, so that there is one key to look after. */
export function derivedSecret(privateKey: string, use: string): Buffer {
  return Buffer.from(hkdfSync("sha256", rawBytes(privateKey), Buffer.alloc(0), `ieum ${use}`, RAW_KEY_BYTES));
}

function agree(privateKey: KeyObject, publicKey: KeyObject, ephemeral: Uint8Array, use: SealedAs["use"]): Buffer {
  const shared = diffieHellman({ privateKey, publicKey });
  return Buffer.from(hkdfSync("sha256", shared, ephemeral, `ieum ${use}`, RAW_KEY_BYTES));
}

function rawOf(publicKey: KeyObject): Buffer {
  return publicKey.export({ type: "spki", format: "der" }).subarray(PUBLIC_PREFIX.length);
}

function rawBytes(key: string): Buffer {
  const raw = Buffer.from(key, "base64url");
  if (raw.length !== RAW_KEY_BYTES) throw new RangeError(`a contact key is ${RAW_KEY_BYTES} bytes in base64url`);
  return raw;
}

function toPublicKey(raw: Uint8Array): KeyObject {
  return createPublicKey({ key: Buffer.concat([PUBLIC_PREFIX, raw]), type: "spki", format: "der" });
}

function toPrivateKey(key: string): KeyObject {
  return createPrivateKey({ key: Buffer.concat([PRIVATE_PREFIX, rawBytes(key)]), type: "pkcs8", format: "der" });
}
