import { DeploymentFault } from "./errors.ts";

/**
 * Names of the environment variables that the stack gives to functions. A function gets those of the tables and queues it uses and
 * no others, so each is read when it is first needed.
 */
export const environmentNames = {
  applicantsTable: "APPLICANTS_TABLE",
  openingsTable: "OPENINGS_TABLE",
  programmesTable: "PROGRAMMES_TABLE",
  shardLogTable: "SHARD_LOG_TABLE",
  matchesTable: "MATCHES_TABLE",
  recommendationsTable: "RECOMMENDATIONS_TABLE",
  bridgesTable: "BRIDGES_TABLE",
  institutionsTable: "INSTITUTIONS_TABLE",
  deliveriesTable: "DELIVERIES_TABLE",
  mailboxesTable: "MAILBOXES_TABLE",
  opportunitiesTable: "OPPORTUNITIES_TABLE",
  wakeUpsTable: "WAKE_UPS_TABLE",
  requestsTable: "REQUESTS_TABLE",
  followUpsTable: "FOLLOW_UPS_TABLE",
  ledgerTable: "LEDGER_TABLE",
  casesTable: "CASES_TABLE",
  quarantineTable: "QUARANTINE_TABLE",
  centerFeedsTable: "CENTER_FEEDS_TABLE",
  webhooksTable: "WEBHOOKS_TABLE",
  matchingQueueUrl: "MATCHING_QUEUE_URL",
  applicantAlertsQueueUrl: "APPLICANT_ALERTS_QUEUE_URL",
  employerShortlistsQueueUrl: "EMPLOYER_SHORTLISTS_QUEUE_URL",
  applicantMessagesQueueUrl: "APPLICANT_MESSAGES_QUEUE_URL",
  webhooksQueueUrl: "WEBHOOKS_QUEUE_URL",
  busName: "BUS_NAME",
  /** Number of shards, from 1 on. */
  shards: "SHARDS",
  /** Generation of the shards: raised by resharding. */
  generation: "GENERATION",
  /** Least score of a match, in basis points. */
  thresholdBp: "THRESHOLD_BP",
  /** Whether the night of the law is kept: `statutory`, or `none` where no real people are told. */
  nightQuiet: "NIGHT_QUIET",
  /** Which districts each center looks after: JSON. */
  centerDistricts: "CENTER_DISTRICTS",
  /** Whether webhooks may go to this machine itself, without TLS: for trying them out. */
  allowsLoopbackWebhooks: "ALLOWS_LOOPBACK_WEBHOOKS",
  /** The mail server; credentials only where it wants any. */
  mailHost: "MAIL_HOST",
  mailPort: "MAIL_PORT",
  mailUser: "MAIL_USER",
  mailPassword: "MAIL_PASSWORD",
  /** The sender's address. */
  mailFrom: "MAIL_FROM",
  /** The page on which one press ends messages, if there is one. */
  optOutPage: "OPT_OUT_PAGE",
  /** Under it each opening has its page for applicants, where they can sign in to see one. */
  openingPages: "OPENING_PAGES",
  /** Signs the links that lead to opting out: of the sending function, and of the API's, which has the page. */
  optOutSecret: "OPT_OUT_SECRET",
  /** Opens contacts: the sending function's alone. */
  contactPrivateKey: "CONTACT_PRIVATE_KEY",
  /** Opens webhooks' secrets: the webhook function's alone. */
  webhookPrivateKey: "WEBHOOK_PRIVATE_KEY",
  /** Whom people can call, as JSON. */
  centersToCall: "CENTERS_TO_CALL",
  /** Issuer of the tokens that people and systems sign in with (OpenID Connect), and what its claims are called. */
  tokenIssuer: "TOKEN_ISSUER",
  tokenAudience: "TOKEN_AUDIENCE",
  tokenRoleClaim: "TOKEN_ROLE_CLAIM",
  tokenSubjectClaim: "TOKEN_SUBJECT_CLAIM",
  /** Public key of tokens for development, a JWK: nowhere that real people are. */
  developmentKey: "DEVELOPMENT_KEY",
  /** The client that browsers sign in by. */
  signInClientId: "SIGN_IN_CLIENT_ID",
  signInClientSecret: "SIGN_IN_CLIENT_SECRET",
  signInScope: "SIGN_IN_SCOPE",
  /** Names of all queues that operators look after, and of what is set aside from each: JSON. */
  operatedQueues: "OPERATED_QUEUES",
  /** Artifact of the taxonomy, beside the bundle. */
  taxonomyFile: "TAXONOMY_FILE",
  /** Where the bundle lies: Lambda itself says so. */
  bundleFolder: "LAMBDA_TASK_ROOT",
} as const;

export type EnvironmentName = keyof typeof environmentNames;

/**
 * Values by what they mean. One that is missing is `otherwise`; without that it throws, naming the variable: a fault of the deployment.
 */
export type Environment = (name: EnvironmentName, otherwise?: string) => string;

export function readEnvironment(variables: Readonly<Record<string, string | undefined>>): Environment {
  return (name, otherwise) => {
    const value = variables[environmentNames[name]] || otherwise;
    if (value === undefined) throw new DeploymentFault(`environment variable ${environmentNames[name]} is not set`);
    return value;
  };
}
