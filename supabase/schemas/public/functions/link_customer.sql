-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.link_customer (
  p_user_id     uuid,
  p_provider    text,
  p_is_live     boolean,
  p_provider_id text,
  p_replaces    text    DEFAULT NULL::text
)
  RETURNS text
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  update private.customer set provider_id = p_provider_id
  where user_id = p_user_id and provider = p_provider and is_live = p_is_live
    and provider_id = p_replaces;
  insert into private.customer (user_id, provider, is_live, provider_id)
  values (p_user_id, p_provider, p_is_live, p_provider_id)
  on conflict do nothing;
  return (
    select provider_id from private.customer
    where user_id = p_user_id and provider = p_provider and is_live = p_is_live);
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."link_customer"(uuid, text, boolean, text, text) TO "service_role";

COMMENT ON FUNCTION "public"."link_customer"(uuid, text, boolean, text, text) IS 'Keeps whom a provider knows a person as, and returns it: the first is kept, unless it is named as gone. Null when that customer is somebody else''s.';

REVOKE ALL ON FUNCTION "public"."link_customer"(uuid, text, boolean, text, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."link_customer"(uuid, text, boolean, text, text) TO "postgres";

REVOKE ALL ON FUNCTION "public"."link_customer"(uuid, text, boolean, text, text) FROM PUBLIC, "anon", "authenticated";
