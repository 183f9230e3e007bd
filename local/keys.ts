// keys: the API keys of the local project, equal to those of the Supabase CLI.
import { SignJWT } from 'jose';

/** The project's keys: new-style API keys, the JWT secret, and the legacy keys signed with it. */
export interface ProjectKeys {
  publishableKey: string;
  secretKey: string;
  jwtSecret: string;
  anonKey: string;
  serviceRoleKey: string;
}

const publishableKey = 'sb_publishable_ACJWlzQHlZjBrEguHvfOxg_3BJgxAaH';
const secretKey = 'sb_secret_N7UND0UgjKTVK-Uodkm0Hg_xSvEMPvz';
const defaultJwtSecret = 'super-secret-jwt-token-with-at-least-32-characters-long';
const legacyKeyExpiry = 1_983_812_996;

/**
 * The CLI's public local defaults: never use them outside a developer's machine.
 * `anonKey` and `serviceRoleKey` are HS256 JWTs with claims iss, role and exp.
 */
export async function createKeys(jwtSecret: string = defaultJwtSecret): Promise<ProjectKeys> {
  if (jwtSecret.length < 32) throw new Error('A JWT secret needs at least 32 characters.');
  const [anonKey, serviceRoleKey] = await Promise.all([
    signLegacyKey('anon', jwtSecret),
    signLegacyKey('service_role', jwtSecret),
  ]);
  return { publishableKey, secretKey, jwtSecret, anonKey, serviceRoleKey };
}

function signLegacyKey(role: 'anon' | 'service_role', jwtSecret: string): Promise<string> {
  return new SignJWT({ iss: 'supabase-demo', role, exp: legacyKeyExpiry })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .sign(new TextEncoder().encode(jwtSecret));
}
