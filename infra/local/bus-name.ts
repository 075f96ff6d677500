/** A bus is spoken of by its name or by its ARN; rules and entries may use either. */

export function busArn(name: string, place: { account: string; region: string }): string {
  return `arn:aws:events:${place.region}:${place.account}:event-bus/${name}`;
}

/** The name of a bus given by name or by ARN. */
export function busName(nameOrArn = "default"): string {
  return nameOrArn.slice(nameOrArn.lastIndexOf("/") + 1);
}

/** The name of the bus that an ARN stands for, or `undefined` if it stands for something else. */
export function busNameIn(arn: string): string | undefined {
  return /^arn:[^:]+:events:[^:]*:[^:]*:event-bus\/(.+)$/.exec(arn)?.[1];
}
