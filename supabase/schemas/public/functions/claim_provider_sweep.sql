-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.claim_provider_sweep()
  RETURNS TABLE (
    message_id bigint,
    provider   text,
    from_at    timestamp with time zone,
    to_at      timestamp with time zone
  )
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  -- A worker that dies has it for two minutes; one that fails has it again then.
  return query
    select message.msg_id, sweep.provider, sweep.swept_to - interval '1 hour',
      -- To the present, or an hour before it at least: finish_provider_sweep tells the two apart.
      case when sweep.swept_to > clock_timestamp() - interval '7 hours' then clock_timestamp()
        else sweep.swept_to + interval '6 hours' end
    from pgmq.read('sweeps', 120, 1) as message
    join private.provider_sweep as sweep on sweep.provider = message.message ->> 'provider';
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."claim_provider_sweep"() TO "service_role";

COMMENT ON FUNCTION "public"."claim_provider_sweep"() IS 'A window of time to look through at a provider, for two minutes nobody else''s; none when nothing is due.';

REVOKE ALL ON FUNCTION "public"."claim_provider_sweep"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."claim_provider_sweep"() TO "postgres";

REVOKE ALL ON FUNCTION "public"."claim_provider_sweep"() FROM PUBLIC, "anon", "authenticated";
