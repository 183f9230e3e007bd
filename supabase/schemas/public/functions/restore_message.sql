-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.restore_message (
  p_id uuid
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_message public.messages := private.take_own_message(p_id);
  v_before public.messages;
begin
  if v_message.deleted_at is null then
    return;
  end if;
  if v_message.content = '' and v_message.kind = 'text' then
    perform private.message_not_found();
  end if;
  update public.messages set deleted_at = null where id = p_id;
  -- Shown again if its place is: when what comes before it and no other version of it is shown.
  v_before.id := v_message.parent_id;
  loop
    select * into v_before from public.messages where id = v_before.id;
    exit when v_before.deleted_at is null;
    v_before.id := v_before.parent_id;
  end loop;
  if (v_before.id is null or v_before.is_current) and not exists (
    select from public.messages
    where conversation_id = v_message.conversation_id and is_current
      and parent_id is not distinct from v_message.parent_id)
  then
    perform private.show_path(
      v_message.conversation_id, private.newest_leaf(p_id), v_message.ordinal);
  end if;
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."restore_message"(uuid) TO "authenticated";

COMMENT ON FUNCTION "public"."restore_message"(uuid) IS 'Takes a deletion back; a repeat changes nothing. It is shown unless another version stands in its place. PT401, PT403, PT404.';

REVOKE ALL ON FUNCTION "public"."restore_message"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."restore_message"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "public"."restore_message"(uuid) FROM PUBLIC, "anon", "service_role";
