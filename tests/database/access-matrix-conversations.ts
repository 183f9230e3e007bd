// access-matrix-conversations: the access list of what was said, read, found and shared.
import type pg from 'pg';
import {
  activePeople,
  memberReads,
  nobody,
  ofPerson,
  ofTurn,
  people,
  readOwn,
  serviceReads,
} from './access-matrix-access.ts';
import type { Cast } from './access-matrix-cast.ts';
import type { Actor, Expectation } from './access-matrix-expectation.ts';

export const conversationTables: Record<string, Expectation> = {
  'public.conversations': {
    rows: ofTurn(({ conversationId }) => ({ id: conversationId })),
    access: [
      readOwn,
      {
        who: activePeople,
        may: 'update',
        rows: ['own'],
        columns: ['title', 'pinned_at', 'archived_at'],
      },
      memberReads,
      serviceReads,
    ],
  },
  'public.messages': {
    rows: {
      ...ofTurn(({ conversationId }) => ({ conversation_id: conversationId, is_current: true })),
      "member's, deleted": () => ({ content: 'Taken back by the member' }),
      "another's, deleted": () => ({ content: 'Taken back by the guest' }),
    },
    access: [
      readOwn,
      memberReads,
      serviceReads,
      { who: ['member'], may: 'select', rows: ["member's, deleted"] },
      { who: ['service'], may: 'select', rows: ["member's, deleted", "another's, deleted"] },
    ],
  },
  'public.participants': {
    rows: {
      "member's": (_, cast) => ({ user_id: cast.member.id }),
      "guest's": (_, cast) => ({ user_id: cast.guest.id }),
    },
    access: [
      { who: ['member'], may: 'select', rows: ["member's", "guest's"] },
      {
        who: ['member'],
        may: 'update',
        rows: ["member's"],
        columns: ['pinned_at', 'archived_at'],
      },
      { who: ['service'], may: 'select', rows: ["member's", "guest's"] },
    ],
  },
  'public.invitations': {
    rows: {
      "member's": (_, cast) => ({ invited_id: cast.member.id }),
      "stranger's": (_, cast) => ({ invited_id: cast.stranger.id }),
    },
    access: [
      { who: ['member'], may: 'select', rows: ["member's", "stranger's"] },
      { who: ['stranger'], may: 'select', rows: ["stranger's"] },
      { who: ['service'], may: 'select', rows: ["member's", "stranger's"] },
    ],
  },
  'public.person_blocks': {
    rows: { "stranger's": (_, cast) => ({ user_id: cast.stranger.id }) },
    access: [{ who: ['stranger'], may: 'select', rows: ["stranger's"] }],
  },
  'public.conversation_reads': {
    rows: ofTurn(({ conversationId }) => ({ conversation_id: conversationId })),
    access: [readOwn, memberReads, serviceReads],
  },
  'public.message_ratings': {
    rows: ofTurn(({ userId }) => ({ user_id: userId })),
    access: [readOwn, serviceReads, { who: ['admin'], may: 'select', rows: ['foreign'] }],
  },
  'public.conversation_shares': {
    rows: ofTurn(({ conversationId }) => ({ conversation_id: conversationId })),
    access: [readOwn, serviceReads],
  },
  'public.my_conversations': {
    rows: ofTurn(({ conversationId }) => ({ id: conversationId })),
    access: [readOwn, memberReads],
  },
  'public.my_conversation_stats': {
    // Everybody talks to one character; the stranger, to nobody, has no row.
    rows: { own: (_, cast) => ({ character_id: cast.characterId }) },
    access: [{ who: ['member', 'owner', 'admin', 'suspended'], may: 'select', rows: ['own'] }],
  },
  'private.readable_conversations': {
    rows: ofTurn(({ conversationId }) => ({ id: conversationId })),
    isOwnersView: true,
    access: [readOwn, memberReads],
  },
  'private.conversation_summary': {
    rows: ofTurn(({ conversationId }) => ({ conversation_id: conversationId })),
    access: nobody,
  },
  'private.person_seen': { rows: ofPerson(({ id }) => ({ user_id: id })), access: nobody },
  'private.message_search': { rows: ofTurn(({ userId }) => ({ user_id: userId })), access: nobody },
};

export const conversationFunctions: Record<string, readonly Actor[]> = {
  'public.select_branch': people,
  'public.delete_message': people,
  'public.restore_message': people,
  'public.rate_message': people,
  'public.create_conversation': people,
  'public.delete_conversation': people,
  'public.restore_conversation': people,
  'public.mark_read': people,
  'public.mark_delivered': people,
  'public.list_participants': people,
  'public.search_messages': people,
  'public.export_conversation': people,
  'public.share_conversation': people,
  'public.revoke_share': people,
  'public.read_shared': ['anonymous', ...people],
  'public.block_person': people,
  'public.unblock_person': people,
  'public.invite': people,
  'public.revoke_invitation': people,
  'public.read_invitation': people,
  'public.accept_invitation': people,
  'public.decline_invitation': people,
  'public.leave_conversation': people,
  'public.remove_participant': people,
  'public.change_role': people,
  'public.hand_over_conversation': people,
  'private.is_active': people,
  'private.may_restore': people,
  'private.character_card': people,
  'private.author_names': people,
  'private.conversation_not_found': people,
};

/** Lets the member take part where the witness talks, and the stranger have done so. */
export async function shareTalk(
  client: pg.ClientBase,
  { witness, member, guest, stranger }: Pick<Cast, 'witness' | 'member' | 'guest' | 'stranger'>,
): Promise<void> {
  await client.query(
    `with shared as (
       update public.conversations set is_shared = true, topic_epoch = 1 where id = $1
     ), part as (
       insert into public.participants (conversation_id, user_id, role) 
       values ($1, $2, 'member'), ($1, $5, 'reader')
     ), said as (
       insert into public.messages (conversation_id, author_id, role, content)
       values ($1, $3, 'user', 'Goodbye')
     ), unsaid as (
       insert into public.messages
         (conversation_id, author_id, role, content, is_current, deleted_at)
       values ($1, $2, 'user', 'Taken back by the member', false, now()),
         ($1, $5, 'user', 'Taken back by the guest', false, now())
     ), news as (
       insert into private.announcement (title, body) values ('Matrix', 'Is tested.')
     ), block as (
       insert into public.person_blocks (user_id, blocked_id) values ($3, $4)
     )
     insert into public.invitations
       (conversation_id, invited_by, invited_id, role, state, expires_at, closed_at)
     select $1, $4, person, 'member', state, now() + interval '1 day',
       case state when 'accepted' then now() end
     from (values ($2::uuid, 'accepted'), ($3::uuid, 'open')) as asked (person, state)`,
    [witness.turn?.conversationId, member.id, stranger.id, witness.id, guest.id],
  );
}
