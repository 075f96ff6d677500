import * as z from "zod";
import { carriesPersonalData, freeText } from "./text.ts";

/** Addresses of postings are short; what is longer carries a session or a person along. */
const URL_CHARS_MAX = 500;

/** HTTPS, a host by name, and what can stand in an address without being escaped. Nobody's name and password has room in it. */
const PUBLIC_ADDRESS = /^https:\/\/[a-z0-9](?:[a-z0-9.-]{0,250}[a-z0-9])?(?::\d{1,5})?(?:[/?#][!-?A-~]*)?$/;

/**
 * Where an opening stands in public. The terms of public job services (고용24, 서울일자리포털) ask for their name and a link back wherever a posting
 * of theirs is shown.
 */
export const postingSource = z.strictObject({
  name: freeText(60),
  url: z
    .string()
    .max(URL_CHARS_MAX)
    .regex(PUBLIC_ADDRESS, "is not an address that begins with https://")
    .refine((text) => !carriesPersonalData(text), {
      error: "carries a telephone number, an e-mail address or a resident registration number",
      params: { code: "PERSONAL_DATA_IN_TEXT" },
    }),
});
export type PostingSource = z.infer<typeof postingSource>;
