-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.leave_conversation (
  p_id uuid
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_conversation public.conversations := private.take_conversation(p_id, 'reader');
begin
  if v_conversation.user_id = auth.uid() then
    raise sqlstate 'PT409' using
      message = 'owner_stays', hint = 'Hand the conversation over before you leave, or delete it.';
  end if;
  perform private.forget_participant(p_id, auth.uid());
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."leave_conversation"(uuid) TO "authenticated";

COMMENT ON FUNCTION "public"."leave_conversation"(uuid) IS 'The caller takes part no more. PT401, PT403, PT404, PT409 for its owner.';

REVOKE ALL ON FUNCTION "public"."leave_conversation"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."leave_conversation"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "public"."leave_conversation"(uuid) FROM PUBLIC, "anon", "service_role";
