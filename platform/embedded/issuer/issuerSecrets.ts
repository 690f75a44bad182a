import { generateKeyPair, type KeyObject, randomBytes, randomInt } from 'node:crypto';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { calculateJwkThumbprint, type JWK } from 'jose';
import { secretFile, writeSecretFile } from '../secretFile.ts';
import { demoPartners } from './demoPartners.ts';

/** What the issuer must keep to itself and keep over restarts. */
export interface IssuerSecrets {
  /** Private signing keys for RS256 and ES256; the first of each signs, others are only published. */
  readonly keys: JWK[];
  /** Keys that sign the cookies of a sign-in. */
  readonly cookieKeys: string[];
  /** The one password of all demo users. */
  readonly demoPassword: string;
  /** Secret by client id. */
  readonly partnerSecrets: Record<string, string>;
}

const generate = promisify(generateKeyPair);

/** The folder in which the issuer keeps everything, below the data folder of the stack. */
export function issuerFolder(dataDir: string): string {
  return join(dataDir, 'issuer');
}

function secretsFile(dataDir: string): string {
  return join(issuerFolder(dataDir), 'secrets.json');
}

/** The demo password, also as a file of its own, for people and for the token command. */
export function passwordFile(dataDir: string): string {
  return join(issuerFolder(dataDir), 'demo-password');
}

/**
 * Reads the secrets of the issuer from the data folder; the first call makes them.
 *
 * @throws CodedError DATA_FOLDER_DAMAGED when a file is there but cannot be used
 */
export async function issuerSecrets(dataDir: string): Promise<IssuerSecrets> {
  const [demoPassword, rest] = await Promise.all([
    secretFile(passwordFile(dataDir), parsePassword, () => `${makePassword()}\n`),
    secretFile(secretsFile(dataDir), parseSecrets, makeSecrets),
  ]);
  return { demoPassword, ...rest };
}

/** Letters and digits that nobody confuses; 15 of 31 are 74 bits, in groups for the eye. */
function makePassword(): string {
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789';
  const group = () => Array.from({ length: 5 }, () => letters[randomInt(letters.length)]).join('');
  return `${group()}-${group()}-${group()}`;
}

/** The password that a file holds. Throws an Error where it has fewer than twelve characters. */
export function parsePassword(text: string): string {
  const password = text.trim();
  if (password.length < 12) throw new Error('the password is too short');
  return password;
}

function parseSecrets(text: string): Omit<IssuerSecrets, 'demoPassword'> {
  const { keys, cookieKeys, partnerSecrets } = JSON.parse(text) as IssuerSecrets;
  const whole =
    ['RS256', 'ES256'].every((alg) => keys.some((key) => key.alg === alg && key.d && key.kid)) &&
    cookieKeys.every((key) => key.length >= 32) &&
    demoPartners.every(({ clientId }) => partnerSecrets[clientId]);
  if (!whole) throw new Error('keys or secrets are missing');
  return { keys, cookieKeys, partnerSecrets };
}

/** Keeps the secrets with other keys. */
export async function replaceKeys(dataDir: string, secrets: IssuerSecrets, keys: readonly JWK[]): Promise<void> {
  const { cookieKeys, partnerSecrets } = secrets;
  await writeSecretFile(secretsFile(dataDir), JSON.stringify({ keys, cookieKeys, partnerSecrets }, null, 2));
}

/** New signing keys, one for RS256 and one for ES256. */
export async function signingKeys(): Promise<JWK[]> {
  const [rsa, ec] = await Promise.all([
    generate('rsa', { modulusLength: 2048 }),
    generate('ec', { namedCurve: 'P-256' }),
  ]);
  return Promise.all([jwk(rsa.privateKey, 'RS256'), jwk(ec.privateKey, 'ES256')]);
}

async function makeSecrets(): Promise<string> {
  const keys = await signingKeys();
  const partnerSecrets = Object.fromEntries(demoPartners.map(({ clientId }) => [clientId, random()]));
  return JSON.stringify({ keys, cookieKeys: [random()], partnerSecrets }, null, 2);
}

async function jwk(key: KeyObject, alg: string): Promise<JWK> {
  const exported = key.export({ format: 'jwk' }) as JWK;
  return { ...exported, alg, use: 'sig', kid: await calculateJwkThumbprint(exported) };
}

function random(): string {
  return randomBytes(32).toString('base64url');
}
