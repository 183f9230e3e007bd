// access-matrix-live: the access list of Realtime's private topics. A row here is what Realtime
// asks about: whether the caller sees, or may write, a message of that topic and extension.
import type pg from 'pg';
import { activePeople, nobody, ofPerson, ofTurn, people, readOwn } from './access-matrix-access.ts';
import type { Cast } from './access-matrix-cast.ts';
import type { Actor, Expectation } from './access-matrix-expectation.ts';

type Rows = Expectation['rows'];

const [broadcast, presence] = ['broadcast', 'presence'];

/** The witness's topics have moved; `former` are the names that they had before. */
const ofConversation = (kind: string, extension: string): Rows => {
  const rows = ofTurn(({ conversationId }) => ({ topic: `${kind}:${conversationId}`, extension }));
  const topic = ({ witness }: Cast) => `${kind}:${witness.turn?.conversationId}`;
  return {
    ...rows,
    foreign: (_, cast) => ({ topic: `${topic(cast)}:1`, extension }),
    former: (_, cast) => ({ topic: topic(cast), extension }),
  };
};
const ofUser = (extension: string): Rows =>
  ofPerson(({ id }) => ({ topic: `user:${id}`, extension }));

function named(name: string, rows: Rows): Rows {
  return Object.fromEntries(Object.entries(rows).map(([kind, find]) => [`${kind} ${name}`, find]));
}

const spoken = named('words', ofConversation('conversation', broadcast));
const typed = named('typing', ofConversation('participants', broadcast));
const present = named('presence', ofConversation('participants', presence));
const told = named('list', ofUser(broadcast));
const devices = named('devices', ofUser(presence));
const rows: Rows = {
  ...spoken,
  ...typed,
  ...present,
  ...told,
  ...devices,
  'a character': (_, cast) => ({ topic: `character:${cast.characterId}`, extension: broadcast }),
};

export const liveTables: Record<string, Expectation> = {
  'public.notifications': { rows: ofPerson(({ id }) => ({ user_id: id })), access: [readOwn] },
  'private.announcement': { rows: { any: () => ({ title: 'Matrix' }) }, access: nobody },
  'realtime.messages': {
    rows,
    access: [
      {
        who: people,
        may: 'select',
        rows: ['own words', 'own typing', 'own presence', 'own list', 'own devices', 'a character'],
      },
      {
        who: ['member'],
        may: 'select',
        rows: ['foreign words', 'foreign typing', 'foreign presence'],
      },
      { who: activePeople, may: 'insert', rows: ['own typing', 'own presence', 'own devices'] },
      { who: ['member'], may: 'insert', rows: ['foreign typing', 'foreign presence'] },
      // The platform grants these; no policy lets anybody use them.
      { who: people, may: 'update', rows: [] },
      { who: ['anonymous'], may: 'select', rows: [] },
      { who: ['anonymous'], may: 'insert', rows: [] },
      { who: ['anonymous'], may: 'update', rows: [] },
      { who: ['service'], may: 'select', rows: Object.keys(rows) },
      { who: ['service'], may: 'insert', rows: Object.keys(rows) },
      { who: ['service'], may: 'update', rows: Object.keys(rows) },
    ],
  },
};

export const liveFunctions: Record<string, readonly Actor[]> = {
  'private.topic_id': people,
  'private.conversation_topic': people,
  'private.may_join': people,
  'public.mark_notifications_read': people,
  'public.dismiss_notifications': people,
  // It refuses by itself whoever is no admin.
  'public.announce': people,
};

/** A message on each topic of the person, and of the character that all talk to. */
export async function leaveTopics(
  client: pg.ClientBase,
  ids: { userId: string; conversationId?: string | undefined; characterId?: string | undefined },
): Promise<void> {
  await client.query(
    `insert into realtime.messages (topic, extension, private)
     select kind || ':' || id, extension, true
     from (values ('user', $1), ('conversation', $2), ('participants', $2), ('character', $3))
       as topic (kind, id),
       unnest(array['broadcast', 'presence']) as extension
     where id is not null`,
    [ids.userId, ids.conversationId ?? null, ids.characterId ?? null],
  );
}
