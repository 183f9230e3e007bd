-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.block_person (
  p_user_id uuid
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_user_id uuid := (private.require_active_profile(auth.uid())).id;
begin
  perform from public.profiles where id = p_user_id and id <> v_user_id for key share;
  if not found then
    perform private.person_not_found();
  end if;
  insert into public.person_blocks (user_id, blocked_id) values (v_user_id, p_user_id)
  on conflict on constraint person_blocks_pkey do nothing;
  update public.invitations set state = 'declined', closed_at = now()
  where invited_id = v_user_id and invited_by = p_user_id and state = 'open';
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."block_person"(uuid) TO "authenticated";

COMMENT ON FUNCTION "public"."block_person"(uuid) IS 'The caller is invited by that person no more; what is open is declined. PT401, PT403, PT404.';

REVOKE ALL ON FUNCTION "public"."block_person"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."block_person"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "public"."block_person"(uuid) FROM PUBLIC, "anon", "service_role";
