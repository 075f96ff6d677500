import { Template } from "aws-cdk-lib/assertions";
import { type Center, centers } from "../../infra/centers.ts";
import type { Mail } from "../../infra/mail.ts";
import { resourceNames } from "../../infra/names.ts";
import type { Stage } from "../../infra/stages.ts";
import { aStack, type Properties, type Statement } from "../fixtures/template.ts";

export function aTemplate(stage: Stage = "dev", itsCenters: readonly Center[] = centers, mail?: Mail): Template {
  return Template.fromStack(aStack(stage, itsCenters, mail).stack);
}

/** What is synthesised when nothing is chosen. */
export const template = aTemplate();
export const names = resourceNames("dev");

export function propertiesOf(type: string, of: Template = template): [id: string, properties: Properties][] {
  return Object.entries(of.findResources(type)).map(([id, resource]) => [id, resource["Properties"] ?? {}]);
}

/** The properties of the resource of a type whose name, as given by one property, is this. */
export function named(type: string, property: string, name: string): Properties {
  const [, properties] = propertiesOf(type).find(([, candidate]) => candidate[property] === name) ?? [];
  if (properties === undefined) throw new Error(`the template has no ${type} with the name ${name}`);
  return properties;
}

export const queues = new Map(propertiesOf("AWS::SQS::Queue"));

export function statementsOf(type: string): Statement[] {
  return propertiesOf(type).flatMap(([, properties]) => {
    const inline = (properties["Policies"] ?? []) as { PolicyDocument: { Statement: Statement[] } }[];
    const own = properties["PolicyDocument"] as { Statement: Statement[] } | undefined;
    return [...inline.flatMap(({ PolicyDocument }) => PolicyDocument.Statement), ...(own?.Statement ?? [])];
  });
}
