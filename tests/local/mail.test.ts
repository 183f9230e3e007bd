// mail: the inbox, and the templates of what arrives in it.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadTemplates, renderTemplate } from '../../local/auth/mail-template.ts';
import { readConfig } from '../../local/config.ts';
import { readInbox } from '../../local/mail/read-inbox.ts';
import { type Inbox, startInbox } from '../../local/mail/start-inbox.ts';
import { freePort } from '../../local/ports.ts';

const projectDir = join(import.meta.dirname, '..', '..');
let inbox: Inbox;

beforeAll(async () => {
  inbox = await startInbox({ smtpPort: await freePort(), webPort: await freePort() });
});
afterAll(() => inbox.stop());

async function send(to: string, subject: string): Promise<void> {
  const transport = createTransport({ host: '127.0.0.1', port: inbox.smtpPort });
  await transport.sendMail({ from: 'app@parley.test', to, subject, text: `For ${to}` });
}

describe('the inbox', () => {
  it('keeps what is sent, and hands it out once, in order', async () => {
    await send('ada@parley.test', 'first');
    await send('not-ada@parley.test', 'other');
    await send('ada@parley.test', 'second');
    const { subject, text } = await readInbox(inbox.url, 'ada@parley.test');
    expect([subject, text.trim()]).toEqual(['first', 'For ada@parley.test']);
    expect((await readInbox(inbox.url, 'ada@parley.test')).subject).toBe('second');
    const third = readInbox(inbox.url, 'ada@parley.test', { timeoutMs: 100 });
    await expect(third).rejects.toThrow('an e-mail to ada@parley.test');
    expect((await readInbox(inbox.url, 'not-ada@parley.test')).subject).toBe('other');
  });

  it('has a page for people', async () => {
    const page = await fetch(inbox.url, { headers: { accept: 'text/html' } });
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('<html')]);
  });

  it('on a taken port is a sentence, and no process stays', async () => {
    const { smtpPort } = inbox;
    const starting = startInbox({ smtpPort, webPort: await freePort() });
    await expect(starting).rejects.toThrow(
      /^The inbox \(maildev\) ended with code 1: .*address already in use/,
    );
  });

  it('is gone after stop', async () => {
    const own = await startInbox({ smtpPort: await freePort(), webPort: await freePort() });
    await own.stop();
    await expect(fetch(own.url)).rejects.toThrow();
  });
});

describe('templates', () => {
  it('all of the project load, and link to nothing outside', async () => {
    const templates = await loadTemplates(await readConfig(projectDir), projectDir);
    for (const { subject, html } of Object.values(templates)) {
      expect(subject).not.toBe('');
      expect(html).toContain('{{ .Token }}');
      expect(html).not.toMatch(/https?:|<img|<script/);
    }
  });

  it('values are text: they cannot become HTML', () => {
    const values = { Email: '"><b>', Data: { name: '<i>Ada</i>' } };
    const template = '{{ .Email }} {{.Data.name}} {{ .Data.none }}.';
    expect(renderTemplate(template, values, { isHtml: true })).toBe(
      '&#34;&gt;&lt;b&gt; &lt;i&gt;Ada&lt;/i&gt; .',
    );
    expect(renderTemplate(template, values, { isHtml: false })).toBe('"><b> <i>Ada</i> .');
  });

  it('what the local stack cannot render is named, not guessed', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'parley-test-'));
    await mkdir(join(folder, 'supabase'));
    await writeFile(
      join(folder, 'supabase', 'config.toml'),
      'project_id = "x"\n[auth.email.template.invite]\ncontent_path = "./invite.html"\n',
    );
    const config = await readConfig(folder);
    await expect(loadTemplates(config, folder)).rejects.toThrow('invite.content_path: cannot read');
    await writeFile(join(folder, 'invite.html'), '{{ if .Data }}x{{ end }}');
    await expect(loadTemplates(config, folder)).rejects.toThrow('uses {{ if .Data }}');
    await rm(folder, { recursive: true });
  });
});
