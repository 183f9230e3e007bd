-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.summary_of (
  p_conversation_id uuid
)
  RETURNS private.conversation_summary
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
declare
  v_summary private.conversation_summary;
begin
  select summary.* into v_summary from private.conversation_summary as summary
  join public.messages as last on last.id = summary.message_id and last.is_current
  where summary.conversation_id = p_conversation_id;
  return v_summary;
end;
$function$;

COMMENT ON FUNCTION "private"."summary_of"(uuid) IS 'The summary that holds for the branch that is shown; null when there is none.';

REVOKE ALL ON FUNCTION "private"."summary_of"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."summary_of"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."summary_of"(uuid) TO "postgres";
