-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.answer_head (
  p_answer_id uuid
)
  RETURNS uuid
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
declare
  v_head_id uuid := p_answer_id;
  v_parent_id uuid;
begin
  loop
    select parent.id into v_parent_id
    from public.messages as message
    join public.messages as parent on parent.id = message.parent_id
    where message.id = v_head_id and parent.role = 'assistant';
    exit when not found;
    v_head_id := v_parent_id;
  end loop;
  return v_head_id;
end;
$function$;

COMMENT ON FUNCTION "private"."answer_head"(uuid) IS 'The answer that a continuation goes on with, from its beginning; an answer itself otherwise.';

REVOKE ALL ON FUNCTION "private"."answer_head"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."answer_head"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."answer_head"(uuid) TO "postgres";
