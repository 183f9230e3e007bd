-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.note_signal (
  p_user_id uuid,
  p_kind    text,
  p_value   text
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_hash text := private.hash_token(p_value);
begin
  insert into private.person_signal (kind, value_hash, user_id)
  values (p_kind, v_hash, p_user_id)
  on conflict on constraint person_signal_pkey do nothing;
  if found then
    perform private.flag_referrals(p_kind, v_hash);
  end if;
end;
$function$;

COMMENT ON FUNCTION "private"."note_signal"(uuid, text, text) IS 'Notes what is known of a person; rewards that it casts doubt on are flagged.';

REVOKE ALL ON FUNCTION "private"."note_signal"(uuid, text, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."note_signal"(uuid, text, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."note_signal"(uuid, text, text) TO "postgres";
