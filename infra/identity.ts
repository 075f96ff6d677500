import { SecretValue } from "aws-cdk-lib";
import { type EnvironmentName, environmentNames } from "../functions/runtime/environment.ts";
import { type Stage, stages } from "./stages.ts";

/** Who signs the tokens of a stage. */
export interface Identity {
  /** Issuer of OpenID Connect; without one only tokens of development are taken, and without a key for them none. */
  readonly issuer?: string | undefined;
  readonly audience?: string | undefined;
  readonly roleClaim?: string | undefined;
  readonly subjectClaim?: string | undefined;
  /** The client that browsers sign in by; without one there are no pages to sign in on. */
  readonly clientId?: string | undefined;
  readonly clientSecret?: string | undefined;
  readonly scope?: string | undefined;
  /** Public key of tokens of development. */
  readonly developmentKey?: string | undefined;
}

/**
 * What the variables of a deployment say. Where real people are, there has to be an issuer, tokens of development are refused, and the client's secret comes
 * from Secrets Manager (`ieum-<stage>-sign-in`) when the stack is deployed.
 */
export function chosenIdentity(
  stage: Stage,
  variables: Readonly<Record<string, string | undefined>> = process.env,
): Identity {
  const read = (name: string): string | undefined => variables[name] || undefined;
  const issuer = read("IEUM_TOKEN_ISSUER");
  const clientId = read("IEUM_SIGN_IN_CLIENT_ID");
  const { keepsData } = stages[stage];
  const wantsSecret = read("IEUM_SIGN_IN_HAS_SECRET") === "true";
  const secret = () =>
    SecretValue.secretsManager(`ieum-${stage}-sign-in`, { jsonField: "clientSecret" }).unsafeUnwrap();
  const identity: Identity = {
    issuer,
    audience: read("IEUM_TOKEN_AUDIENCE") ?? clientId,
    roleClaim: read("IEUM_TOKEN_ROLE_CLAIM"),
    subjectClaim: read("IEUM_TOKEN_SUBJECT_CLAIM"),
    clientId,
    clientSecret: wantsSecret ? secret() : undefined,
    scope: read("IEUM_SIGN_IN_SCOPE"),
    developmentKey: read("IEUM_DEVELOPMENT_KEY"),
  };
  requireSafe(identity, keepsData);
  return identity;
}

/** Throws for what would let anybody in: tokens that a developer's machine signs, where real people are. */
export function requireSafe({ issuer, developmentKey }: Identity, keepsData: boolean): void {
  if (keepsData && developmentKey !== undefined) {
    throw new Error("a stage that keeps real people's data takes no tokens of development: unset IEUM_DEVELOPMENT_KEY");
  }
  if (issuer !== undefined && developmentKey !== undefined) {
    throw new Error("a stage with an issuer takes no tokens of development: unset one of the two");
  }
  if (issuer !== undefined && !issuer.startsWith("https://")) {
    throw new Error(
      "IEUM_TOKEN_ISSUER has to be an https address: whoever could change its answers could sign in as anybody",
    );
  }
}

/** Whether people can sign in to pages: by the stage's client, or with a token of development. */
export function hasSignIn({ clientId, developmentKey }: Identity): boolean {
  return clientId !== undefined || developmentKey !== undefined;
}

/** What the API's function is told. */
export function identityEnvironment(identity: Identity): Record<string, string> {
  const values: readonly [EnvironmentName, string | undefined][] = [
    ["tokenIssuer", identity.issuer],
    ["tokenAudience", identity.audience],
    ["tokenRoleClaim", identity.roleClaim],
    ["tokenSubjectClaim", identity.subjectClaim],
    ["signInClientId", identity.clientId],
    ["signInClientSecret", identity.clientSecret],
    ["signInScope", identity.scope],
    ["developmentKey", identity.developmentKey],
  ];
  return Object.fromEntries(values.flatMap(([name, value]) => (value ? [[environmentNames[name], value]] : [])));
}
