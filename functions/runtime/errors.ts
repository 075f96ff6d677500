/** The function was deployed without something that it needs, or with something that it can't use. */
export class DeploymentFault extends Error {
  override readonly name = "DeploymentFault";
}

/**
 * The service took only some entries of a call and said so without failing it: `FailedEntryCount` of PutEvents, `Failed` of
 * SendMessageBatch, `UnprocessedItems` of BatchWriteItem. The record that wanted the call is tried again as a whole; what went through is
 * the same the second time.
 */
export class PartialFailure extends Error {
  override readonly name = "PartialFailure";
  readonly operation: string;
  readonly failed: number;
  readonly of: number;

  constructor(operation: string, failed: number, of: number, reason: string) {
    super(`${operation}: ${failed} of ${of} entries failed (${reason})`);
    this.operation = operation;
    this.failed = failed;
    this.of = of;
  }
}
