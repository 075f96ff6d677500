/**
 * CRC-32 as in ISO 3309, gzip and PNG: polynomial 0xEDB88320, reflected. It finds damage, not forgery. Four bytes at a time by four tables
 * ("slicing", Kounavis and Berry 2005), since an artifact of megabytes is summed up at every cold start.
 */
const SLICES = 4;

/** The table of slice s at s × 256: what a byte comes to after s more bytes of zeros. */
const TABLES = new Uint32Array(SLICES * 256);
for (let byte = 0; byte < 256; byte++) {
  let rest = byte;
  for (let bit = 0; bit < 8; bit++) rest = (rest & 1) === 0 ? rest >>> 1 : (rest >>> 1) ^ 0xedb88320;
  TABLES[byte] = rest;
}
for (let at = 256; at < TABLES.length; at++) {
  const before = TABLES[at - 256] ?? 0;
  TABLES[at] = (before >>> 8) ^ (TABLES[before & 0xff] ?? 0);
}

const lookUp = (slice: number, byte: number): number => TABLES[slice * 256 + (byte & 0xff)] ?? 0;

/** The checksum of some bytes, as an unsigned 32-bit number. */
export function crc32(bytes: Uint8Array): number {
  let rest = 0xffffffff;
  let i = 0;
  for (; i + SLICES <= bytes.length; i += SLICES) {
    rest ^= (bytes[i] ?? 0) | ((bytes[i + 1] ?? 0) << 8) | ((bytes[i + 2] ?? 0) << 16) | ((bytes[i + 3] ?? 0) << 24);
    rest = lookUp(3, rest) ^ lookUp(2, rest >>> 8) ^ lookUp(1, rest >>> 16) ^ lookUp(0, rest >>> 24);
  }
  for (; i < bytes.length; i++) rest = (rest >>> 8) ^ lookUp(0, rest ^ (bytes[i] ?? 0));
  return (rest ^ 0xffffffff) >>> 0;
}
