-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.quote_voice (
  p_character_id uuid
)
  RETURNS public.voice_sessions
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
declare
  v_character public.characters;
  v_action public.actions;
  v_session public.voice_sessions;
begin
  select * into v_character from public.characters where id = p_character_id;
  if v_character.voice is null then
    raise sqlstate 'PT409' using
      message = 'character_has_no_voice',
      detail = jsonb_build_object('character', v_character.slug)::text,
      hint = format('%s has no voice; write instead.', v_character.name);
  end if;
  -- What is said is heard by nobody here, so it cannot be checked.
  if exists (select from private.moderation_rules where id and on_failure = 'closed') then
    raise sqlstate 'PT503' using
      message = 'moderation_unavailable',
      hint = 'This product allows nothing that it cannot check, and it cannot check talks.';
  end if;
  -- Who hangs up is the worker: what nobody could end is not begun.
  perform from vault.secrets where name = 'worker_url';
  if not found then
    raise sqlstate 'PT503' using
      message = 'worker_not_configured',
      hint = 'Talks cannot be ended here: the worker is not connected.';
  end if;
  v_action.action := 'voice';
  v_action.model := v_character.voice_model;
  v_action.units_estimate := 60;
  v_action := private.quote_action(v_action, private.require_action_price('voice'));
  v_session.model := v_character.voice_model;
  v_session.voice := v_character.voice;
  v_session.pricing := v_action.pricing;
  v_session.price_credits := v_action.price_credits;
  v_session.price_per := v_action.price_per;
  return v_session;
end;
$function$;

COMMENT ON FUNCTION "private"."quote_voice"(uuid) IS 'Voice, model and price of a talk with a character. PT404, PT409, PT503.';

REVOKE ALL ON FUNCTION "private"."quote_voice"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."quote_voice"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."quote_voice"(uuid) TO "postgres";
