-- change_characters: how people and admins make characters, change them, and move their state.
-- Callers: admins for all characters, each call with a line in the audit log; people for their own,
-- on a plan with the feature own_characters, as many as its limit of that name lets them keep.
--
-- What a person may not set is what costs or concerns others: slug, price, premium, quota, which
-- model speaks. Own characters cost what the catalog asks (own_characters, else the default).
-- Moves of an owner: draft -> archived, published -> archived, archived -> draft if it was never
-- published. Publishing is an admin's, and what was published only admins change.
-- Lock order: profile (key share), character, wallet.

create function private.count_own_characters(p_user_id uuid)
returns bigint
language plpgsql
stable
set search_path = ''
as $$
begin
  return (
    select count(*) from public.characters where owner_id = p_user_id and status <> 'archived');
end;
$$;
comment on function private.count_own_characters is
  'How many characters a person keeps; archived ones do not count.';

create function private.take_own_place(p_user_id uuid)
returns void
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_plan public.plans;
begin
  perform private.open_wallet(p_user_id);
  v_plan := private.current_plan(p_user_id);
  perform private.require_feature(v_plan, 'own_characters');
  perform private.take_allowance(v_plan.slug, p_user_id, null, null,
    array[row('own_characters', 1)::private.take], null);
end;
$$;
comment on function private.take_own_place is
  'Locks a person''s wallet and makes sure that they may keep one character more. PT403, PT429.';

create function private.require_character_fields(p_changes jsonb, p_is_admin boolean)
returns void
language plpgsql
immutable
set search_path = ''
as $$
declare
  v_fields text[] := array['name', 'tagline', 'greeting', 'avatar_url', 'category', 'language',
    'tags', 'traits', 'tone', 'formality', 'humour', 'empathy', 'creativity', 'confidence',
    'model', 'temperature', 'max_output_tokens', 'context_messages', 'context_tokens',
    'context_images', 'answer_kind', 'gallery_every', 'system_prompt', 'prompt_override',
    'restricted_topics', 'voice'];
  v_unknown text;
begin
  if p_is_admin then
    v_fields := v_fields
      || array['slug', 'pricing', 'credit_price', 'is_premium', 'messages_per_day',
        'voice_model'];
  end if;
  if jsonb_typeof(p_changes) is distinct from 'object' then
    v_unknown := '';
  else
    v_unknown := (
      select min(field) from jsonb_object_keys(p_changes) as field where field <> all (v_fields));
  end if;
  if v_unknown is not null then
    raise sqlstate 'PT400' using
      message = 'invalid_request',
      detail = jsonb_build_object('path', v_unknown, 'fields', v_fields)::text,
      hint = 'Name what the character shall be, by the fields that you may set.';
  end if;
end;
$$;
comment on function private.require_character_fields is
  'Refuses what is no object, or a field that the caller may not set. PT400.';

create function private.require_offered_model(p_user_id uuid, p_model text)
returns void
language plpgsql
stable
set search_path = ''
as $$
begin
  perform from public.models where id = p_model and state = 'offered';
  if not found then
    raise sqlstate 'PT404' using
      message = 'model_not_found',
      detail = jsonb_build_object('model', p_model)::text,
      hint = 'There is no such model on offer.';
  end if;
  perform private.require_model(private.current_plan(p_user_id), p_model);
end;
$$;
comment on function private.require_offered_model is
  'Refuses a model that is not on offer or not in a person''s plan. PT403, PT404.';

create function private.take_character(p_id uuid)
returns public.characters
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_user_id uuid := (private.require_active_profile(auth.uid())).id;
  v_character public.characters;
begin
  select * into v_character from public.characters
  where id = p_id and (owner_id = v_user_id or private.is_admin())
  for no key update;
  if not found then
    raise sqlstate 'PT404' using
      message = 'character_not_found', hint = 'There is no such character.';
  end if;
  return v_character;
end;
$$;
comment on function private.take_character is
  'A character that the caller may change, locked for it. PT401, PT403, PT404.';

create function private.require_draft_of_owner(p_character public.characters)
returns void
language plpgsql
stable
set search_path = ''
as $$
begin
  if p_character.status <> 'draft' or p_character.published_at is not null then
    raise sqlstate 'PT403' using
      message = 'admin_required',
      detail = jsonb_build_object('status', p_character.status)::text,
      hint = 'Its owner changes a draft; what was published only admins change.';
  end if;
  perform private.require_feature(private.current_plan(auth.uid()), 'own_characters');
end;
$$;
comment on function private.require_draft_of_owner is
  'Refuses a change by an owner of what was published, or without the feature. PT403.';

create function private.audit_character(p_action text, p_id uuid, p_changes jsonb)
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  -- Long texts by their hash: enough to see which one it was.
  perform private.audit_as_admin(p_action, p_id::text, (
    select coalesce(jsonb_object_agg(key, case when octet_length(value::text) <= 300 then value
      else to_jsonb(encode(sha256(convert_to(value::text, 'UTF8')), 'hex')) end), '{}')
    from jsonb_each(p_changes)));
end;
$$;
comment on function private.audit_character is
  'Writes down what an admin did to a character; long values as their SHA-256. PT403.';

create function private.refuse_character(p_constraint text, p_column text)
returns void
language plpgsql
immutable
set search_path = ''
as $$
begin
  raise sqlstate 'PT400' using
    message = 'invalid_request',
    detail = jsonb_build_object('path', coalesce(nullif(p_column, ''), nullif(
      regexp_replace(p_constraint, '^character(s|_prompt)_|(_check|_key)$', '', 'g'), '')))::text,
    hint = 'A field is missing, of another form, or beyond what it may be.';
end;
$$;
comment on function private.refuse_character is
  'Refuses what does not fit a card, by the constraint or the column that says so. PT400.';

create function private.write_character(p_character public.characters, p_changes jsonb)
returns public.characters
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_new public.characters := jsonb_populate_record(p_character, p_changes);
  v_prompt private.character_prompt;
begin
  update public.characters
  set slug = v_new.slug, name = v_new.name, tagline = v_new.tagline, greeting = v_new.greeting,
    avatar_url = v_new.avatar_url, category = v_new.category, language = v_new.language,
    tags = v_new.tags, traits = v_new.traits, tone = v_new.tone, formality = v_new.formality,
    humour = v_new.humour, empathy = v_new.empathy, creativity = v_new.creativity,
    confidence = v_new.confidence, model = v_new.model, temperature = v_new.temperature,
    max_output_tokens = v_new.max_output_tokens, context_messages = v_new.context_messages,
    context_tokens = v_new.context_tokens, context_images = v_new.context_images,
    answer_kind = v_new.answer_kind, gallery_every = v_new.gallery_every,
    pricing = v_new.pricing, credit_price = v_new.credit_price, is_premium = v_new.is_premium,
    messages_per_day = v_new.messages_per_day, voice = v_new.voice,
    voice_model = v_new.voice_model
  where id = p_character.id
  returning * into v_new;
  if p_changes ?| array['system_prompt', 'prompt_override', 'restricted_topics'] then
    select * into v_prompt from private.character_prompt where character_id = v_new.id;
    v_prompt.restricted_topics := coalesce(v_prompt.restricted_topics, '{}');
    v_prompt := jsonb_populate_record(v_prompt, p_changes);
    insert into private.character_prompt
      (character_id, system_prompt, prompt_override, restricted_topics)
    values (v_new.id, v_prompt.system_prompt, v_prompt.prompt_override,
      v_prompt.restricted_topics)
    on conflict on constraint character_prompt_pkey do update
    set system_prompt = excluded.system_prompt, prompt_override = excluded.prompt_override,
      restricted_topics = excluded.restricted_topics;
  end if;
  return v_new;
end;
$$;
comment on function private.write_character is
  'Changes the named fields of a card and its prompt; what does not fit violates a check.';

-- Verbs -------------------------------------------------------------------------------------------

create function public.create_character(p_character jsonb)
returns public.characters
language plpgsql
volatile
security definer -- Definer because people may not write cards.
set search_path = ''
as $$
declare
  v_constraint text;
  v_column text;
  v_user_id uuid := (private.require_active_profile(auth.uid())).id;
  v_is_admin boolean := private.is_admin();
  v_id uuid := gen_random_uuid();
  v_slug text := coalesce(p_character ->> 'slug', 'own-' || left(replace(v_id::text, '-', ''), 20));
  v_price jsonb := (
    select private.character_price(content, v_slug, not v_is_admin) from private.catalog);
  v_character public.characters;
begin
  perform private.require_character_fields(p_character, v_is_admin);
  if v_is_admin then
    perform private.audit_character('create_character', v_id, p_character);
  else
    perform private.take_own_place(v_user_id);
    perform private.require_offered_model(v_user_id, p_character ->> 'model');
  end if;
  insert into public.characters (id, owner_id, slug, name, tagline, greeting, category, model,
    pricing, credit_price, is_premium)
  values (v_id, case when not v_is_admin then v_user_id end, v_slug, p_character ->> 'name',
    p_character ->> 'tagline', p_character ->> 'greeting', p_character ->> 'category',
    p_character ->> 'model', coalesce(v_price ->> 'pricing', 'fixed'),
    coalesce((v_price ->> 'credits')::bigint, 0),
    coalesce((v_price ->> 'premium')::boolean, false))
  returning * into v_character;
  return private.write_character(v_character, p_character);
exception
  when check_violation or not_null_violation or unique_violation or invalid_text_representation
    or numeric_value_out_of_range
  then
    get stacked diagnostics v_constraint = constraint_name, v_column = column_name;
    perform private.refuse_character(v_constraint, v_column);
end;
$$;
comment on function public.create_character is
  'A draft with these fields of a card, system_prompt, prompt_override and restricted_topics; it '
  'needs name, tagline, greeting, category and model. An admin''s is the product''s, anybody '
  'else''s their own. PT400, PT401, PT403, PT404, PT429.';

create function public.change_character(p_id uuid, p_changes jsonb)
returns public.characters
language plpgsql
volatile
security definer -- Definer because people may not write cards.
set search_path = ''
as $$
declare
  v_constraint text;
  v_column text;
  v_character public.characters := private.take_character(p_id);
  v_is_admin boolean := private.is_admin();
begin
  perform private.require_character_fields(p_changes, v_is_admin);
  if v_is_admin then
    perform private.audit_character('change_character', p_id, p_changes);
  else
    perform private.require_draft_of_owner(v_character);
    if p_changes ? 'model' then
      perform private.require_offered_model(v_character.owner_id, p_changes ->> 'model');
    end if;
  end if;
  return private.write_character(v_character, p_changes);
exception
  when check_violation or not_null_violation or unique_violation or invalid_text_representation
    or numeric_value_out_of_range
  then
    get stacked diagnostics v_constraint = constraint_name, v_column = column_name;
    perform private.refuse_character(v_constraint, v_column);
end;
$$;
comment on function public.change_character is
  'Changes the named fields, as create_character takes them; turns that run go on as they began. '
  'PT400, PT401, PT403, PT404.';
