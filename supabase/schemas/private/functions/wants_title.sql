-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.wants_title (
  p_turn public.turns
)
  RETURNS boolean
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  if exists (
    select from public.conversations where id = p_turn.conversation_id and title is not null)
  then
    return false;
  end if;
  -- Tried again after the next two exchanges, should the model have failed.
  return (
    select count(*) from (
      select from public.turns
      where conversation_id = p_turn.conversation_id and state in ('complete', 'stopped')
      limit 4
    ) as delivered
  ) between 1 and 3;
end;
$function$;

COMMENT ON FUNCTION "private"."wants_title"(public.turns) IS 'Whether a turn that ended leaves something to name.';

REVOKE ALL ON FUNCTION "private"."wants_title"(public.turns) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."wants_title"(public.turns) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."wants_title"(public.turns) TO "postgres";
