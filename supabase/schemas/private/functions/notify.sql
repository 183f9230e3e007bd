-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.notify (
  p_user_id    uuid,
  p_kind       text,
  p_source_key text,
  p_details    jsonb
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  -- Whoever locks it deletes the account: waiting for that could be waiting for each other.
  perform from public.profiles where id = p_user_id for key share skip locked;
  if not found then
    return;
  end if;
  insert into public.notifications (user_id, kind, source_key, details)
  values (p_user_id, p_kind, p_source_key, jsonb_strip_nulls(p_details))
  on conflict on constraint notifications_user_id_source_key_key do nothing;
end;
$function$;

COMMENT ON FUNCTION "private"."notify"(uuid, text, text, jsonb) IS 'Tells a person something, once for a key.';

REVOKE ALL ON FUNCTION "private"."notify"(uuid, text, text, jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."notify"(uuid, text, text, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."notify"(uuid, text, text, jsonb) TO "postgres";
