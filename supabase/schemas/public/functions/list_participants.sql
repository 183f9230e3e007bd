-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.list_participants (
  p_conversation_id uuid
)
  RETURNS TABLE (
    user_id           uuid,
    role              text,
    username          text,
    display_name      text,
    joined_at         timestamp with time zone,
    read_ordinal      bigint,
    read_at           timestamp with time zone,
    delivered_ordinal bigint,
    last_seen_at      timestamp with time zone
  )
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_conversation public.conversations;
begin
  select * into v_conversation from public.conversations where id = p_conversation_id;
  perform private.require_role(v_conversation, auth.uid(), 'reader');
  return query
    select person.user_id, person.role, profile.username, profile.display_name, person.joined_at,
      coalesce(state.read_ordinal, 0), state.read_at, coalesce(state.delivered_ordinal, 0),
      seen.seen_at
    from private.people_in(v_conversation) as person
    join public.profiles as profile on profile.id = person.user_id
    left join public.conversation_reads as state
      on state.conversation_id = v_conversation.id and state.user_id = person.user_id
    left join private.person_seen as seen on seen.user_id = person.user_id
    order by person.role = 'owner' desc, person.joined_at, person.user_id;
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."list_participants"(uuid) TO "authenticated";

COMMENT ON FUNCTION "public"."list_participants"(uuid) IS 'Who takes part in a conversation of the caller, its owner first: role, names, how far each has read it and it has come to each, and when each was last seen. PT403, PT404.';

REVOKE ALL ON FUNCTION "public"."list_participants"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."list_participants"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "public"."list_participants"(uuid) FROM PUBLIC, "anon", "service_role";
