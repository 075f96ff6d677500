import { createHmac, timingSafeEqual } from "node:crypto";
import { opaqueId } from "../../domain/model/primitives.ts";
import { derivedSecret } from "./sealed.ts";

/** 128 bits: nobody guesses one, and the address stays short. */
const SIGNATURE_BYTES = 16;

/** Between the id and its signature; no opaque id, and no base64url, has it. */
const SEPARATOR = ".";

/** Makes and reads the links by which a person ends messages with one press (RFC 8058). Nobody can make one for somebody else. */
export class OptOutLinks {
  readonly #page: string;
  readonly #secret: Buffer;

  /** `page` is where the links lead: it answers GET with a button and POST with the opt-out (`optOutByToken`). */
  constructor(page: string, contactPrivateKey: string) {
    this.#page = page;
    this.#secret = derivedSecret(contactPrivateKey, "opt-out");
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
