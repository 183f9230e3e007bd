-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.move_character (
  p_id     uuid,
  p_status text
)
  RETURNS public.characters
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_character public.characters := private.take_character(p_id);
begin
  if private.is_admin() then
    perform private.audit_character('move_character', p_id,
      jsonb_build_object('from', v_character.status, 'to', p_status));
  elsif p_status <> v_character.status then
    if p_status = 'published' or (p_status = 'draft' and v_character.published_at is not null) then
      raise sqlstate 'PT403' using
        message = 'admin_required',
        detail = jsonb_build_object('from', v_character.status, 'to', p_status)::text,
        hint = 'What others may talk to is for admins to decide.';
    end if;
    if p_status = 'draft' then
      perform private.take_own_place(v_character.owner_id);
    end if;
  end if;
  update public.characters set status = p_status
  where id = p_id and status is distinct from p_status
  returning * into v_character;
  if not found then
    select * into strict v_character from public.characters where id = p_id;
  end if;
  return v_character;
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."move_character"(uuid, text) TO "authenticated";

COMMENT ON FUNCTION "public"."move_character"(uuid, text) IS 'Publishes, archives or takes back to draft; a repeat changes nothing. PT401, PT403, PT404, PT409, PT429.';

REVOKE ALL ON FUNCTION "public"."move_character"(uuid, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."move_character"(uuid, text) TO "postgres";

REVOKE ALL ON FUNCTION "public"."move_character"(uuid, text) FROM PUBLIC, "anon", "service_role";
