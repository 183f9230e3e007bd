-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.finish_provider_sweep (
  p_message_id bigint,
  p_provider   text,
  p_to_at      timestamp with time zone,
  p_found      bigint
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  update private.provider_sweep
  set swept_to = greatest(swept_to, p_to_at), brought = brought + p_found
  where provider = p_provider;
  if p_to_at < now() - interval '1 hour' then
    perform pgmq.set_vt('sweeps', p_message_id, 0);
  else
    perform pgmq.delete('sweeps', p_message_id);
  end if;
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."finish_provider_sweep"(bigint, text, timestamp WITH time zone, bigint) TO "service_role";

COMMENT ON FUNCTION "public"."finish_provider_sweep"(bigint, text, timestamp with time zone, bigint) IS 'A window is swept: what follows comes at once, until the present is reached. Without its end the provider is not configured here, and the window stays for another time.';

REVOKE ALL ON FUNCTION "public"."finish_provider_sweep"(bigint, text, timestamp WITH time zone, bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."finish_provider_sweep"(bigint, text, timestamp WITH time zone, bigint) TO "postgres";

REVOKE ALL ON FUNCTION "public"."finish_provider_sweep"(bigint, text, timestamp WITH time zone, bigint) FROM PUBLIC, "anon", "authenticated";
