import { handle, type LambdaEvent } from "hono/aws-lambda";
import type { CenterDistricts } from "../domain/outcomes/center-of.ts";
import { createAwsPorts } from "./adapters/aws/aws-ports.ts";
import { createAwsClients } from "./adapters/aws/clients.ts";
import type { ApiDeps } from "./api/api-context.ts";
import { createApp } from "./api/app.ts";
import { createDiscovery, createIdentify, type IdentityConfiguration } from "./api/identity.ts";
import type { SignIn } from "./api/sign-in.ts";
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

/** Where the API is; everything else are pages and documents for people. */
const API_PREFIX = "/v1/";

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

/** What answers by one set of terms, and what of it is loaded so far. */
interface Answers {
  readonly api: Answer;
  /** Everything, pages too: half as large again, and loaded when somebody first asks for one. */
  readonly all: () => Promise<Answer>;
}

/** Gives what answers by the terms of matching that are in force: made anew when somebody has set others, over the same indexes. */
function start(): () => Promise<Answers> {
  const environment = readEnvironment(process.env);
  const clients = createAwsClients();
  const ports = createAwsPorts(environment, clients);
  const operating = readOperating(environment, ports, clients);
  const deployed = readMatchingConfiguration(environment);
  const replica = createReplica(operating.deployed, ports, deployed.taxonomy);
  const depsUnder = createDeps(environment, ports, replica, operating);
  const terms = new TermsReader(ports, deployed);
  const answersUnder = (matching: MatchingConfiguration): Answers => {
    const deps = depsUnder(matching);
    let all: Promise<Answer> | undefined;
    const load = async () => {
      const { pagesOf } = await import("./console/console.tsx");
      return handle(createApp(deps, pagesOf(environment, operating)));
    };
    return {
      api: handle(createApp(deps)),
      all: () => {
        all ??= load();
        return all;
      },
    };
  };
  let made: { readonly under: MatchingConfiguration; readonly answers: Answers } | undefined;
  return async () => {
    const under = await terms.inForce();
    if (made?.under !== under) made = { under, answers: answersUnder(under) };
    return made.answers;
  };
}

let running: (() => Promise<Answers>) | undefined;

export const handler = async (event: LambdaEvent & { readonly path?: string }, context?: Parameters<Answer>[1]) => {
  running ??= start();
  const answers = await running();
  const answer = event.path?.startsWith(API_PREFIX) ? answers.api : await answers.all();
  return answer(event, context);
};
