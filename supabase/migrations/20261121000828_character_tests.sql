-- character_tests: an admin tries a character's answer, also a draft's, and nobody is charged.
-- Callers: admins, through the admin function.

create function public.begin_character_test(p_id uuid, p_text text)
returns jsonb
language plpgsql
volatile
security definer -- Definer because nobody may read prompts otherwise.
set search_path = ''
as $$
begin
  if not private.is_admin() then
    raise sqlstate 'PT403' using
      message = 'admin_required', hint = 'Only admins may do this.';
  end if;
  return public.preview_character_prompt(p_id, p_text);
end;
$$;
comment on function public.begin_character_test is
  'What the model is asked when an admin tries a message: prompt, model and parameters; audited. '
  'PT403, PT404.';
revoke execute on function public.begin_character_test
  from public, anon, authenticated, service_role;
grant execute on function public.begin_character_test to authenticated;

create function public.record_character_test(p_user_id uuid, p_id uuid, p_usage jsonb)
returns void
language plpgsql
volatile
security definer -- Definer because the service role may not write usage.
set search_path = ''
as $$
begin
  perform private.record_background(p_user_id, p_id, 'character_test', p_usage);
end;
$$;
comment on function public.record_character_test is
  'Records an answer that an admin tried, which nobody is charged for.';
revoke execute on function public.record_character_test from public, anon, authenticated;
grant execute on function public.record_character_test to service_role;
