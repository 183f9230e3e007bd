// create-mailer: Auth's e-mails, from the project's templates, by SMTP.
import { createTransport } from 'nodemailer';
import type { ProjectConfig } from '../config.ts';
import { loadTemplates, type MailKind, renderTemplate } from './mail-template.ts';

export interface Mail {
  kind: MailKind;
  to: string;
  /** The code a person can type. */
  token: string;
  tokenHash: string;
  redirectTo: string;
  /** The user's address, where it is not the recipient's. */
  email?: string | undefined;
  newEmail?: string | undefined;
  data?: Record<string, unknown> | null;
}

export interface Mailer {
  /** Resolves when the SMTP server took the message. */
  send(mail: Mail): Promise<void>;
  /** The link that the message carries, to the API's /auth/v1/verify. */
  linkOf(mail: Pick<Mail, 'kind' | 'tokenHash' | 'redirectTo'>): string;
  stop(): void;
}

/** Reads all templates at once; a missing file is an error that names it. */
export async function createMailer({
  config,
  projectDir,
  apiUrl,
  smtp,
}: {
  config: ProjectConfig;
  projectDir: string;
  apiUrl: string;
  smtp: { host: string; port: number };
}): Promise<Mailer> {
  const templates = await loadTemplates(config, projectDir);
  const { sender_name: name, admin_email: address } = config.local_smtp;
  const transport = createTransport({ ...smtp, pool: true, ignoreTLS: true });
  const linkOf: Mailer['linkOf'] = ({ kind, tokenHash, redirectTo }) => {
    const link = new URL(`${apiUrl}/auth/v1/verify`);
    link.search = new URLSearchParams({
      token: tokenHash,
      type: kind,
      redirect_to: redirectTo,
    }).toString();
    return link.href;
  };
  return {
    linkOf,
    async send(mail) {
      const link = mail.kind === 'reauthentication' ? '' : linkOf(mail);
      const values = {
        ConfirmationURL: link,
        Token: mail.token,
        TokenHash: mail.tokenHash,
        SiteURL: config.auth.site_url,
        RedirectTo: mail.redirectTo,
        Email: mail.email ?? mail.to,
        NewEmail: mail.newEmail ?? '',
        Data: mail.data ?? {},
      };
      const { subject, html } = templates[mail.kind];
      await transport.sendMail({
        from: { name, address },
        to: mail.to,
        subject: renderTemplate(subject, values, { isHtml: false }),
        html: renderTemplate(html, values, { isHtml: true }),
        text: [`Code: ${mail.token}`, link].filter(Boolean).join('\n\n'),
      });
    },
    stop: () => transport.close(),
  };
}
