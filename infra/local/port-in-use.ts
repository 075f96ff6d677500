import { createServer, type Server } from "node:net";

/** Somebody else listens where the twin was told to; most often another twin that still runs. */
export class PortInUse extends Error {
  readonly code = "PORT_IN_USE";
  readonly port: number;

  constructor(port: number, options?: ErrorOptions) {
    super(
      `PORT_IN_USE: port ${port} is taken. Stop the program that listens there, or start with another port.`,
      options,
    );
    this.name = "PortInUse";
    this.port = port;
  }
}

/** Listens on a port, on any that is free for 0, or says that it is taken. */
export async function listenOn(server: Server, host: string, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", (cause: NodeJS.ErrnoException) =>
      reject(cause.code === "EADDRINUSE" ? new PortInUse(port, { cause }) : cause),
    );
    server.listen(port, host, resolve);
  });
}

/** Says that a port is taken before anything is begun that takes it in the end. */
export async function requireFreePorts(host: string, ports: readonly number[]): Promise<void> {
  for (const port of ports) {
    const server = createServer();
    await listenOn(server, host, port);
    await new Promise((closed) => server.close(closed));
  }
}
