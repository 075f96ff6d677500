/**
 * The synthesised app as the twin reads it: resources of `cdk.out` with every intrinsic resolved.
 *
 * Physical names are a pure function of stack and logical id, so that what is kept on disk is found again after a
 * restart, and a name given in the template is kept. Resolution is lazy, per resource: something that the twin
 * does not model is an error for whoever needs it, not for everybody.
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { PolicyStatement } from "./iam.ts";
import { type IntrinsicScope, NotModelled, resolve } from "./intrinsics.ts";
import { arnOf, attributeOf, isModelled, nameMaxOf } from "./resource-types.ts";

export type Properties = Record<string, unknown>;
export type Resource = { logicalId: string; type: string; name: string; arn: string; properties: Properties };

type RawResource = { Type: string; Properties?: Properties; Condition?: string };
type RawTemplate = {
  Resources?: Record<string, RawResource>;
  Outputs?: Record<string, { Value: unknown; Condition?: string }>;
  Parameters?: Record<string, { Default?: unknown }>;
  Conditions?: Record<string, unknown>;
};
type Manifest = { artifacts: Record<string, { type: string; properties: { templateFile?: string; file?: string } }> };
type AssetManifest = { files: Record<string, { source: { path: string } }> };

const EXPLICIT_NAMES = ["TableName", "QueueName", "FunctionName", "RoleName", "LogGroupName", "Name"] as const;

const readJson = <T>(path: string): T => JSON.parse(readFileSync(path, "utf8")) as T;
const asList = <T>(value: T | T[] | undefined): T[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];

class Stack {
  readonly #name: string;
  readonly #template: RawTemplate;
  readonly #queueUrl: (queueName: string) => string;

  constructor(name: string, template: RawTemplate, queueUrl: (queueName: string) => string) {
    this.#name = name;
    this.#template = template;
    this.#queueUrl = queueUrl;
  }

  resources(types: readonly string[]): Resource[] {
    return this.#live()
      .filter(([, raw]) => types.includes(raw.Type))
      .map(([logicalId, raw]) => {
        const name = this.#physicalName(logicalId);
        const properties = resolve(raw.Properties ?? {}, this.#scope(`${raw.Type} ${logicalId}`)) as Properties;
        return { logicalId, type: raw.Type, name, arn: arnOf(raw.Type, name) ?? name, properties };
      });
  }

  types(): { logicalId: string; type: string }[] {
    return this.#live().map(([logicalId, raw]) => ({ logicalId, type: raw.Type }));
  }

  outputs(): Record<string, string> {
    const live = Object.entries(this.#template.Outputs ?? {}).filter(
      ([, output]) => output.Condition === undefined || this.#condition(output.Condition),
    );
    return Object.fromEntries(
      live.map(([name, output]) => [name, String(resolve(output.Value, this.#scope(`the output ${name}`)))]),
    );
  }

  #live(): [string, RawResource][] {
    return Object.entries(this.#template.Resources ?? {}).filter(
      ([, raw]) => raw.Condition === undefined || this.#condition(raw.Condition),
    );
  }

  #scope(place: string): IntrinsicScope {
    return {
      place,
      stackName: this.#name,
      ref: (name) => this.#ref(name, place),
      attribute: (logicalId, attribute) => this.#attribute(logicalId, attribute, place),
      condition: (name) => this.#condition(name),
    };
  }

  #condition(name: string): boolean {
    return resolve(this.#template.Conditions?.[name], this.#scope(`the condition ${name}`)) === true;
  }

  #raw(logicalId: string, place: string): RawResource {
    const raw = this.#template.Resources?.[logicalId];
    if (raw === undefined) throw new NotModelled(place, `${logicalId}, which is not in the template,`);
    return raw;
  }

  #ref(name: string, place: string): unknown {
    const parameter = this.#template.Parameters?.[name];
    if (parameter !== undefined) return parameter.Default;
    const raw = this.#raw(name, place);
    const physical = this.#physicalName(name);
    return raw.Type === "AWS::SQS::Queue" ? this.#queueUrl(physical) : physical;
  }

  #attribute(logicalId: string, attribute: string, place: string): string {
    const { Type } = this.#raw(logicalId, place);
    const value = attributeOf(Type, this.#physicalName(logicalId), attribute);
    if (value === undefined) throw new NotModelled(place, `Fn::GetAtt ${logicalId}.${attribute} (${Type})`);
    return value;
  }

  #physicalName(logicalId: string): string {
    const raw = this.#raw(logicalId, logicalId);
    const properties = raw.Properties ?? {};
    for (const key of EXPLICIT_NAMES) {
      if (properties[key] !== undefined)
        return String(resolve(properties[key], this.#scope(`${raw.Type} ${logicalId}`)));
    }
    const suffix = raw.Type === "AWS::SQS::Queue" && properties["FifoQueue"] === true ? ".fifo" : "";
    const name = `${this.#name}-${logicalId}`;
    const room = nameMaxOf(raw.Type) - suffix.length;
    if (name.length <= room) return name + suffix;
    const mark = createHash("sha256").update(name).digest("hex").slice(0, 8);
    return `${name.slice(0, room - mark.length)}${mark}${suffix}`;
  }
}

export class Assembly {
  readonly #dir: string;
  readonly #stacks: Stack[];
  readonly #assets: Map<string, string>;

  constructor(dir: string, stacks: Stack[], assets: Map<string, string>) {
    this.#dir = dir;
    this.#stacks = stacks;
    this.#assets = assets;
  }

  resources(...types: string[]): Resource[] {
    return this.#stacks.flatMap((stack) => stack.resources(types));
  }

  outputs(): Record<string, string> {
    return Object.assign({}, ...this.#stacks.map((stack) => stack.outputs()));
  }

  /** The folder of the bundle that a function's `Code` names. */
  assetPath(s3Key: string): string {
    const path = this.#assets.get(s3Key.replace(/\.zip$/, ""));
    if (path === undefined) throw new NotModelled(`The code ${s3Key}`, "an asset that is not in the assembly");
    return join(this.#dir, path);
  }

  /** What each role may do, by role name: its inline policies and the policies attached to it in the template. */
  statementsByRole(): Map<string, PolicyStatement[]> {
    const byRole = new Map<string, PolicyStatement[]>();
    const grant = (role: string, document: unknown): void => {
      const { Statement } = document as { Statement?: PolicyStatement | PolicyStatement[] };
      byRole.set(role, [...(byRole.get(role) ?? []), ...asList(Statement)]);
    };
    for (const role of this.resources("AWS::IAM::Role")) {
      byRole.set(role.name, []);
      const inline = (role.properties["Policies"] ?? []) as { PolicyDocument: unknown }[];
      for (const policy of inline) grant(role.name, policy.PolicyDocument);
    }
    for (const policy of this.resources("AWS::IAM::Policy", "AWS::IAM::ManagedPolicy")) {
      for (const role of (policy.properties["Roles"] ?? []) as string[])
        grant(role, policy.properties["PolicyDocument"]);
    }
    return byRole;
  }

  /** Resources that matter at run time and that the twin has no part for. */
  notModelled(): { logicalId: string; type: string }[] {
    return this.#stacks.flatMap((stack) => stack.types()).filter(({ type }) => !isModelled(type));
  }
}

/** `queueUrl` gives the address of a queue by its name, because `Ref` of a queue is its URL and the port is known to the caller only. */
export function readAssembly(dir: string, queueUrl: (queueName: string) => string): Assembly {
  const { artifacts } = readJson<Manifest>(join(dir, "manifest.json"));
  const stacks: Stack[] = [];
  const assets = new Map<string, string>();
  for (const [name, { type, properties }] of Object.entries(artifacts)) {
    if (type === "aws:cloudformation:stack" && properties.templateFile !== undefined) {
      stacks.push(new Stack(name, readJson<RawTemplate>(join(dir, properties.templateFile)), queueUrl));
    }
    if (type === "cdk:asset-manifest" && properties.file !== undefined) {
      const { files } = readJson<AssetManifest>(join(dir, properties.file));
      for (const [key, file] of Object.entries(files)) assets.set(key, file.source.path);
    }
  }
  return new Assembly(dir, stacks, assets);
}
