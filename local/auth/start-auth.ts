// start-auth: Auth (GoTrue's API below /auth/v1) in this process.
import { Hono } from 'hono';
import type { ProjectConfig } from '../config.ts';
import type { ProjectKeys } from '../keys.ts';
import { generateLink, invite } from './admin-links.ts';
import { adminUsers } from './admin-users.ts';
import { allowedRedirect } from './allowed-redirect.ts';
import { throwRefusal } from './ask-lite.ts';
import type { AuthBindings, AuthContext } from './auth-context.ts';
import { renderAuthError, toAuthError } from './auth-error.ts';
import { requireAdmin } from './caller.ts';
import type { SignIn } from './complete-session.ts';
import { createMailer } from './create-mailer.ts';
import { issueToken } from './issue-token.ts';
import { startLite } from './lite.ts';
import { ownUser } from './own-user.ts';
import { requestOtp, requestRecovery, resendLink } from './request-link.ts';
import { signUp } from './sign-up.ts';
import { followLink, verifyCode } from './verify-token.ts';

export interface AuthOptions {
  /** As supabase_auth_admin. */
  dbUrl: string;
  keys: Pick<ProjectKeys, 'jwtSecret'>;
  config: ProjectConfig;
  /** The e-mail templates of `config` are read from here. */
  projectDir: string;
  smtp: { host: string; port: number };
  /** Where browsers and e-mails reach the gateway. */
  apiUrl: string;
  /** Takes the cause of each 500, which callers do not see. */
  onLine?: (line: string) => void;
}

export interface Auth {
  /** Answers a request whose path starts with /auth/v1; `peerAddress` is the caller's. */
  fetch(request: Request, peerAddress?: string): Promise<Response>;
  stop(): Promise<void>;
}

/**
 * Ours: sign-up, links by e-mail, admin API, bans, tokens with all claims, error shapes.
 * lite's: password check, sessions, rotation, verification, change of the own account, sign-out.
 */
export async function startAuth(options: AuthOptions): Promise<Auth> {
  const { config, apiUrl } = options;
  const mailer = await createMailer(options);
  const { jwtSecret } = options.keys;
  const lite = await startLite({ dbUrl: options.dbUrl, config: config.auth, jwtSecret, mailer });
  const context: AuthContext = {
    sql: lite.sql,
    config: config.auth,
    apiUrl,
    jwtSecret: new TextEncoder().encode(jwtSecret),
    mailer,
    lite: lite.fetch,
  };
  const app = createRoutes(context, options.onLine);
  return {
    fetch: async (request, peerAddress) =>
      app.fetch(request, peerAddress === undefined ? {} : { peerAddress }),
    async stop() {
      mailer.stop();
      await lite.stop();
    },
  };
}

function createRoutes(context: AuthContext, onLine?: (line: string) => void) {
  const redirectTo = (request: Request) => redirectOf(request, context);
  return new Hono<{ Bindings: AuthBindings }>()
    .basePath('/auth/v1')
    .onError((cause, c) => {
      const error = toAuthError(cause);
      if (error.status >= 500) onLine?.(`${c.req.method} ${c.req.path}: ${describe(error)}`);
      return renderAuthError(error, c.req.raw);
    })
    .route('/admin/users', adminUsers(context))
    .post('/admin/generate_link', async ({ req }) => {
      await requireAdmin(context, req.raw);
      return generateLink(context, req.raw);
    })
    .post('/invite', async ({ req }) => {
      await requireAdmin(context, req.raw);
      return invite(context, req.raw, redirectTo(req.raw));
    })
    .post('/signup', ({ req, env }) =>
      signUp(context, req.raw, { redirectTo: redirectTo(req.raw), signIn: signInOf(req.raw, env) }),
    )
    .post('/token', ({ req, env }) => issueToken(context, req.raw, signInOf(req.raw, env)))
    .post('/otp', ({ req }) => requestOtp(context, req.raw, redirectTo(req.raw)))
    .post('/magiclink', ({ req }) => requestOtp(context, req.raw, redirectTo(req.raw)))
    .post('/recover', ({ req }) => requestRecovery(context, req.raw, redirectTo(req.raw)))
    .post('/resend', async ({ req }) => {
      const copy = req.raw.clone();
      return (await resendLink(context, req.raw, redirectTo(req.raw))) ?? pass(context, copy);
    })
    .post('/verify', ({ req, env }) => verifyCode(context, req.raw, signInOf(req.raw, env)))
    .get('/verify', ({ req, env }) =>
      followLink(context, req.raw, {
        redirectTo: redirectTo(req.raw),
        signIn: signInOf(req.raw, env),
      }),
    )
    .on(['GET', 'PUT'], '/user', ({ req }) => ownUser(context, req.raw))
    .all('*', ({ req }) => pass(context, req.raw));
}

async function pass(context: AuthContext, request: Request): Promise<Response> {
  const response = await context.lite(request);
  await throwRefusal(response);
  return response;
}

function redirectOf(request: Request, { config }: AuthContext): string {
  const asked = new URL(request.url).searchParams.get('redirect_to');
  return allowedRedirect(asked ?? request.headers.get('referer'), config);
}

function signInOf(request: Request, { peerAddress }: AuthBindings): SignIn {
  return { userAgent: request.headers.get('user-agent'), ip: peerAddress };
}

function describe({ message, cause }: Error): string {
  return cause instanceof Error ? `${message} (${cause.message})` : message;
}
