-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.answer_of (
  p_message public.messages
)
  RETURNS public.messages
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
declare
  v_answer public.messages := p_message;
begin
  if p_message.role = 'user' then
    select * into v_answer from public.messages
    where parent_id = p_message.id and deleted_at is null
    order by is_current desc, ordinal desc limit 1;
  end if;
  if v_answer.id is null then
    perform private.message_not_found();
  end if;
  return v_answer;
end;
$function$;

COMMENT ON FUNCTION "private"."answer_of"(public.messages) IS 'The answer itself, or that of a question. PT404.';

REVOKE ALL ON FUNCTION "private"."answer_of"(public.messages) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."answer_of"(public.messages) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."answer_of"(public.messages) TO "postgres";
