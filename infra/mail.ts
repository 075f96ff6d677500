import { SecretValue } from "aws-cdk-lib";
import { OPENING_PAGES_PATH } from "../functions/api/own-path.ts";
import { OPT_OUT_PATH, optOutSecretOf } from "../functions/contacts/opt-out-link.ts";
import type { CenterToCall } from "../functions/runtime/center-to-call.ts";
import { type EnvironmentName, environmentNames } from "../functions/runtime/environment.ts";
import type { Center } from "./centers.ts";
import type { Stage } from "./stages.ts";
import { stages } from "./stages.ts";

/** How a stage sends e-mail. Without it messages wait in `applicant-messages` for whoever sends them from outside. */
export interface Mail {
  readonly host: string;
  readonly port: string;
  readonly from: string;
  /** The page on which one press ends messages; undefined for the API's own, at the address that AWS gives it. */
  readonly optOutPage: string | undefined;
  readonly secrets: MailSecrets;
}

/** User and password may be empty: a local server wants none. */
export interface MailSecrets {
  readonly user: string;
  readonly password: string;
  readonly contactPrivateKey: string;
  readonly optOutSecret: string;
}

/** Names the page where it stands under another address than AWS gives the API: a domain of its own. */
export const OPT_OUT_PAGE_VARIABLE = "IEUM_OPT_OUT_PAGE";

/** SES and most others take messages here, upgraded to TLS. */
const SUBMISSION_PORT = "587";

/**
 * The mail server that IEUM_MAIL_HOST names, undefined when it names none. Where real people are told, secrets come from Secrets Manager when the stack
 * is deployed (`ieum-<stage>-mail`, with the fields user, password, contactPrivateKey and
 * optOutSecret) and stand in no template; elsewhere they come from the environment.
 */
export function chosenMail(
  stage: Stage,
  variables: Readonly<Record<string, string | undefined>> = process.env,
): Mail | undefined {
  const host = variables["IEUM_MAIL_HOST"] ?? "";
  if (host === "") return undefined;
  const needed = (name: string): string => {
    const value = variables[name] ?? "";
    if (value === "") throw new Error(`IEUM_MAIL_HOST is set, and so ${name} has to be (see \`ieum contact keys\`)`);
    return value;
  };
  const secret = (field: string) =>
    SecretValue.secretsManager(`ieum-${stage}-mail`, { jsonField: field }).unsafeUnwrap();
  return {
    host,
    port: variables["IEUM_MAIL_PORT"] ?? SUBMISSION_PORT,
    from: needed("IEUM_MAIL_FROM"),
    optOutPage: variables[OPT_OUT_PAGE_VARIABLE] || undefined,
    secrets: stages[stage].keepsData
      ? {
          user: secret("user"),
          password: secret("password"),
          contactPrivateKey: secret("contactPrivateKey"),
          optOutSecret: secret("optOutSecret"),
        }
      : {
          user: variables["IEUM_MAIL_USER"] ?? "",
          password: variables["IEUM_MAIL_PASSWORD"] ?? "",
          contactPrivateKey: needed("IEUM_CONTACT_PRIVATE_KEY"),
          optOutSecret: optOutSecretOf(needed("IEUM_CONTACT_PRIVATE_KEY")),
        },
  };
}

/**
 * What the sending function alone is told, but for the secret of opt-out links. `api` is the API's address with a slash at its end; `hasSignIn` says whether
 * applicants can sign in to its pages.
 */
export function mailEnvironment(
  { host, port, from, optOutPage, secrets }: Mail,
  centers: readonly Center[],
  api: string,
  hasSignIn: boolean,
): Record<string, string> {
  const values: [EnvironmentName, string | undefined][] = [
    ["mailHost", host],
    ["mailPort", port],
    ["mailFrom", from],
    ["optOutPage", optOutPage ?? api + OPT_OUT_PATH.slice(1)],
    ["openingPages", hasSignIn ? openingPagesOf(optOutPage, api) : undefined],
    ["optOutSecret", secrets.optOutSecret],
    ["mailUser", secrets.user],
    ["mailPassword", secrets.password],
    ["contactPrivateKey", secrets.contactPrivateKey],
    ["centersToCall", JSON.stringify(centers.map(toCenterToCall))],
  ];
  return Object.fromEntries(values.flatMap(([name, value]) => (value ? [[environmentNames[name], value]] : [])));
}

/** Pages stand beside the API's own opt-out page. One under another path is another site's, and doesn't say where ours are. */
function openingPagesOf(optOutPage: string | undefined, api: string): string | undefined {
  if (optOutPage === undefined) return api + OPENING_PAGES_PATH.slice(1);
  return optOutPage.endsWith(OPT_OUT_PATH) ? optOutPage.slice(0, -OPT_OUT_PATH.length) + OPENING_PAGES_PATH : undefined;
}

/** What the function behind the API is told: it has the page that opt-out links lead to. */
export function optOutEnvironment({ secrets }: Mail): Record<string, string> {
  return { [environmentNames.optOutSecret]: secrets.optOutSecret };
}

/** What a function is told of the centers that people can call. */
export function centersEnvironment(centers: readonly Center[]): Record<string, string> {
  return { [environmentNames.centersToCall]: JSON.stringify(centers.map(toCenterToCall)) };
}

export function toCenterToCall({ ko, en, telephone, serves }: Center): CenterToCall {
  return { ko, en, telephone, serves: [...serves] };
}
