-- character_verbs: states and facts of a character, and what its makers see of its prompt.
-- Callers and rules: change_characters.

create function public.move_character(p_id uuid, p_status text)
returns public.characters
language plpgsql
volatile
security definer -- Definer because people may not write cards.
set search_path = ''
as $$
declare
  v_character public.characters := private.take_character(p_id);
begin
  if private.is_admin() then
    perform private.audit_character('move_character', p_id,
      jsonb_build_object('from', v_character.status, 'to', p_status));
  elsif p_status <> v_character.status then
    if p_status = 'published' or (p_status = 'draft' and v_character.published_at is not null) then
      raise sqlstate 'PT403' using
        message = 'admin_required',
        detail = jsonb_build_object('from', v_character.status, 'to', p_status)::text,
        hint = 'What others may talk to is for admins to decide.';
    end if;
    if p_status = 'draft' then
      perform private.take_own_place(v_character.owner_id);
    end if;
  end if;
  update public.characters set status = p_status
  where id = p_id and status is distinct from p_status
  returning * into v_character;
  if not found then
    select * into strict v_character from public.characters where id = p_id;
  end if;
  return v_character;
end;
$$;
comment on function public.move_character is
  'Publishes, archives or takes back to draft; a repeat changes nothing. PT401, PT403, PT404, '
  'PT409, PT429.';

create function public.set_character_facts(p_id uuid, p_facts text[])
returns integer
language plpgsql
volatile
security definer -- Definer because nobody may write what a character knows.
set search_path = ''
as $$
declare
  v_character public.characters := private.take_character(p_id);
  v_written integer;
begin
  if p_facts is null or cardinality(p_facts) > 500 then
    raise sqlstate 'PT400' using
      message = 'invalid_request',
      detail = jsonb_build_object('p_facts', 'required, at most 500')::text,
      hint = 'A character knows at most 500 facts.';
  end if;
  if private.is_admin() then
    perform private.audit_character('set_character_facts', p_id,
      jsonb_build_object('facts', to_jsonb(p_facts)));
  else
    perform private.require_draft_of_owner(v_character);
  end if;
  delete from private.character_fact where character_id = p_id;
  insert into private.character_fact (character_id, fact)
  select p_id, fact from unnest(p_facts) with ordinality as named (fact, position)
  order by position;
  get diagnostics v_written = row_count;
  return v_written;
exception
  when check_violation or not_null_violation then
    perform private.refuse_character(null, 'fact');
end;
$$;
comment on function public.set_character_facts is
  'Makes these, of at most 1000 characters each, all that a character knows; returns how many. '
  'PT400, PT401, PT403, PT404.';

create function public.read_character(p_id uuid)
returns jsonb
language plpgsql
volatile
security definer -- Definer because nobody may read prompts otherwise.
set search_path = ''
as $$
declare
  v_character public.characters := private.take_character(p_id);
  v_prompt private.character_prompt;
begin
  if private.is_admin() then
    perform private.audit_character('read_character', p_id, '{}');
  end if;
  select * into v_prompt from private.character_prompt where character_id = p_id;
  return to_jsonb(v_character) || jsonb_build_object(
    'system_prompt', v_prompt.system_prompt,
    'prompt_override', v_prompt.prompt_override,
    'restricted_topics', to_jsonb(coalesce(v_prompt.restricted_topics, '{}')),
    'facts', to_jsonb(array(
      select fact from private.character_fact where character_id = p_id order by id)));
end;
$$;
comment on function public.read_character is
  'All of a character for its owner and admins: card, prompt, restricted topics, facts. PT401, '
  'PT403, PT404.';

create function public.preview_character_prompt(p_id uuid, p_text text default '')
returns jsonb
language plpgsql
volatile
security definer -- Definer because nobody may read prompts otherwise.
set search_path = ''
as $$
declare
  v_character public.characters;
begin
  perform private.audit_character('preview_character_prompt', p_id,
    jsonb_build_object('text', left(p_text, 200)));
  v_character := private.take_character(p_id);
  return jsonb_build_object(
    'system_prompt', private.system_prompt(v_character, coalesce(p_text, '')),
    'model', v_character.model,
    'provider', private.provider_of(v_character.model),
    'temperature', v_character.temperature,
    'max_output_tokens', v_character.max_output_tokens);
end;
$$;
comment on function public.preview_character_prompt is
  'What the model would be asked before a message, for an admin to try an answer. PT403, PT404.';

revoke execute on function public.create_character, public.change_character,
  public.move_character, public.set_character_facts, public.read_character,
  public.preview_character_prompt
  from public, anon, authenticated, service_role;
grant execute on function public.create_character, public.change_character,
  public.move_character, public.set_character_facts, public.read_character,
  public.preview_character_prompt
  to authenticated;
