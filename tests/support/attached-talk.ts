// attached-talk: people with pictures and voice messages who talk to a character, by SQL.
import type { OwnDatabase } from './own-database.ts';
import { type Context, end, makeCharacter, makePerson, overSql } from './turn.ts';

export interface Said {
  operation?: 'turn' | 'edit';
  text?: string;
  message?: string;
  /** Assets. */
  pictures?: string[];
  answer?: 'text' | 'audio' | 'media';
}

export interface Talk {
  user: string;
  character: string;
  say(said?: Said): Promise<Context>;
  /** Says it, and the answer comes to its end. */
  hear(said?: Said): Promise<Context>;
}

/** A person with 1000 credits who talks to one character that sees, changed as told. */
export async function talkIn(
  { pool, service }: OwnDatabase,
  change: Record<string, unknown> = {},
): Promise<Talk> {
  const call = overSql(service);
  const [user, slug] = await Promise.all([makePerson(pool, 1000), makeCharacter(pool, {})]);
  for (const [column, value] of Object.entries({ model: 'gpt-4.1-mini', ...change }))
    await pool.query(`update public.characters set ${column} = $2 where slug = $1`, [slug, value]);

  async function say(said: Said = {}) {
    const { operation = 'turn', text = 'Look', message, pictures = [], answer = null } = said;
    const named =
      operation === 'turn'
        ? { p_client_message_id: message ?? crypto.randomUUID(), p_character: slug }
        : { p_message_id: message };
    return (await call(`begin_${operation}`, {
      p_user_id: user,
      p_chat_id: 'c',
      ...named,
      p_text: text,
      p_attachments: pictures,
      p_answer_kind: answer,
    })) as Context;
  }
  return {
    user,
    character: slug,
    say,
    async hear(said) {
      const turn = await say(said);
      await end(call, turn, { text: 'Nice.' });
      return turn;
    },
  };
}

/** A picture that is ready. */
export async function addPicture({ pool }: OwnDatabase, user: string): Promise<string> {
  const { rows } = await pool.query(
    `insert into public.media_assets (id, owner_id, purpose, kind, mime_type, size_bytes, width,
       height, content_hash, original, state, blurhash)
     select id, $1, 'message', 'image', 'image/png', 1, 8, 6,
       encode(sha256(convert_to(id::text, 'UTF8')), 'hex'), 'original.png', 'ready', 'LEHV6n'
     from gen_random_uuid() as id returning id`,
    [user],
  );
  return rows[0].id;
}

/** A voice message that is ready; without a transcript where it was not asked for. */
export async function addSound(
  { pool }: OwnDatabase,
  user: string,
  transcript?: string,
): Promise<string> {
  const { rows } = await pool.query(
    `insert into public.media_assets (id, owner_id, purpose, kind, mime_type, size_bytes,
       duration_ms, content_hash, original, state, transcript)
     select id, $1, 'message', 'audio', 'audio/wav', 1, 900,
       encode(sha256(convert_to(id::text, 'UTF8')), 'hex'), 'original.wav', 'ready', $2
     from gen_random_uuid() as id returning id`,
    [user, transcript],
  );
  return rows[0].id;
}
