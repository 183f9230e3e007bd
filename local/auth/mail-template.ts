// mail-template: the e-mail templates of config.toml, in the part of Go's notation they need.
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { ProjectConfig } from '../config.ts';

/** Verification types, as links and GoTrue name them. */
export type MailKind =
  | 'signup'
  | 'invite'
  | 'magiclink'
  | 'recovery'
  | 'email_change'
  | 'reauthentication';

export interface MailTemplate {
  subject: string;
  html: string;
}

const defaults: Record<MailKind, { section: string; subject: string }> = {
  signup: { section: 'confirmation', subject: 'Confirm your email' },
  invite: { section: 'invite', subject: 'You have been invited' },
  magiclink: { section: 'magic_link', subject: 'Your sign-in link' },
  recovery: { section: 'recovery', subject: 'Reset your password' },
  email_change: { section: 'email_change', subject: 'Confirm your new email' },
  reauthentication: { section: 'reauthentication', subject: 'Your confirmation code' },
};

const defaultHtml = '<p><a href="{{ .ConfirmationURL }}">{{ .ConfirmationURL }}</a></p>';
const codeHtml = '<p>Code: {{ .Token }}</p>';

/** The template of each kind: `[auth.email.template.<section>]`, or a plain one. */
export async function loadTemplates(
  config: ProjectConfig,
  projectDir: string,
): Promise<Record<MailKind, MailTemplate>> {
  const loaded = await Promise.all(
    Object.entries(defaults).map(async ([kind, { section, subject }]) => {
      const template = config.auth.email.template[section];
      const fallback = kind === 'reauthentication' ? codeHtml : defaultHtml + codeHtml;
      const html = template?.content_path
        ? await readTemplate(resolve(projectDir, template.content_path), section)
        : fallback;
      return [kind, { subject: template?.subject ?? subject, html }];
    }),
  );
  return Object.fromEntries(loaded);
}

async function readTemplate(path: string, section: string): Promise<string> {
  const html = await readFile(path, 'utf8').catch((cause: unknown) => {
    const message = `auth.email.template.${section}.content_path: cannot read ${path}.`;
    throw new Error(message, { cause });
  });
  const unknown = html.match(/\{\{(?!\s*\.\w+(\.\w+)?\s*\}\}).*?\}\}/)?.[0];
  if (unknown) throw new Error(`${path} uses ${unknown}, which the local stack does not know.`);
  return html;
}

/** `{{ .Name }}` and `{{ .Data.key }}` filled in; with `escape` as HTML text. */
export function renderTemplate(
  template: string,
  values: { [name: string]: unknown; Data: Record<string, unknown> },
  { isHtml }: { isHtml: boolean },
): string {
  return template.replace(/\{\{\s*\.(\w+)(?:\.(\w+))?\s*\}\}/g, (_, name: string, key?: string) => {
    const value = String((key ? values.Data[key] : values[name]) ?? '');
    return isHtml ? escapeHtml(value) : value;
  });
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&#34;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
