-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.create_conversation (
  p_character text,
  p_title     text DEFAULT NULL::text,
  p_client_id text DEFAULT NULL::text
)
  RETURNS public.conversations
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_user_id uuid := (private.require_active_profile(auth.uid())).id;
  v_conversation public.conversations := private.open_conversation(
    v_user_id, coalesce(p_client_id, gen_random_uuid()::text), coalesce(p_character, ''));
begin
  if p_title is not null then
    update public.conversations set title = coalesce(title, p_title)
    where id = v_conversation.id
    returning * into strict v_conversation;
  end if;
  return v_conversation;
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."create_conversation"(text, text, text) TO "authenticated";

COMMENT ON FUNCTION "public"."create_conversation"(text, text, text) IS 'A conversation of the caller with a published character, by slug or id. The same client id again is the same conversation; its title stays if it has one. PT401, PT403, PT404, PT409.';

REVOKE ALL ON FUNCTION "public"."create_conversation"(text, text, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."create_conversation"(text, text, text) TO "postgres";

REVOKE ALL ON FUNCTION "public"."create_conversation"(text, text, text) FROM PUBLIC, "anon", "service_role";
