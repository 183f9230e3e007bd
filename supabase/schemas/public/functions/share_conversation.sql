-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.share_conversation (
  p_id uuid
)
  RETURNS text
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_conversation public.conversations := private.take_conversation(p_id, 'owner');
  v_token text := translate(
    encode(extensions.gen_random_bytes(32), 'base64'), '+/=', '-_');
begin
  insert into public.conversation_shares (conversation_id, token_hash, last_ordinal, title)
  select v_conversation.id, private.hash_token(v_token), coalesce(max(ordinal), 0),
    v_conversation.title
  from public.messages where conversation_id = v_conversation.id and is_current;
  return v_token;
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."share_conversation"(uuid) TO "authenticated";

COMMENT ON FUNCTION "public"."share_conversation"(uuid) IS 'A new link to the caller''s conversation as it is now: its token, told this once. Links from before stay as they are. PT401, PT403, PT404.';

REVOKE ALL ON FUNCTION "public"."share_conversation"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."share_conversation"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "public"."share_conversation"(uuid) FROM PUBLIC, "anon", "service_role";
