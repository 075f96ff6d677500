declare module "dynalite" {
  import type { Server } from "node:http";

  /** The options that the twin uses; the package has no types of its own. */
  export default function dynalite(options: {
    path?: string;
    createTableMs: number;
    deleteTableMs: number;
    updateTableMs: number;
  }): Server;
}
