-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.postpone_departure (
  p_message_id bigint
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  -- 2 s, 4 s, ... an hour, for as long as it takes.
  perform pgmq.set_vt('departures', p_message_id, least(3600, 2 ^ least(read_ct, 12))::integer)
  from pgmq.q_departures where msg_id = p_message_id;
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."postpone_departure"(bigint) TO "service_role";

COMMENT ON FUNCTION "public"."postpone_departure"(bigint) IS 'The provider could not be told: it is told again later.';

REVOKE ALL ON FUNCTION "public"."postpone_departure"(bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."postpone_departure"(bigint) TO "postgres";

REVOKE ALL ON FUNCTION "public"."postpone_departure"(bigint) FROM PUBLIC, "anon", "authenticated";
