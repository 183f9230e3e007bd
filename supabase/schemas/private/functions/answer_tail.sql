-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.answer_tail (
  p_answer_id uuid
)
  RETURNS uuid
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
declare
  v_tail_id uuid := p_answer_id;
  v_child_id uuid;
begin
  loop
    select id into v_child_id from public.messages
    where parent_id = v_tail_id and role = 'assistant' and is_current;
    exit when not found;
    v_tail_id := v_child_id;
  end loop;
  return v_tail_id;
end;
$function$;

COMMENT ON FUNCTION "private"."answer_tail"(uuid) IS 'The last continuation of an answer that is shown; the answer itself otherwise.';

REVOKE ALL ON FUNCTION "private"."answer_tail"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."answer_tail"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."answer_tail"(uuid) TO "postgres";
