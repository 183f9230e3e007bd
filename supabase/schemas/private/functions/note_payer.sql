-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.note_payer (
  p_user_id  uuid,
  p_provider text,
  p_object   jsonb
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_payer text := p_provider || ':' || (p_object ->> 'payer');
begin
  if v_payer is null or p_user_id is null then
    return;
  end if;
  -- Two people who pay with one card at once: one of them must see the other.
  perform pg_advisory_xact_lock(hashtextextended('payer:' || v_payer, 0));
  perform private.note_signal(p_user_id, 'payer', v_payer);
end;
$function$;

COMMENT ON FUNCTION "private"."note_payer"(uuid, text, jsonb) IS 'Notes what a payment was paid with as known of the person, as a hash.';

REVOKE ALL ON FUNCTION "private"."note_payer"(uuid, text, jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."note_payer"(uuid, text, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."note_payer"(uuid, text, jsonb) TO "postgres";
