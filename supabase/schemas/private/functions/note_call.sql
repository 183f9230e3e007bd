-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.note_call (
  p_provider text,
  p_model    text,
  p_is_up    boolean,
  p_reason   text,
  p_begun_at timestamp with time zone
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
begin
  if p_is_up then
    perform private.note_success(p_provider, p_begun_at);
  elsif not p_is_up then
    insert into private.provider_failure (provider, model, reason)
    values (p_provider, p_model, p_reason);
    perform private.note_failure(p_provider, p_begun_at);
  end if;
end;
$function$;

COMMENT ON FUNCTION "private"."note_call"(text, text, boolean, text, timestamp with time zone) IS 'Tells the breaker of a provider how a call went; null says nothing about it. Last in its transaction.';

REVOKE ALL ON FUNCTION "private"."note_call"(text, text, boolean, text, timestamp WITH time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."note_call"(text, text, boolean, text, timestamp WITH time zone) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."note_call"(text, text, boolean, text, timestamp WITH time zone) TO "postgres";
