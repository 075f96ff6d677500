import { createRemoteJWKSet, importJWK, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from "jose";
import * as z from "zod";
import { opaqueId } from "../../domain/model/primitives.ts";
import { type Actor, isRole } from "../serving/actor.ts";

/** Who signs tokens, and what their claims are called. */
export interface IdentityConfiguration {
  /** Issuer of OpenID Connect: the keys are where its configuration says. */
  readonly issuer?: string | undefined;
  readonly audience: string;
  readonly roleClaim: string;
  readonly subjectClaim: string;
  /** Public key (a JWK as JSON) of tokens for development; nowhere that real people are. */
  readonly developmentKey?: string | undefined;
}

/** Whose token it is; undefined when it isn't valid here. */
export type Identify = (token: string) => Promise<Actor | undefined>;

/** Issuer of the tokens that the command line makes for a machine of one's own. */
export const DEVELOPMENT_ISSUER = "urn:ieum:development";
export const DEVELOPMENT_ALGORITHM = "EdDSA";

/** Algorithms with a public key alone: nobody who can check a token can make one. */
const ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"];

/** Clocks of the issuer and of ours may differ by this much. */
const CLOCK_SKEW_SECONDS = 60;

/** What is read of an issuer's configuration (OpenID Connect Discovery 1.0). */
export const discoveredIssuer = z.object({
  issuer: z.string(),
  jwks_uri: z.url(),
  authorization_endpoint: z.url(),
  token_endpoint: z.url(),
});
export type DiscoveredIssuer = z.infer<typeof discoveredIssuer>;

/** The issuer's configuration, read once and again after a failure. */
export function createDiscovery(issuer: string, get: typeof fetch = fetch): () => Promise<DiscoveredIssuer> {
  let reading: Promise<DiscoveredIssuer> | undefined;
  const read = async () => {
    const answer = await get(`${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`);
    if (!answer.ok) throw new Error(`the issuer's configuration can't be read: status ${answer.status}`);
    const found = discoveredIssuer.parse(await answer.json());
    if (found.issuer !== issuer) throw new Error("the issuer's configuration is another issuer's");
    return found;
  };
  return () => {
    reading ??= read().catch((cause: unknown) => {
      reading = undefined;
      throw new Error("the issuer of tokens can't be reached", { cause });
    });
    return reading;
  };
}

/** Checks tokens against the issuer's keys, or, where it has one, against the key of development. */
export function createIdentify(
  configuration: IdentityConfiguration,
  discover?: () => Promise<DiscoveredIssuer>,
): Identify {
  const { issuer, developmentKey } = configuration;
  if (issuer !== undefined && developmentKey !== undefined) {
    throw new Error("a deployment with an issuer takes no tokens of development");
  }
  if (developmentKey !== undefined) {
    const key = importJWK(JSON.parse(developmentKey), DEVELOPMENT_ALGORITHM);
    return (token) => verify(token, async () => key, DEVELOPMENT_ISSUER, configuration);
  }
  if (issuer === undefined) return async () => undefined;
  const discovered = discover ?? createDiscovery(issuer);
  let keys: JWTVerifyGetKey | undefined;
  return async (token) => {
    keys ??= createRemoteJWKSet(new URL((await discovered()).jwks_uri));
    return verify(token, keys, issuer, configuration);
  };
}

async function verify(
  token: string,
  key: JWTVerifyGetKey,
  issuer: string,
  configuration: IdentityConfiguration,
): Promise<Actor | undefined> {
  let payload: JWTPayload;
  try {
    const options = { issuer, audience: configuration.audience, algorithms: ALGORITHMS, requiredClaims: ["exp"] };
    ({ payload } = await jwtVerify(token, key, { ...options, clockTolerance: CLOCK_SKEW_SECONDS }));
  } catch (error) {
    // A token that isn't valid is no fault of ours; an issuer that can't be reached is.
    if (error instanceof Error && "code" in error && String(error.code).startsWith("ERR_J")) {
      if (error.code !== "ERR_JWKS_TIMEOUT") return undefined;
    }
    throw error;
  }
  return toActor(payload, configuration);
}

/** The name of a center's queue stands for the center. */
const CENTER_PREFIX = "center-";

/** Who a token's claims say it is; undefined when they say nothing that we know. */
export function toActor(
  payload: Readonly<Record<string, unknown>>,
  { roleClaim, subjectClaim }: Pick<IdentityConfiguration, "roleClaim" | "subjectClaim">,
): Actor | undefined {
  const role = payload[roleClaim];
  const subject = opaqueId.safeParse(payload[subjectClaim]);
  if (!isRole(role) || !subject.success) return undefined;
  const isQueueName = role === "center" && subject.data.startsWith(CENTER_PREFIX);
  return { role, subject: isQueueName ? subject.data.slice(CENTER_PREFIX.length) : subject.data };
}
