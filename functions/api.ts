import { handle, type LambdaEvent } from "hono/aws-lambda";
import type { CenterDistricts } from "../domain/outcomes/center-of.ts";
import { createAwsPorts } from "./adapters/aws/aws-ports.ts";
import { createAwsClients } from "./adapters/aws/clients.ts";
import type { ApiDeps } from "./api/api-context.ts";
import { createApp } from "./api/app.ts";
import { createDiscovery, createIdentify, type IdentityConfiguration } from "./api/identity.ts";
import type { SignIn } from "./api/sign-in.ts";
import { readConsoleConfiguration } from "./console/configuration.ts";
import { createPages } from "./console/console.tsx";
import { OptOutTokens } from "./contacts/opt-out-link.ts";
import type { Ports } from "./ports.ts";
import { type Environment, readEnvironment } from "./runtime/environment.ts";
import { createLog } from "./runtime/log.ts";
import { type MatchingConfiguration, readMatchingConfiguration } from "./runtime/rules.ts";
import { TermsReader } from "./runtime/terms.ts";
import { type OperatingDeps, readOperating } from "./serving/operating-deps.ts";
import { createReplica, type Replica } from "./serving/replica.ts";

/** What is asked of an issuer at a sign-in beside who it is. */
const DEFAULT_SCOPE = "openid";

/** The HTTP API and the pages: everything that the gateway gets, one app. */
function createDeps(environment: Environment, ports: Ports, replica: Replica, operating: OperatingDeps) {
  const centers: CenterDistricts = JSON.parse(environment("centerDistricts"));
  const identity = readIdentity(environment);
  const discover = identity.issuer === undefined ? undefined : createDiscovery(identity.issuer);
  const log = createLog("api");
  return (matching: MatchingConfiguration): ApiDeps => ({
    serving: { ports, replica, matching, centers, operating },
    identify: createIdentify(identity, discover),
    // Without TLS, and so in the twin alone, are tokens of development.
    session: { isSecure: identity.developmentKey === undefined },
    signIn: readSignIn(environment, discover),
    optOut: readOptOut(environment),
    log,
  });
}

function readIdentity(environment: Environment): IdentityConfiguration {
  return {
    issuer: optional(environment, "tokenIssuer"),
    audience: environment("tokenAudience", "ieum"),
    roleClaim: environment("tokenRoleClaim", "role"),
    subjectClaim: environment("tokenSubjectClaim", "sub"),
    developmentKey: optional(environment, "developmentKey"),
  };
}

function readSignIn(environment: Environment, discover: SignIn["discover"] | undefined): SignIn | undefined {
  const clientId = optional(environment, "signInClientId");
  if (clientId === undefined || discover === undefined) return undefined;
  const clientSecret = optional(environment, "signInClientSecret");
  return { discover, clientId, clientSecret, scope: environment("signInScope", DEFAULT_SCOPE) };
}

function readOptOut(environment: Environment): OptOutTokens | undefined {
  const secret = optional(environment, "optOutSecret");
  return secret === undefined ? undefined : new OptOutTokens(secret);
}

/** What a deployment may leave out. A space stands for nothing: an empty text would be taken for a forgotten variable. */
function optional(environment: Environment, name: Parameters<Environment>[0]): string | undefined {
  return environment(name, " ").trim() || undefined;
}

type Answer = ReturnType<typeof handle>;

/** Answers by the terms of matching that are in force: the app is made anew when somebody has set others, over the same indexes. */
function createAnswer(): () => Promise<Answer> {
  const environment = readEnvironment(process.env);
  const clients = createAwsClients();
  const ports = createAwsPorts(environment, clients);
  const operating = readOperating(environment, ports, clients);
  const pages = createPages({ ...readConsoleConfiguration(environment), operating });
  const deployed = readMatchingConfiguration(environment);
  const replica = createReplica(operating.deployed, ports, deployed.taxonomy);
  const depsUnder = createDeps(environment, ports, replica, operating);
  const terms = new TermsReader(ports, deployed);
  let made: { readonly under: MatchingConfiguration; readonly answer: Answer } | undefined;
  return async () => {
    const under = await terms.inForce();
    if (made?.under !== under) made = { under, answer: handle(createApp(depsUnder(under), pages)) };
    return made.answer;
  };
}

let running: (() => Promise<Answer>) | undefined;

export const handler = async (event: LambdaEvent, context?: Parameters<Answer>[1]) => {
  running ??= createAnswer();
  return (await running())(event, context);
};
