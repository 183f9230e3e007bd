-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.answer_facts (
  p_message_id uuid
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return (
    select jsonb_build_object(
      'kind', kind, 'attachments', case kind when 'media' then private.attachment_list(id)
        else '[]' end)
    from public.messages where id = p_message_id);
end;
$function$;

COMMENT ON FUNCTION "private"."answer_facts"(uuid) IS 'What an answer is beside its text.';

REVOKE ALL ON FUNCTION "private"."answer_facts"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."answer_facts"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."answer_facts"(uuid) TO "postgres";
