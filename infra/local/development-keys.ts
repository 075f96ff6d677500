/**
 * The keys that tokens for development are signed with: made once for each machine and kept beside what the twin keeps. The twin's stack is told the
 * public one; a stage where real people are takes neither.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { exportJWK, generateKeyPair, importJWK, type JWK, SignJWT } from "jose";
import * as z from "zod";
import { DEVELOPMENT_ALGORITHM, DEVELOPMENT_ISSUER } from "../../functions/api/identity.ts";
import type { Actor } from "../../functions/serving/actor.ts";

const keyPair = z.object({
  publicKey: z.record(z.string(), z.unknown()),
  privateKey: z.record(z.string(), z.unknown()),
});

export interface DevelopmentKeys {
  /** JWK as JSON. */
  readonly publicKey: string;
  readonly privateKey: string;
}

/** What tokens for development are for: the deployment's default. */
const AUDIENCE = "ieum";

const FILE = "development-keys.json";

/** Nobody but the machine's user may read it. */
const FILE_MODE = 0o600;

/** The keys of a data folder, made when they aren't there yet. */
export async function developmentKeys(dataDir: string): Promise<DevelopmentKeys> {
  const path = join(dataDir, FILE);
  if (existsSync(path)) {
    const { publicKey, privateKey } = keyPair.parse(JSON.parse(readFileSync(path, "utf8")));
    return { publicKey: JSON.stringify(publicKey), privateKey: JSON.stringify(privateKey) };
  }
  const keys = await newDevelopmentKeys();
  mkdirSync(dirname(path), { recursive: true });
  const kept = { publicKey: JSON.parse(keys.publicKey), privateKey: JSON.parse(keys.privateKey) };
  writeFileSync(path, `${JSON.stringify(kept)}\n`, { mode: FILE_MODE });
  return keys;
}

export async function newDevelopmentKeys(): Promise<DevelopmentKeys> {
  const { publicKey, privateKey } = await generateKeyPair(DEVELOPMENT_ALGORITHM, { extractable: true });
  const toText = async (key: typeof publicKey) => JSON.stringify(await exportJWK(key));
  return { publicKey: await toText(publicKey), privateKey: await toText(privateKey) };
}

/** A token that says who one is, for a machine of one's own. */
export async function signDevelopmentToken(
  { privateKey }: Pick<DevelopmentKeys, "privateKey">,
  { role, subject }: Actor,
  seconds: number,
): Promise<string> {
  const key = await importJWK(JSON.parse(privateKey) as JWK, DEVELOPMENT_ALGORITHM);
  return new SignJWT({ role })
    .setProtectedHeader({ alg: DEVELOPMENT_ALGORITHM })
    .setIssuer(DEVELOPMENT_ISSUER)
    .setAudience(AUDIENCE)
    .setSubject(subject)
    .setIssuedAt()
    .setExpirationTime(`${seconds}s`)
    .sign(key);
}
