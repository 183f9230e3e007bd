// demo: the main job in a terminal, on a stack of its own, without any account.
//   sign up -> confirm by the e-mail in the inbox -> choose a character -> one streamed turn
//   -> buy credits on the checkout page of the stand-in of Stripe
// `npm run demo -- --character SLUG --message TEXT` chooses; OPENAI_API_KEY makes the answer real.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createClient } from '@supabase/supabase-js';
import { DefaultChatTransport, readUIMessageStream, type UIMessage } from 'ai';
import { readInbox } from '../local/mail/read-inbox.ts';
import { type Stack, startStack } from '../local/stack.ts';
import { type AnswerMetadata, turnReceipt } from '../shared/contracts/chat.ts';
import { limitState } from '../shared/contracts/limits.ts';
import type { Database } from '../shared/database.types.ts';
import { syncStandIn } from './billing/sync-stand-in.ts';
import { FIRST_CHARACTER } from './demo-accounts.ts';
import { buyCredits } from './demo-purchase.ts';
import { operatorVariables } from './operator-variables.ts';

const EMAIL = 'ada@parley.test';
const { values: wishes } = parseArgs({
  options: {
    character: { type: 'string', default: FIRST_CHARACTER },
    message: { type: 'string', default: 'How do I politely ask for the bill in a restaurant?' },
  },
});

let stack: Stack | undefined;
process.once('SIGINT', () => stack?.stop().then(() => process.exit(130)));
try {
  stack = await startStack({
    functionsEnv: operatorVariables(join(import.meta.dirname, '..')),
    tokensPerSecond: 40,
  });
  await syncStandIn(stack);
  await demonstrate(stack);
} catch (error) {
  console.error(`The demo stopped: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
} finally {
  await stack?.stop();
}

async function demonstrate(stack: Stack): Promise<void> {
  const { apiUrl, publishableKey, inboxUrl, openaiUrl, stripeUrl } = stack;
  const supabase = createClient<Database>(apiUrl, publishableKey, {
    auth: { persistSession: false },
  });
  say('AI provider', openaiUrl ? 'the stand-in (set OPENAI_API_KEY for the real one)' : 'OpenAI');

  const password = crypto.randomUUID();
  const { error: refused } = await supabase.auth.signUp({ email: EMAIL, password });
  if (refused) throw refused;
  say('Signed up', EMAIL);
  const token = await codeFromInbox(inboxUrl);
  say('Inbox', `a confirmation e-mail with the code ${token}`);
  const { data, error } = await supabase.auth.verifyOtp({ email: EMAIL, token, type: 'signup' });
  if (error || !data.session) throw error ?? new Error('The code gave no session.');
  say('Confirmed', 'signed in');

  const characters = await read(
    supabase.from('characters').select('slug, name, tagline, greeting, credit_price, is_premium'),
  );
  say('Characters', '');
  for (const { slug, name, tagline, credit_price, is_premium } of characters) {
    const price = `${credit_price} cr${is_premium ? ', premium' : ''}`;
    console.log(`  ${slug === wishes.character ? '>' : ' '} ${name} (${price}): ${tagline}`);
  }
  const chosen = characters.find(({ slug }) => slug === wishes.character);
  if (!chosen) throw new Error(`There is no character ${wishes.character}.`);

  const { plan_name, limits } = await read(supabase.from('my_entitlements').select().single());
  const perMinute = limitState
    .array()
    .parse(limits)
    .find(({ meter }) => meter === 'messages');
  say('Plan', `${plan_name}${perMinute ? `, ${perMinute.allowance} messages a minute` : ''}`);
  const credits = () => read(supabase.from('my_credits').select('available_credits').single());
  say('Credits before', `${(await credits()).available_credits}`);
  console.log(`\n${chosen.name}: ${chosen.greeting}\n\nAda: ${wishes.message}\n`);
  process.stdout.write(`${chosen.name}: `);
  await streamTurn(`${apiUrl}/functions/v1/chat`, data.session.access_token);
  say('Credits after', `${(await credits()).available_credits}`);

  if (stripeUrl) {
    const { access_token: accessToken } = data.session;
    await buyCredits({ apiUrl, accessToken, item: 'credits-250', say });
    say('Credits now', `${(await credits()).available_credits}`);
  }

  const messages = await read(
    supabase.from('messages').select('role, state, content').order('ordinal'),
  );
  say('Stored', '');
  for (const { role, state, content } of messages) {
    console.log(`    ${role} (${state}): ${content.slice(0, 70).replaceAll('\n', ' ')} ...`);
  }
}

async function streamTurn(api: string, accessToken: string): Promise<void> {
  const transport = new DefaultChatTransport<UIMessage<AnswerMetadata>>({
    api,
    headers: { authorization: `Bearer ${accessToken}` },
    body: { character: wishes.character },
  });
  const stream = await transport.sendMessages({
    trigger: 'submit-message',
    chatId: crypto.randomUUID(),
    messageId: undefined,
    abortSignal: undefined,
    messages: [
      { id: crypto.randomUUID(), role: 'user', parts: [{ type: 'text', text: wishes.message }] },
    ],
  });
  let shown = '';
  let receipt: AnswerMetadata['receipt'];
  for await (const message of readUIMessageStream({ stream, terminateOnError: true })) {
    const text = message.parts
      .flatMap((part) => (part.type === 'text' ? [part.text] : []))
      .join('');
    process.stdout.write(text.slice(shown.length));
    shown = text;
    receipt = (message.metadata as AnswerMetadata | undefined)?.receipt;
  }
  const { charged_credits, input_tokens, output_tokens } = turnReceipt.parse(receipt);
  console.log('\n');
  say('Receipt', `${charged_credits} cr, ${input_tokens} tokens in, ${output_tokens} out`);
}

async function codeFromInbox(inboxUrl: string): Promise<string> {
  const mail = await readInbox(inboxUrl, EMAIL);
  const code = /\b\d{6}\b/.exec(mail.text)?.[0];
  if (!code) throw new Error('The confirmation e-mail has no code.');
  return code;
}

async function read<T>(
  query: PromiseLike<{ data: T; error: Error | null }>,
): Promise<NonNullable<T>> {
  const { data, error } = await query;
  if (error || !data) throw error ?? new Error('The query gave nothing.');
  return data;
}

function say(what: string, text: string): void {
  console.log(`${what.padEnd(15)} ${text}`);
}
