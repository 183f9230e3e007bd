-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.mark_read (
  p_conversation_id uuid,
  p_ordinal         bigint DEFAULT NULL::bigint
)
  RETURNS bigint
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_conversation public.conversations := private.take_conversation(
    p_conversation_id, 'reader');
  v_ordinal bigint := (
    select least(p_ordinal, max(ordinal)) from public.messages
    where conversation_id = v_conversation.id);
begin
  insert into public.conversation_reads as already (conversation_id, user_id, read_ordinal)
  values (v_conversation.id, auth.uid(), greatest(v_ordinal, 0))
  on conflict on constraint conversation_reads_pkey do update
  set read_ordinal = greatest(already.read_ordinal, excluded.read_ordinal), read_at = now()
  returning read_ordinal into v_ordinal;
  return v_ordinal;
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."mark_read"(uuid, bigint) TO "authenticated";

COMMENT ON FUNCTION "public"."mark_read"(uuid, bigint) IS 'Marks a conversation as read by the caller up to a message, or all of it; never backwards. Returns how far it is read now. PT401, PT403, PT404.';

REVOKE ALL ON FUNCTION "public"."mark_read"(uuid, bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."mark_read"(uuid, bigint) TO "postgres";

REVOKE ALL ON FUNCTION "public"."mark_read"(uuid, bigint) FROM PUBLIC, "anon", "service_role";
