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
