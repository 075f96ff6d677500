import { createHmac, timingSafeEqual } from "node:crypto";
import { opaqueId } from "../../domain/model/primitives.ts";
import { derivedSecret } from "./sealed.ts";

/** 128 bits: nobody guesses one, and the address stays short. */
const SIGNATURE_BYTES = 16;

/** Makes and reads the links by which a person ends messages with one press (RFC 8058). Nobody can make one for somebody else. */
export class OptOutLinks {
  readonly #page: string;
  readonly #secret: Buffer;

  /** `page` is where the links lead: it answers GET with a button and POST with the opt-out, by publishing `DeliveryOptedOut`. */
  constructor(page: string, contactPrivateKey: string) {
    this.#page = page;
    this.#secret = derivedSecret(contactPrivateKey, "opt-out");
  }

  linkOf(applicantId: string): string {
    const url = new URL(this.#page);
    url.searchParams.set("applicant", applicantId);
    url.searchParams.set("signature", this.#sign(applicantId).toString("base64url"));
    return url.href;
  }

  /** Whose link it is; undefined when it is nobody's. */
  applicantOf(link: string): string | undefined {
    const { searchParams } = new URL(link, this.#page);
    const applicantId = opaqueId.safeParse(searchParams.get("applicant"));
    const signature = Buffer.from(searchParams.get("signature") ?? "", "base64url");
    if (!applicantId.success || signature.length !== SIGNATURE_BYTES) return undefined;
    return timingSafeEqual(signature, this.#sign(applicantId.data)) ? applicantId.data : undefined;
  }

  #sign(applicantId: string): Buffer {
    return createHmac("sha256", this.#secret).update(applicantId).digest().subarray(0, SIGNATURE_BYTES);
  }
}
