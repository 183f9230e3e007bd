-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.require_place (
  p_conversation public.conversations
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_people bigint := 2 + (
    select count(*) from public.participants where conversation_id = p_conversation.id);
begin
  -- Each of them is told of each change.
  if v_people > 100 then
    raise sqlstate 'PT409' using
      message = 'conversation_full', detail = jsonb_build_object('people', 100)::text,
      hint = 'A conversation has room for 100 people.';
  end if;
  perform private.take_allowance((private.current_plan(p_conversation.user_id)).slug,
    p_conversation.user_id, null, null, array[row('participants', v_people)::private.take], null);
end;
$function$;

COMMENT ON FUNCTION "private"."require_place"(public.conversations) IS 'Refuses one person more than a conversation has room for, which is locked. PT409, PT429.';

REVOKE ALL ON FUNCTION "private"."require_place"(public.conversations) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."require_place"(public.conversations) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."require_place"(public.conversations) TO "postgres";
