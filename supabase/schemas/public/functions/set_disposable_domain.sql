-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.set_disposable_domain (
  p_domain        text,
  p_is_disposable boolean
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  perform private.audit_as_admin('set_disposable_domain', left(p_domain, 100),
    jsonb_build_object('is_disposable', p_is_disposable));
  if p_domain is null or p_domain !~ '^[a-z0-9-]+(\.[a-z0-9-]+)+$' or char_length(p_domain) > 253
  then
    raise sqlstate 'PT400' using
      message = 'invalid_request',
      detail = jsonb_build_object('path', 'p_domain')::text,
      hint = 'A domain is written in small letters, as example.com.';
  end if;
  if p_is_disposable then
    insert into private.disposable_domain (domain) values (p_domain)
    on conflict on constraint disposable_domain_pkey do nothing;
  else
    delete from private.disposable_domain where domain = p_domain;
  end if;
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."set_disposable_domain"(text, boolean) TO "authenticated";

COMMENT ON FUNCTION "public"."set_disposable_domain"(text, boolean) IS 'Adds a domain to the disposable ones, or takes it off. PT400, PT403.';

REVOKE ALL ON FUNCTION "public"."set_disposable_domain"(text, boolean) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."set_disposable_domain"(text, boolean) TO "postgres";

REVOKE ALL ON FUNCTION "public"."set_disposable_domain"(text, boolean) FROM PUBLIC, "anon", "service_role";
