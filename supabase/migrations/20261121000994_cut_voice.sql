-- cut_voice: whoever may not talk any more is cut off at once: suspended or deactivated, removed
-- from the conversation or only a reader in it, or the conversation was deleted.
-- Callers: triggers of profiles, participants and conversations. A talk that is cut has a reason
-- and no time left; its call is hung up by a trigger of its own, its charge is made by the sweep:
-- so a cut locks nothing after the talk. A plan that ends cuts nothing: what is held is paid.

create function private.cut_talks_of_person()
returns trigger
language plpgsql
volatile
security definer -- Definer because who suspends may not write talks.
set search_path = ''
as $$
begin
  update public.voice_sessions
  set held_until = least(held_until, now()), error_code = 'account_' || new.status
  where user_id = new.id and state in ('starting', 'running') and error_code is null;
  return null;
end;
$$;
comment on function private.cut_talks_of_person is 'Cuts the talk of who may not act any more.';

create trigger profiles_cut_talks after update of status on public.profiles
  for each row when (old.status = 'active' and new.status <> 'active')
  execute function private.cut_talks_of_person();

create function private.cut_talks_in_conversation()
returns trigger
language plpgsql
volatile
security definer -- Definer because who removes somebody may not write talks.
set search_path = ''
as $$
declare
  v_id uuid := (to_jsonb(old) ->> tg_argv[0])::uuid;
begin
  update public.voice_sessions as talk
  set held_until = least(held_until, now()),
    error_code = case when conversation.deleted_at is null
        and private.role_in(conversation, talk.user_id) is not null
      then 'role_required' else 'conversation_not_found' end
  from public.conversations as conversation
  where conversation.id = v_id and talk.conversation_id = v_id
    and talk.state in ('starting', 'running') and talk.error_code is null
    and (conversation.deleted_at is not null
      or coalesce(private.role_in(conversation, talk.user_id), 'reader') = 'reader');
  return null;
end;
$$;
comment on function private.cut_talks_in_conversation is
  'Cuts the talks of those who may not speak in a conversation any more.';

-- At the commit: who is handed a conversation is for a moment no part of it.
create constraint trigger participants_cut_talks
  after delete or update of role on public.participants
  deferrable initially deferred
  for each row execute function private.cut_talks_in_conversation('conversation_id');
create constraint trigger conversations_cut_talks
  after update of user_id, deleted_at on public.conversations
  deferrable initially deferred
  for each row execute function private.cut_talks_in_conversation('id');
