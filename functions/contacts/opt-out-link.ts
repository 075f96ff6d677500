import { createHmac, timingSafeEqual } from "node:crypto";
import { opaqueId } from "../../domain/model/primitives.ts";
import { derivedSecret } from "./sealed.ts";

/** Shorter ones can be searched for: whoever forgets the secret must not sign with nothing. */
const SECRET_BYTES_MIN = 32;

/** 128 bits: nobody guesses one, and the address stays short. */
const SIGNATURE_BYTES = 16;

/** Between the id and its signature; no opaque id, and no base64url, has it. */
const SEPARATOR = ".";

/** Where the API has the page that links lead to. */
export const OPT_OUT_PATH = "/opt-out";

/**
 * The secret that tokens are signed with, for the two functions that make and read them. It follows from the key that opens contacts, so that there is one key
 * to look after, and opens none itself.
 */
export function optOutSecretOf(contactPrivateKey: string): string {
  return derivedSecret(contactPrivateKey, "opt-out").toString("base64url");
}

/** Makes and reads the tokens that say whose messages are to end. Nobody can make one for somebody else. */
export class OptOutTokens {
  readonly #secret: Buffer;

  constructor(secret: string) {
    this.#secret = Buffer.from(secret, "base64url");
    if (this.#secret.length < SECRET_BYTES_MIN) throw new RangeError("the secret of opt-out links is too short");
  }

  tokenOf(applicantId: string): string {
    return `${applicantId}${SEPARATOR}${this.#sign(applicantId).toString("base64url")}`;
  }

  /** Whose token it is; undefined when it is nobody's. */
  applicantOfToken(token: string): string | undefined {
    const [id, text = "", ...rest] = token.split(SEPARATOR);
    const applicantId = opaqueId.safeParse(id);
    const signature = Buffer.from(text, "base64url");
    if (!applicantId.success || rest.length > 0 || signature.length !== SIGNATURE_BYTES) return undefined;
    return timingSafeEqual(signature, this.#sign(applicantId.data)) ? applicantId.data : undefined;
  }

  #sign(applicantId: string): Buffer {
    return createHmac("sha256", this.#secret).update(applicantId).digest().subarray(0, SIGNATURE_BYTES);
  }
}

/** Makes and reads the links by which a person ends messages with one press (RFC 8058). */
export class OptOutLinks extends OptOutTokens {
  readonly #page: string;

  /** `page` is where the links lead: it answers GET with a button and POST with the opt-out (`optOutByToken`). */
  constructor(page: string, secret: string) {
    super(secret);
    this.#page = page;
  }

  linkOf(applicantId: string): string {
    const url = new URL(this.#page);
    url.searchParams.set("token", this.tokenOf(applicantId));
    return url.href;
  }

  /** Whose link it is; undefined when it is nobody's. */
  applicantOf(link: string): string | undefined {
    return this.applicantOfToken(new URL(link, this.#page).searchParams.get("token") ?? "");
  }
}
