-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.select_branch (
  p_message_id uuid
)
  RETURNS uuid
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_message public.messages;
  v_leaf_id uuid;
begin
  v_message := private.take_message(p_message_id);
  if v_message.deleted_at is not null then
    perform private.message_not_found();
  end if;
  v_leaf_id := private.newest_leaf(p_message_id);
  perform private.show_path(v_message.conversation_id, v_leaf_id);
  return v_leaf_id;
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."select_branch"(uuid) TO "authenticated";

COMMENT ON FUNCTION "public"."select_branch"(uuid) IS 'Shows a conversation, to all who take part, along the branch of that message, to its newest end, whose id it returns. Versions of a message are those with the same parent_id. PT401, PT403, PT404.';

REVOKE ALL ON FUNCTION "public"."select_branch"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."select_branch"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "public"."select_branch"(uuid) FROM PUBLIC, "anon", "service_role";
