import { builtInTaxonomy } from "./built-in.ts";
import type { Resolved } from "./name-index.ts";
import { createResolvers } from "./resolvers.ts";

const builtIn = createResolvers(builtInTaxonomy);

/** KECO 2025 code of an occupation name. */
export const resolveOccupation = (text: string): Resolved | undefined => builtIn.occupation.resolve(text);

/** Code of a competency name. */
export const resolveCompetency = (text: string): Resolved | undefined => builtIn.competency.resolve(text);

/** Code of a certificate name. A grade in the text must be the certificate's own. */
export const resolveCertificate = (text: string): Resolved | undefined => builtIn.certificate.resolve(text);
