-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.note_ordinals (
  p_conversation_id uuid,
  p_ordinal         bigint,
  p_is_read         boolean
)
  RETURNS bigint
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_conversation public.conversations := private.take_conversation(p_conversation_id, 'reader');
  v_ordinal bigint := greatest(0, (
    select least(p_ordinal, max(ordinal)) from public.messages
    where conversation_id = v_conversation.id));
  v_read public.conversation_reads;
begin
  insert into public.conversation_reads as already
    (conversation_id, user_id, delivered_ordinal, read_ordinal, read_at)
  values (v_conversation.id, auth.uid(), v_ordinal, case when p_is_read then v_ordinal else 0 end,
    case when p_is_read then now() end)
  on conflict on constraint conversation_reads_pkey do update
  set delivered_ordinal = greatest(already.delivered_ordinal, excluded.delivered_ordinal),
    delivered_at = case when already.delivered_ordinal < excluded.delivered_ordinal then now()
      else already.delivered_at end,
    read_ordinal = greatest(already.read_ordinal, excluded.read_ordinal),
    read_at = case when p_is_read then now() else already.read_at end
  returning * into v_read;
  perform private.note_seen(auth.uid());
  return case when p_is_read then v_read.read_ordinal else v_read.delivered_ordinal end;
end;
$function$;

COMMENT ON FUNCTION "private"."note_ordinals"(uuid, bigint, boolean) IS 'Notes how far a conversation has come to the caller, or was read. PT401, PT403, PT404.';

REVOKE ALL ON FUNCTION "private"."note_ordinals"(uuid, bigint, boolean) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."note_ordinals"(uuid, bigint, boolean) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."note_ordinals"(uuid, bigint, boolean) TO "postgres";
