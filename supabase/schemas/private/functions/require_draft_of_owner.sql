-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.require_draft_of_owner (
  p_character public.characters
)
  RETURNS void
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  if p_character.status <> 'draft' or p_character.published_at is not null then
    raise sqlstate 'PT403' using
      message = 'admin_required',
      detail = jsonb_build_object('status', p_character.status)::text,
      hint = 'Its owner changes a draft; what was published only admins change.';
  end if;
  perform private.require_feature(private.current_plan(auth.uid()), 'own_characters');
end;
$function$;

COMMENT ON FUNCTION "private"."require_draft_of_owner"(public.characters) IS 'Refuses a change by an owner of what was published, or without the feature. PT403.';

REVOKE ALL ON FUNCTION "private"."require_draft_of_owner"(public.characters) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."require_draft_of_owner"(public.characters) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."require_draft_of_owner"(public.characters) TO "postgres";
