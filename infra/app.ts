/**
 * The app that the CDK command line runs, and that the local twin synthesises in process. The stage is `--stage`, or the context's `stage`, or
 * `dev`.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { App, type AppProps } from "aws-cdk-lib";
import cdk from "../cdk.json" with { type: "json" };
import { chosenIdentity, type Identity } from "./identity.ts";
import { IeumStack } from "./ieum-stack.ts";
import { chosenMail } from "./mail.ts";
import { resourceNames } from "./names.ts";
import { checkByPacks } from "./packs.ts";
import { DEFAULT_STAGE, isStage, REGION, type Stage, stages } from "./stages.ts";
import { chosenTaxonomyFile, taxonomyOf } from "./taxonomy-in-use.ts";

/** An app with the feature flags of `cdk.json`, which the command line would otherwise be alone to know. */
export function createApp(props: AppProps): App {
  return new App({ ...props, context: { ...cdk.context, ...props.context }, analyticsReporting: false });
}

/** Puts the stack of a stage into an app. The account is the one that it is deployed to, the taxonomy the one that IEUM_TAXONOMY names. */
export function addStack(app: App, stage: Stage, identity: Identity = chosenIdentity(stage)): IeumStack {
  const taxonomyFile = chosenTaxonomyFile();
  // What the functions couldn't load is better refused here.
  taxonomyOf(taxonomyFile);
  return new IeumStack(app, resourceNames(stage).stack, {
    stage,
    env: { region: REGION },
    terminationProtection: stages[stage].keepsData,
    taxonomyFile,
    mail: chosenMail(stage),
    identity,
  });
}

function write(app: App, outdir: string, stage: Stage, identity?: Identity): void {
  addStack(app, stage, identity);
  app.synth();
  // The bundles are CommonJS, and without its own word the folder would take "module" from the project around it.
  writeFileSync(join(outdir, "package.json"), '{ "type": "commonjs" }\n');
}

/** Synthesises a stage into a folder, bundles included: what would be deployed. */
export function synthesise(outdir: string, stage: Stage = DEFAULT_STAGE, identity?: Identity): void {
  write(createApp({ outdir }), outdir, stage, identity);
}

function toStage(text: string): Stage {
  if (isStage(text)) return text;
  throw new Error(`there is no stage ${text}; there are ${Object.keys(stages).join(", ")}`);
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { stage: { type: "string" } } });
  // The command line says where it will look.
  const outdir = process.env["CDK_OUTDIR"] ?? cdk.output;
  const app = createApp({ outdir });
  // What is deployed has to hold to them; the twin starts without, since they take seconds.
  checkByPacks(app);
  const stage: unknown = values.stage ?? app.node.tryGetContext("stage") ?? DEFAULT_STAGE;
  write(app, outdir, toStage(String(stage)));
}
