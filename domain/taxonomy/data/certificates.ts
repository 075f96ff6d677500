import type { CertificateRow } from "../rows.ts";
import { CARE_CERTIFICATES } from "./certificates-care.ts";
import { CRAFT_CERTIFICATES } from "./certificates-craft.ts";
import { OFFICE_CERTIFICATES } from "./certificates-office.ts";
import { RANKED_CERTIFICATES } from "./certificates-ranks.ts";
import { SERVICE_CERTIFICATES } from "./certificates-service.ts";
import { TECHNICAL_CERTIFICATES } from "./certificates-technical.ts";

/**
 * Certificates, licences and completed courses that postings ask for, field by field; the order is part of the taxonomy's version.
 * Row: number (never reused, only appended), code, Korean, English, other names (divided by semicolons), and the
 * competencies it attests as `code:level`.
 */
export const CERTIFICATES: readonly CertificateRow[] = [
  ...CARE_CERTIFICATES,
  ...SERVICE_CERTIFICATES,
  ...OFFICE_CERTIFICATES,
  ...TECHNICAL_CERTIFICATES,
  ...CRAFT_CERTIFICATES,
  ...RANKED_CERTIFICATES,
];
