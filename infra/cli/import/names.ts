import { resolveCertificate, resolveOccupation } from "../../../domain/taxonomy/resolve.ts";
import type { Taxonomy } from "../../../domain/taxonomy/taxonomy.ts";

/** Codes for what files call by name. */
export interface Names {
  /** KECO code of an occupation's name. */
  occupation(name: string): string | undefined;
  /** Taxonomy code of a certificate's name or code. */
  certificate(name: string): string | undefined;
  /** Whether one certificate serves where another is asked for, as a higher grade does. Codes of the taxonomy. */
  covers(held: string, wanted: string): boolean;
}

/** Names by the built-in taxonomy. A name that is merely near another stays a name. */
export function taxonomyNames(taxonomy: Taxonomy): Names {
  return {
    occupation: (name) => resolveOccupation(name)?.code,
    certificate: (name) => taxonomy.certificateByCode(name)?.code ?? resolveCertificate(name)?.code,
    covers(held, wanted) {
      const numbers = [taxonomy.certificateByCode(held)?.number, taxonomy.certificateByCode(wanted)?.number];
      const [heldNumber, wantedNumber] = numbers;
      if (heldNumber === undefined || wantedNumber === undefined) return held === wanted;
      return taxonomy.certificateCovers(heldNumber, wantedNumber);
    },
  };
}
