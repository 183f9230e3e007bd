-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.begin_speech (
  p_user_id    uuid,
  p_message_id uuid,
  p_model      text,
  p_ip         inet DEFAULT NULL::inet
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  -- The most that the provider reads at once.
  v_most integer := 4096;
  v_text text;
  v_asset public.media_assets;
  v_asset_id uuid := gen_random_uuid();
  v_folder text := format('user-content/%s/%s', p_user_id, v_asset_id);
  v_key text;
  v_action jsonb;
begin
  perform private.require_active_profile(p_user_id);
  select left(content, v_most) into v_text
  from public.messages as message
  join public.conversations as conversation on conversation.id = message.conversation_id
  where message.id = p_message_id and conversation.user_id = p_user_id
    and conversation.deleted_at is null and message.deleted_at is null
    and role = 'assistant' and state in ('complete', 'stopped', 'interrupted') and content ~ '\S';
  if not found then
    raise sqlstate 'PT404' using
      message = 'message_not_found', hint = 'There is no such answer to read aloud.';
  end if;
  -- Before it is looked whether there is a sound: whoever ends in between has left it there. Of
  -- other words, as an answer may grow, it is another action.
  v_key := private.next_action_key(
    p_user_id, 'speech', format('%s:%s', p_message_id, left(md5(v_text), 12)));
  select asset.* into v_asset from public.message_speeches as speech
  join public.media_assets as asset on asset.id = speech.asset_id
  where speech.message_id = p_message_id;
  if found then
    return jsonb_build_object('asset', to_jsonb(v_asset), 'action', null);
  end if;
  v_action := private.begin_sound(
    p_user_id, 'speech', v_key, char_length(v_text), p_model, p_ip, '{openai}');
  if not (v_action ->> 'is_repeat')::boolean then
    -- Its file comes before its row: unless the row follows, the file is a leftover.
    insert into private.leftover (bucket, folder, taken_at)
    values ('media', v_folder, now() + interval '10 minutes');
  end if;
  return jsonb_build_object('asset', null, 'action', v_action, 'text', v_text,
    'asset_id', v_asset_id, 'folder', v_folder);
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."begin_speech"(uuid, uuid, text, inet) TO "service_role";

COMMENT ON FUNCTION "public"."begin_speech"(uuid, uuid, text, inet) IS 'The sound of an answer, or the action that makes it, with the text and where its file goes. PT401, PT402, PT403, PT404, PT429, PT503.';

REVOKE ALL ON FUNCTION "public"."begin_speech"(uuid, uuid, text, inet) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."begin_speech"(uuid, uuid, text, inet) TO "postgres";

REVOKE ALL ON FUNCTION "public"."begin_speech"(uuid, uuid, text, inet) FROM PUBLIC, "anon", "authenticated";
