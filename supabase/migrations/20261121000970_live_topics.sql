-- live_topics: who listens to what on Realtime, and what the database says there.
-- Callers: Realtime asks the policies at each join and first message; triggers send.
--
-- Private topics, by their ids:
--   conversation:<id>  who takes part listens; only the database speaks:
--     message   a message is new or has changed: its row; content is null when it is long
--     delta     an answer grew: message_id, revision, offset (UTF-16 code units, as a string's
--               length counts in a browser), text
--     history   several messages are new or have changed: read them again
--     read      how far it has come to somebody and was read: user_id, delivered_ordinal,
--               read_ordinal, read_at
--     participant  somebody takes part now: user_id, role
--     moved     the last here: somebody takes part no more, and the topics have another name now
--   participants:<id>  those of the conversation speak here: who is there (presence) and who types
--     (broadcast). Apart, because a policy cannot see what a broadcast says: where people may
--     speak, anybody could pass for the database.
--   user:<id>  that person listens; presence is that of their devices:
--     conversation  one is new or has changed: its row, with the person's own role, pin and
--               archive; only its id, and role null, when it is not theirs any more
--     read          as above, with conversation_id
--     notification  one is new or was read: its row; or is_dismissed, with its id
--     voice         a talk began, goes on for longer, was cut, or ended: session_id,
--                   conversation_id, state, held_until, seconds, charged_credits, error_code
--   character:<id>  who may see its card, or talks to it:
--     character     its card has changed; no more than its status when it is not published
--
-- The names of the first two change when somebody takes part no more: the topic_names migration.
--
-- Invariant: what cannot be told is not told. No statement fails because of Realtime, or waits for
-- it longer than the lock_timeout of private.tell.

-- Policies ----------------------------------------------------------------------------------------

create policy "People listen to conversations that they take part in"
  on realtime.messages for select to authenticated
  using (extension = 'broadcast' and (select private.may_join('conversation')));

create policy "People see who is in conversations that they take part in"
  on realtime.messages for select to authenticated
  using (extension in ('broadcast', 'presence') and (select private.may_join('participants')));

create policy "Active people are seen in conversations that they take part in"
  on realtime.messages for insert to authenticated
  with check (extension in ('broadcast', 'presence') and (select private.is_active())
    and (select private.may_join('participants')));

create policy "People listen to what is theirs"
  on realtime.messages for select to authenticated
  using (extension in ('broadcast', 'presence')
    and (select private.topic_id('user')) = (select auth.uid()));

create policy "Active people show their devices to themselves"
  on realtime.messages for insert to authenticated
  with check (extension = 'presence' and (select private.is_active())
    and (select private.topic_id('user')) = (select auth.uid()));

create policy "People listen to characters that they see or talk to"
  on realtime.messages for select to authenticated
  using (extension = 'broadcast' and (
    exists (select from public.characters where id = (select private.topic_id('character')))
    or exists (
      select from public.conversations
      where character_id = (select private.topic_id('character')) and deleted_at is null)));

-- What is told ------------------------------------------------------------------------------------

create function private.tell(p_topic text, p_event text, p_payload jsonb)
returns void
language plpgsql
volatile
security definer -- Definer because people may not speak as the database.
set search_path = ''
-- Realtime locks its table to add and drop days; a turn does not wait for that.
set lock_timeout = '50ms'
as $$
begin
  -- realtime.send makes a warning of every failure.
  perform realtime.send(p_payload, p_event, p_topic, true);
end;
$$;
comment on function private.tell is 'Sends to a private topic when the transaction commits.';

create function private.tell_people(p_conversation_id uuid, p_event text, p_payload jsonb)
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  perform private.tell(
    private.conversation_topic('conversation', conversation), p_event, p_payload)
  from public.conversations as conversation where id = p_conversation_id;
end;
$$;
comment on function private.tell_people is
  'Tells who takes part in a conversation, under its name as it is now.';

create function private.utf16_length(p_text text)
returns integer
language sql
immutable
set search_path = ''
as $$
  select char_length(p_text) + regexp_count(p_text, '[\U00010000-\U0010FFFF]');
$$;
comment on function private.utf16_length is
  'The length of a text in UTF-16 code units, as a string''s length counts in JavaScript.';

create function private.tell_message(p_message public.messages)
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  perform private.tell_people(p_message.conversation_id, 'message',
    jsonb_build_object(
      'id', p_message.id, 'parent_id', p_message.parent_id, 'author_id', p_message.author_id,
      'ordinal', p_message.ordinal, 'revision', p_message.revision, 'role', p_message.role,
      'kind', p_message.kind, 'state', p_message.state, 'is_current', p_message.is_current,
      'created_at', p_message.created_at, 'deleted_at', p_message.deleted_at,
      -- A quarter of what the platform's smallest plan takes at once.
      'content', case when octet_length(p_message.content) <= 65536 then p_message.content end));
end;
$$;
comment on function private.tell_message is 'Tells those of the conversation of a message.';

create function private.tell_messages(p_messages public.messages[])
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  if cardinality(p_messages) = 1 then
    perform private.tell_message(p_messages[1]);
  else
    perform private.tell_people(p_messages[1].conversation_id, 'history', '{}');
  end if;
end;
$$;
comment on function private.tell_messages is
  'Tells those of one conversation of a message, or that there is more to read than one.';

create function private.tell_new_messages()
returns trigger
language plpgsql
volatile
security definer -- Definer because whoever writes messages may not speak as the database.
set search_path = ''
as $$
begin
  perform private.tell_messages(array_agg(fresh::public.messages))
  from fresh group by fresh.conversation_id;
  return null;
end;
$$;
comment on function private.tell_new_messages is 'Tells of messages that are new.';

create trigger messages_tell_new after insert on public.messages
  referencing new table as fresh
  for each statement execute function private.tell_new_messages();

create function private.tell_changed_messages()
returns trigger
language plpgsql
volatile
security definer -- Definer because whoever writes messages may not speak as the database.
set search_path = ''
as $$
begin
  perform private.tell_people(fresh.conversation_id, 'delta', jsonb_build_object(
      'message_id', fresh.id, 'revision', fresh.revision,
      'offset', private.utf16_length(stale.content),
      'text', substr(fresh.content, char_length(stale.content) + 1)))
  from fresh join stale on stale.id = fresh.id
  where fresh.revision = stale.revision and fresh.content <> stale.content
    and octet_length(fresh.content) - octet_length(stale.content) <= 65536;

  perform private.tell_messages(array_agg(fresh::public.messages))
  from fresh join stale on stale.id = fresh.id
  where fresh.revision <> stale.revision
    or octet_length(fresh.content) - octet_length(stale.content) > 65536
  group by fresh.conversation_id;
  return null;
end;
$$;
comment on function private.tell_changed_messages is
  'Tells of what an answer grew by, of a message that changed, or that many did.';

create trigger messages_tell_changed after update on public.messages
  referencing old table as stale new table as fresh
  for each statement execute function private.tell_changed_messages();

create function private.tell_character()
returns trigger
language plpgsql
volatile
security definer -- Definer because who makes a character may not speak as the database.
set search_path = ''
as $$
declare
  v_card jsonb := jsonb_build_object('id', new.id, 'status', new.status);
begin
  -- Who listens may have come when it was published, and a draft is its owner's.
  if new.status = 'published' then
    v_card := v_card || jsonb_build_object(
      'slug', new.slug, 'name', new.name, 'tagline', new.tagline, 'greeting', new.greeting,
      'avatar_url', new.avatar_url, 'category', new.category, 'is_premium', new.is_premium,
      'credit_price', new.credit_price, 'pricing', new.pricing);
  end if;
  perform private.tell('character:' || new.id, 'character', v_card);
  return null;
end;
$$;
comment on function private.tell_character is 'Tells who listens that a card has changed.';

create trigger characters_tell_changed after update on public.characters
  for each row when (
    (old.status, old.slug, old.name, old.tagline, old.greeting, old.avatar_url, old.category,
      old.is_premium, old.credit_price, old.pricing)
    is distinct from
    (new.status, new.slug, new.name, new.tagline, new.greeting, new.avatar_url, new.category,
      new.is_premium, new.credit_price, new.pricing))
  execute function private.tell_character();
