// lite: the Auth of @supabase/lite, told how this project is configured.
import { AsyncLocalStorage } from 'node:async_hooks';
import { App } from '@supabase/lite';
import { createPostgresConnection } from '@supabase/lite/postgres';
import type postgres from 'postgres';
import type { ProjectConfig } from '../config.ts';
import { allowedRedirect } from './allowed-redirect.ts';
import type { Mailer } from './create-mailer.ts';
import { bcryptCost } from './password.ts';

type LiteMailer = NonNullable<App['_mailer']>;

export interface Lite {
  sql: postgres.Sql;
  fetch(request: Request): Promise<Response>;
  stop(): Promise<void>;
}

/**
 * Starts lite without its admin mode and API keys (the gateway checked them). lite keeps no
 * redirect target, so the one of the request in progress is kept here for its e-mails.
 */
export async function startLite({
  dbUrl,
  config,
  jwtSecret,
  mailer,
}: {
  dbUrl: string;
  config: ProjectConfig['auth'];
  jwtSecret: string;
  mailer: Mailer;
}): Promise<Lite> {
  process.env.LITE_AUTH_BCRYPT_COST ??= String(bcryptCost);
  const connection = createPostgresConnection({ url: dbUrl, postgresOptions });
  const redirectTarget = new AsyncLocalStorage<string>();
  const app = new App({
    connection,
    auth: { ...authSettings(config), enabled: true, jwt_secret: jwtSecret },
    options: { server: { admin: false, apiKeys: false, disableStudio: true } },
  });
  app._mailer = mailerOf(mailer, () => redirectTarget.getStore() ?? config.site_url);
  await app.init();
  return {
    sql: connection.driver,
    fetch: (request) => {
      const asked = new URL(request.url).searchParams.get('redirect_to');
      return redirectTarget.run(allowedRedirect(asked, config), () => app.fetch(request));
    },
    stop: () => connection.close(),
  };
}

function authSettings(config: ProjectConfig['auth']) {
  const { email } = config;
  return {
    site_url: config.site_url,
    additional_redirect_urls: config.additional_redirect_urls,
    jwt_expiry: config.jwt_expiry,
    enable_refresh_token_rotation: config.enable_refresh_token_rotation,
    refresh_token_reuse_interval: config.refresh_token_reuse_interval,
    enable_signup: config.enable_signup,
    minimum_password_length: config.minimum_password_length,
    password_requirements: config.password_requirements,
    email: {
      enable_signup: email.enabled,
      double_confirm_changes: email.double_confirm_changes,
      enable_confirmations: email.enable_confirmations,
      otp_length: email.otp_length,
      otp_expiry: email.otp_expiry,
    },
  };
}

function mailerOf(mailer: Mailer, redirectTo: () => string): LiteMailer {
  const ours = () => Promise.reject(new Error('Auth sends this e-mail itself, not through lite.'));
  return {
    sendConfirmation: ours,
    sendRecovery: ours,
    sendMagicLink: ours,
    sendEmailChange: (to, tokenHash, token, meta) =>
      mailer.send({
        kind: 'email_change',
        to,
        token,
        tokenHash,
        redirectTo: redirectTo(),
        email: meta?.currentEmail,
        newEmail: meta?.newEmail,
      }),
    sendReauthentication: (to, token, meta) =>
      mailer.send({
        kind: 'reauthentication',
        to,
        token,
        tokenHash: meta?.tokenHash ?? '',
        redirectTo: redirectTo(),
      }),
  };
}

const isoTime = (text: string) => `${text.replace(' ', 'T').replace(/\+00$/, '')}Z`;
const asText = (value: unknown) => (value instanceof Date ? value.toISOString() : value);

// lite hands JSON columns over as JSON text already, and shows times as the driver returns them.
const json = {
  serialize: (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value)),
  parse: (text: string) => JSON.parse(text),
};
const time = { serialize: asText, parse: isoTime };
const postgresOptions = {
  max: 10,
  onnotice: () => undefined,
  types: {
    json: { to: 114, from: [114], ...json },
    jsonb: { to: 3802, from: [3802], ...json },
    timestamp: { to: 1114, from: [1114], ...time },
    timestamptz: { to: 1184, from: [1184], ...time },
  },
};
