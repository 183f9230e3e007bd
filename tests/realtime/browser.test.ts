// browser: Ann in headless Chromium and Ben in Node, each with the unmodified client.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join as joinPath } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { waitUntil } from '../../local/wait-until.ts';
import { findChromium } from '../support/find-chromium.ts';
import { ownRealtime } from './own-realtime.ts';
import { hear, join, many, privateChannel } from './room.ts';

const executablePath = findChromium();
const name = executablePath ? 'in Chromium' : 'in Chromium (none in PATH or CHROMIUM_BIN: not run)';
const client = joinPath(
  import.meta.dirname,
  '../../node_modules/@supabase/supabase-js/dist/umd/supabase.js',
);

const own = ownRealtime(`
  create table public.members (topic text, person uuid, primary key (topic, person));
  grant select on public.members to authenticated;
  create policy "members listen" on realtime.messages for select to authenticated
    using (exists (select from public.members
      where topic = (select realtime.topic()) and person = (select auth.uid())));
  create policy "members speak" on realtime.messages for insert to authenticated
    with check (exists (select from public.members
      where topic = (select realtime.topic()) and person = (select auth.uid())));
  create table public.scores (id bigint primary key, points int);
  grant select on public.scores to authenticated;
  alter publication supabase_realtime add table public.scores;
`);

/** What the page's scripts see. */
interface Libraries {
  supabase: typeof import('@supabase/supabase-js');
  heard: unknown[];
}

describe.runIf(executablePath)(name, () => {
  const app = createServer((_, response) => {
    response.setHeader('content-type', 'text/html').end('<!doctype html>');
  });
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    await new Promise<void>((resolve) => app.listen(0, '127.0.0.1', resolve));
    browser = await chromium.launch({
      executablePath: executablePath ?? 'chromium',
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
    });
    page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${(app.address() as AddressInfo).port}`);
    await page.addScriptTag({ path: client });
  });
  afterAll(async () => {
    await browser?.close();
    app.close();
  });

  it('members talk, send bytes, see each other and follow rows; a stranger does not', async () => {
    const [ann, ben, eve] = [await own.somebody(), await own.somebody(), await own.somebody()];
    const topic = `club:${crypto.randomUUID()}`;
    for (const { id } of [ann, ben])
      await own.pool.query('insert into public.members values ($1, $2)', [topic, id]);
    const channel = privateChannel(await own.clientOf(ben.token), topic);
    const heard = hear(channel);
    channel.on('presence', { event: 'sync' }, () => undefined);
    await join(channel);
    await channel.track({ name: 'Ben' });

    const facts = { url: own.url, key: own.keys.publishableKey, topic };
    const enter = (token: string) =>
      page.evaluate(
        async ({ url, key, topic, token }) => {
          const libraries = window as unknown as Libraries;
          libraries.heard = [];
          const client = libraries.supabase.createClient(url, key, {
            accessToken: async () => token,
          });
          await client.realtime.setAuth();
          const channel = client.channel(topic, {
            config: { private: true, broadcast: { ack: true }, presence: { key: 'page' } },
          });
          channel
            .on('broadcast', { event: '*' }, ({ event, payload }) => {
              libraries.heard.push([event, payload]);
            })
            .on('presence', { event: 'sync' }, () => {
              libraries.heard.push(['present', Object.keys(channel.presenceState()).length]);
            })
            .on('postgres_changes', { event: '*', schema: 'public', table: 'scores' }, (change) => {
              libraries.heard.push([change.eventType, change.new]);
            });
          const status = await new Promise<string>((resolve) => channel.subscribe(resolve));
          if (status !== 'SUBSCRIBED') {
            await client.removeAllChannels();
            return status;
          }
          await channel.track({ name: 'Ann' });
          const bytes = Uint8Array.of(0, 128, 255).buffer;
          await channel.send({ type: 'broadcast', event: 'bytes', payload: bytes });
          return channel.send({ type: 'broadcast', event: 'hello', payload: { word: 'Grüße' } });
        },
        { ...facts, token },
      );
    expect(await enter(eve.token)).toBe('CHANNEL_ERROR');
    expect(await enter(ann.token)).toBe('ok');

    const [bytes, hello] = await many(heard, 2);
    expect([...new Uint8Array(bytes?.payload as ArrayBuffer)]).toEqual([0, 128, 255]);
    expect(hello).toEqual({ event: 'hello', payload: { word: 'Grüße' } });
    await waitUntil('Ann', () => 'page' in channel.presenceState());
    await channel.send({ type: 'broadcast', event: 'answer', payload: { word: 'Salü' } });
    await own.pool.query('insert into public.scores values (1, 7)');
    await page.waitForFunction(() =>
      (window as unknown as Libraries).heard.some((each) => (each as string[])[0] === 'INSERT'),
    );
    const seen = await page.evaluate(() => (window as unknown as Libraries).heard);
    expect(seen).toContainEqual(['present', 2]);
    expect(seen).toContainEqual(['answer', { word: 'Salü' }]);
    expect(seen).toContainEqual(['INSERT', { id: 1, points: 7 }]);

    await page.close();
    await waitUntil('Ann to be gone', () => !('page' in channel.presenceState()));
  });
});
