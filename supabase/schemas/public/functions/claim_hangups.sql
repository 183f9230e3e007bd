-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.claim_hangups (
  p_count integer
)
  RETURNS TABLE (
    message_id bigint,
    call_id    text
  )
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  -- A worker that dies has them for that long.
  return query
    select msg_id, message ->> 'call_id' from pgmq.read('hangups', 20, least(p_count, 20));
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."claim_hangups"(integer) TO "service_role";

COMMENT ON FUNCTION "public"."claim_hangups"(integer) IS 'Up to so many calls to hang up, for 20 seconds nobody else''s.';

REVOKE ALL ON FUNCTION "public"."claim_hangups"(integer) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."claim_hangups"(integer) TO "postgres";

REVOKE ALL ON FUNCTION "public"."claim_hangups"(integer) FROM PUBLIC, "anon", "authenticated";
