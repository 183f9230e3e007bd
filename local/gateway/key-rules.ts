// key-rules: what the platform's gateway makes of `apikey` and `Authorization`.
import { hash } from 'node:crypto';
import type { ProjectKeys } from '../keys.ts';

/** What a caller sent, of each at most one. */
export interface Credentials {
  authorization: string | undefined;
  /** From the header `apikey`, else the query parameter of that name. */
  apikey: string | undefined;
  userAgent: string | undefined;
}

/** A 401 as hosted Supabase words it. */
export interface Refusal {
  code: string;
  message: string;
  hint?: string;
}

export interface KeyRules {
  /** The refusal for routes that demand a key, or undefined. Legacy JWT keys count. */
  refuse(credentials: Credentials): Refusal | undefined;
  /**
   * The `Authorization` that the service behind gets: the caller's, unless it is absent or an
   * `sb_` key, which no service reads; then the JWT of the `apikey`, or the `apikey` itself.
   */
  authorizationFor(credentials: Credentials): string | undefined;
}

const browser = /^\s*Mozilla\/5\.0/i;

export function createKeyRules(keys: ProjectKeys): KeyRules {
  // Looked up by digest, so that the time it takes tells nothing about a key.
  const jwtOf = new Map([
    [digest(keys.publishableKey), keys.anonKey],
    [digest(keys.secretKey), keys.serviceRoleKey],
    [digest(keys.anonKey), keys.anonKey],
    [digest(keys.serviceRoleKey), keys.serviceRoleKey],
  ]);
  return {
    refuse({ apikey, userAgent }) {
      if (!apikey) return refusals.missing;
      if (!jwtOf.has(digest(apikey))) return refusals.unknown;
      const isSecret = apikey.startsWith('sb_secret_');
      return isSecret && browser.test(userAgent ?? '') ? refusals.secretInBrowser : undefined;
    },
    authorizationFor({ authorization, apikey }) {
      if (authorization !== undefined && !authorization.startsWith('Bearer sb_'))
        return authorization;
      return apikey && `Bearer ${jwtOf.get(digest(apikey)) ?? apikey}`;
    },
  };
}

const refusals = {
  missing: {
    code: 'UNAUTHORIZED_MISSING_API_KEY',
    message: 'No API key found in request',
    hint: 'No `apikey` request header or url param was found.',
  },
  unknown: {
    code: 'UNAUTHORIZED_INVALID_API_KEY',
    message: 'Invalid API key',
    hint: 'Double check your Supabase `anon` or `service_role` API key.',
  },
  secretInBrowser: {
    code: 'UNAUTHORIZED_INVALID_API_KEY_TYPE',
    message: 'Forbidden use of secret API key in browser',
  },
} satisfies Record<string, Refusal>;

function digest(key: string): string {
  return hash('sha256', key, 'base64');
}
