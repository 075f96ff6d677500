import type { Resolved } from "../../domain/taxonomy/name-index.ts";
import { createResolvers } from "../../domain/taxonomy/resolvers.ts";
import type { Taxonomy } from "../../domain/taxonomy/taxonomy.ts";

/** What a name in a file can be the name of. */
export type NameOf = "competency" | "certificate" | "occupation";

/** Codes for what files call by name. */
export interface Names {
  /** Code of an occupation's name. */
  occupation(name: string): string | undefined;
  /** Taxonomy code of a competency's name or code. */
  competency(name: string): string | undefined;
  /** Taxonomy code of a certificate's name or code. */
  certificate(name: string): string | undefined;
  /** The code whose name is most like a text, also where it isn't like enough to be taken for it. */
  nearest(of: NameOf, name: string): Resolved | undefined;
  /** Whether one certificate serves where another is asked for, as a higher grade does. Codes of the taxonomy. */
  covers(held: string, wanted: string): boolean;
}

/** Names by a taxonomy. A name that is merely near another stays a name. */
export function taxonomyNames(taxonomy: Taxonomy): Names {
  const resolvers = createResolvers(taxonomy);
  return {
    occupation: (name) => resolvers.occupation.resolve(name)?.code,
    competency: (name) => taxonomy.competencyByCode(name)?.code ?? resolvers.competency.resolve(name)?.code,
    certificate: (name) => taxonomy.certificateByCode(name)?.code ?? resolvers.certificate.resolve(name)?.code,
    nearest: (of, name) => resolvers[of].rank(name, 1)[0],
    covers(held, wanted) {
      const numbers = [taxonomy.certificateByCode(held)?.number, taxonomy.certificateByCode(wanted)?.number];
      const [heldNumber, wantedNumber] = numbers;
      if (heldNumber === undefined || wantedNumber === undefined) return held === wanted;
      return taxonomy.certificateCovers(heldNumber, wantedNumber);
    },
  };
}
