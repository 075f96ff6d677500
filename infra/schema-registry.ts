import { CfnRegistry, CfnSchema } from "aws-cdk-lib/aws-eventschemas";
import { Construct } from "constructs";
import { allEvents, toJsonSchema } from "../events/catalog.ts";

export interface SchemaRegistryProps {
  readonly registryName: string;
}

/**
 * Every event as a document of EventBridge's schema registry, under the name by which the console and code bindings look for it: `source@detail-type`.
 */
export class SchemaRegistry extends Construct {
  constructor(scope: Construct, id: string, { registryName }: SchemaRegistryProps) {
    super(scope, id);
    const registry = new CfnRegistry(this, "Registry", { registryName, description: "Events of Ieum" });
    for (const event of allEvents) {
      new CfnSchema(this, event.name, {
        registryName: registry.attrRegistryName,
        schemaName: `${event.source}@${event.name}`,
        type: "JSONSchemaDraft4",
        content: JSON.stringify(toJsonSchema(event)),
      });
    }
  }
}
