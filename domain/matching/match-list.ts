import { ByteReader, ByteWriter } from "../index/byte-stream.ts";

/** The other side of a match, as a list keeps it. */
export interface ListedMatch {
  readonly id: string;
  readonly revision: number;
  readonly score: number;
  readonly fitsOpening: number;
  readonly fitsApplicant: number;
}

/** The matches of one opening or one applicant on one shard, best first, and what they were made from. */
export interface PackedMatchList {
  readonly subjectRevision: number;
  /** All matches over the threshold, those beyond the list included. */
  readonly overThreshold: number;
  readonly taxonomyVersion: string;
  readonly weightsVersion: number;
  readonly thresholdBp: number;
  readonly matches: readonly ListedMatch[];
}

const FORMAT_VERSION = 1;

/** Packs a list: about 30 bytes a match. The same list always gives the same bytes. */
export function packMatchList(list: PackedMatchList): Uint8Array {
  const out = new ByteWriter();
  out.number(FORMAT_VERSION);
  out.number(list.subjectRevision);
  out.number(list.overThreshold);
  out.ascii(list.taxonomyVersion);
  out.number(list.weightsVersion);
  out.number(list.thresholdBp);
  out.list(list.matches, (match) => {
    out.ascii(match.id);
    for (const value of [match.revision, match.score, match.fitsOpening, match.fitsApplicant]) out.number(value);
  });
  return out.bytes();
}

/** Unpacks a list; throws on an unknown version or damaged bytes. */
export function unpackMatchList(bytes: Uint8Array): PackedMatchList {
  const from = new ByteReader(bytes);
  const version = from.number();
  if (version !== FORMAT_VERSION) throw new RangeError(`unknown format version ${version} of a match list`);
  const list = {
    subjectRevision: from.number(),
    overThreshold: from.number(),
    taxonomyVersion: from.ascii(),
    weightsVersion: from.number(),
    thresholdBp: from.number(),
    matches: from.list(() => ({
      id: from.ascii(),
      revision: from.number(),
      score: from.number(),
      fitsOpening: from.number(),
      fitsApplicant: from.number(),
    })),
  };
  if (!from.isAtEnd) throw new RangeError("a match list is followed by more bytes");
  return list;
}
