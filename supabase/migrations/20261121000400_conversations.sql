-- conversations: a person, a character and their messages; others may take part (participants).
-- Callers: who takes part reads; the owner changes what own_conversations allows. Messages are
-- written by turns only (begin_turn, checkpoint_turn, settle_turn and the sweep).
-- States of a conversation: there -> deleted, and back for 30 days; then it is purged.
-- A conversation is a tree: parent_id is the message before. Saying something anew, a question or
-- an answer, grows a branch beside the old one, which is kept. is_current marks what is shown: one
-- path from the first message to a leaf, without what its person deleted; ordinals grow along it.
-- Whoever changes is_current holds the conversation's row lock.
-- States of a message: a person's is complete at once; an answer is
--   streaming -> complete | stopped | interrupted | failed, and
--   interrupted | failed -> complete | stopped | interrupted when the settlement arrives after the
--   sweep,
--   failed -> streaming when the same message is sent again.

create table public.conversations (
  id uuid not null default gen_random_uuid(),
  user_id uuid not null,
  character_id uuid not null,
  client_id text not null default gen_random_uuid()::text,
  title text,
  is_shared boolean not null default false,
  topic_epoch integer not null default 0,
  created_at timestamptz not null default now(),
  last_message_at timestamptz not null default now(),
  pinned_at timestamptz,
  archived_at timestamptz,
  deleted_at timestamptz,
  constraint conversations_pkey primary key (id),
  constraint conversations_user_id_fkey
    foreign key (user_id) references public.profiles (id) on delete cascade,
  -- Looked at when the statement ends: an account takes both along, its characters and its talk.
  constraint conversations_character_id_fkey
    foreign key (character_id) references public.characters (id) on delete no action,
  constraint conversations_user_id_client_id_key unique (user_id, client_id),
  constraint conversations_client_id_check check (char_length(client_id) between 1 and 64),
  constraint conversations_title_check check (char_length(title) <= 200 and title ~ '\S'),
  constraint conversations_pinned_at_check check (isfinite(pinned_at)),
  constraint conversations_archived_at_check check (isfinite(archived_at))
);
comment on table public.conversations is 'A person, its owner, and a character.';
comment on column public.conversations.is_shared is
  'Whether somebody else has ever taken part: from then on the model is told who speaks.';
comment on column public.conversations.topic_epoch is
  'Grows when somebody may listen no more: its topics have another name from then on.';
comment on column public.conversations.client_id is
  'The id the client chose for the chat (useChat does), so that a repeated first message finds it.';

create table public.messages (
  id uuid not null default gen_random_uuid(),
  conversation_id uuid not null,
  parent_id uuid,
  author_id uuid,
  is_current boolean not null default true,
  -- Orders a conversation: two messages of one transaction share their created_at.
  ordinal bigint generated always as identity,
  role text not null,
  kind text not null default 'text',
  content text not null,
  state text not null default 'complete',
  revision integer not null default 0,
  tokens_estimate integer not null generated always as (octet_length(content) / 4 + 8) stored,
  created_at timestamptz not null default now(),
  deleted_at timestamptz,
  constraint messages_pkey primary key (id),
  constraint messages_conversation_id_fkey
    foreign key (conversation_id) references public.conversations (id) on delete cascade,
  constraint messages_parent_id_fkey
    foreign key (parent_id) references public.messages (id) on delete cascade,
  -- Who deletes the account is forgotten; what was said in another's conversation stays.
  constraint messages_author_id_fkey
    foreign key (author_id) references public.profiles (id) on delete set null,
  constraint messages_author_id_check check (author_id is null or role = 'user'),
  constraint messages_role_check check (role in ('user', 'assistant')),
  constraint messages_kind_check check (kind in ('text', 'audio', 'media')),
  constraint messages_content_check check (char_length(content) <= 200000),
  constraint messages_user_content_check check (
    role <> 'user' or char_length(content) <= 5000
      and (content <> '' or kind <> 'text' or deleted_at is not null)),
  constraint messages_deleted_at_check check (deleted_at is null or not is_current),
  constraint messages_state_check
    check (state in ('streaming', 'complete', 'stopped', 'interrupted', 'failed')),
  constraint messages_user_state_check check (role <> 'user' or state = 'complete')
);
comment on table public.messages is 'What was said, in the order of ordinal.';
comment on column public.messages.kind is
  'What is more than text has rows in message_attachments, and may be without words.';
comment on column public.messages.tokens_estimate is
  'About its tokens: four bytes each, as English prose has, and eight for its frame.';
comment on column public.messages.revision is
  'Grows with every change but the growth of an answer that streams: of two versions of a message '
  'the one with the higher revision is newer, and of one revision the one with the longer text.';
comment on column public.messages.parent_id is
  'The message before it. Messages with the same parent are versions of each other.';
comment on column public.messages.author_id is
  'Who said it; null for the character, and for somebody whose account is gone.';
comment on column public.messages.is_current is
  'Whether it is shown: on the branch that was chosen last, and not deleted.';

create index conversations_user_id_last_message_at_idx
  on public.conversations (user_id, last_message_at desc, id);
create index conversations_deleted_at_idx on public.conversations (deleted_at)
  where deleted_at is not null;
create index conversations_character_id_idx on public.conversations (character_id);
create unique index messages_conversation_id_ordinal_idx
  on public.messages (conversation_id, ordinal desc);
create index messages_parent_id_idx on public.messages (parent_id);
create index messages_author_id_idx on public.messages (author_id) where author_id is not null;
create index messages_deleted_at_idx on public.messages (deleted_at)
  where deleted_at is not null and (content <> '' or kind <> 'text');

grant select on public.conversations to authenticated, service_role;
grant select on public.messages to authenticated, service_role;

-- Who reads them: the participants migration.
alter table public.conversations enable row level security;
alter table public.messages enable row level security;

create function private.count_revision()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
begin
  new.revision := old.revision + 1;
  return new;
end;
$$;
comment on function private.count_revision is 'Counts a change of a message.';

create trigger messages_count_revision before update on public.messages
  for each row when (
    (old.state, old.is_current, old.deleted_at) is distinct from
      (new.state, new.is_current, new.deleted_at)
    or new.state <> 'streaming' or not starts_with(new.content, old.content))
  execute function private.count_revision();
