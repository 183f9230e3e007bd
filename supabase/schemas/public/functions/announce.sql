-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.announce (
  p_title text,
  p_body  text,
  p_url   text DEFAULT NULL::text
)
  RETURNS uuid
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_id uuid := gen_random_uuid();
begin
  perform private.audit_as_admin('announce', v_id::text, jsonb_build_object(
    'title', p_title, 'body', p_body, 'url', p_url));
  insert into private.announcement (id, title, body, url) values (v_id, p_title, p_body, p_url);
  return v_id;
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."announce"(text, text, text) TO "authenticated";

COMMENT ON FUNCTION "public"."announce"(text, text, text) IS 'Tells everybody who has an active account now, within minutes. PT403 for who is no admin.';

REVOKE ALL ON FUNCTION "public"."announce"(text, text, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."announce"(text, text, text) TO "postgres";

REVOKE ALL ON FUNCTION "public"."announce"(text, text, text) FROM PUBLIC, "anon", "service_role";
