// access-matrix-conversations: the access list of what was said, read, found and shared.
import {
  activePeople,
  nobody,
  ofTurn,
  people,
  readOwn,
  serviceReads,
} from './access-matrix-access.ts';
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
      serviceReads,
    ],
  },
  'public.messages': {
    rows: ofTurn(({ conversationId }) => ({ conversation_id: conversationId })),
    access: [readOwn, serviceReads],
  },
  'public.conversation_reads': {
    rows: ofTurn(({ conversationId }) => ({ conversation_id: conversationId })),
    access: [readOwn, serviceReads],
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
    access: [readOwn],
  },
  'public.my_conversation_stats': {
    // Everybody talks to one character; the stranger, to nobody, has no row.
    rows: { own: (_, cast) => ({ character_id: cast.characterId }) },
    access: [{ who: ['owner', 'admin', 'suspended'], may: 'select', rows: ['own'] }],
  },
  'private.conversation_summary': {
    rows: ofTurn(({ conversationId }) => ({ conversation_id: conversationId })),
    access: nobody,
  },
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
  'public.search_messages': people,
  'public.export_conversation': people,
  'public.share_conversation': people,
  'public.revoke_share': people,
  'public.read_shared': ['anonymous', ...people],
  'private.is_active': people,
  'private.character_card': people,
  'private.conversation_markdown': people,
  'private.conversation_not_found': people,
};
