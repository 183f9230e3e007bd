// auth-context: what every part of Auth shares.
import type postgres from 'postgres';
import type { ProjectConfig } from '../config.ts';
import type { Mailer } from './create-mailer.ts';

export interface AuthContext {
  /** Connected as supabase_auth_admin; timestamps come back as ISO texts. */
  sql: postgres.Sql;
  config: ProjectConfig['auth'];
  apiUrl: string;
  jwtSecret: Uint8Array;
  mailer: Mailer;
  /** The Auth of @supabase/lite: paths start with /auth/v1. */
  lite(request: Request): Promise<Response>;
}

/** Either a connection pool or a transaction. */
export type Sql = postgres.ISql;

/** What the server knows of a request besides the request. */
export interface AuthBindings {
  peerAddress?: string;
}
