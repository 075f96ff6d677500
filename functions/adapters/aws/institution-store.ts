import { paginateScan } from "@aws-sdk/client-dynamodb";
import type { InstitutionStore, KeptEntity } from "../../ports.ts";
import { toKeptEntity } from "../entity-state.ts";
import { fromText } from "./attributes.ts";
import type { DynamoTable } from "./dynamo-calls.ts";
import { createEntityStore, toState } from "./entity-store.ts";

export function createInstitutionStore(table: DynamoTable): InstitutionStore {
  return {
    ...createEntityStore(table, "institutionId"),
    all: async () => {
      const found: KeptEntity[] = [];
      for await (const { Items = [] } of paginateScan({ client: table.client }, { TableName: table.name() })) {
        found.push(...Items.flatMap((item) => toKeptEntity(fromText(item, "institutionId"), toState(item)) ?? []));
      }
      return found.sort((a, b) => (a.id < b.id ? -1 : 1));
    },
  };
}
