-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.read_moderation (
  p_user_id   uuid    DEFAULT NULL::uuid,
  p_action    text    DEFAULT NULL::text,
  p_direction text    DEFAULT NULL::text,
  p_category  text    DEFAULT NULL::text,
  p_review    text    DEFAULT NULL::text,
  p_before_id bigint  DEFAULT NULL::bigint,
  p_limit     integer DEFAULT 50
)
  RETURNS TABLE (
    id               bigint,
    user_id          uuid,
    subject_id       uuid,
    attempt          integer,
    direction        text,
    action           text,
    source           text,
    category         text,
    scores           jsonb,
    failure          text,
    excerpt          text,
    review           text,
    created_at       timestamp with time zone,
    blocks_of_person bigint
  )
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  perform private.audit_as_admin('read_moderation', coalesce(p_user_id::text, 'moderation'),
    jsonb_strip_nulls(jsonb_build_object('action', p_action, 'direction', p_direction,
      'category', p_category, 'review', p_review, 'before_id', p_before_id)));
  return query
    select decision.id, decision.user_id, decision.subject_id, decision.attempt,
      decision.direction, decision.action, decision.source, decision.category, decision.scores,
      decision.failure, decision.excerpt, decision.review, decision.created_at, (
        select count(*) from private.moderation_decision as each
        where each.user_id = decision.user_id and each.action = 'block'
          and each.review is distinct from 'overturned')
    from (
      -- What was allowed is most of all, and has no part in the index of the rest.
      select * from private.moderation_decision as noted
      where noted.action <> 'allow' and p_action is distinct from 'allow'
      union all
      select * from private.moderation_decision as allowed
      where allowed.action = 'allow' and p_action = 'allow'
    ) as decision
    where (p_user_id is null or decision.user_id = p_user_id)
      and (p_action is null or decision.action = p_action)
      and (p_direction is null or decision.direction = p_direction)
      and (p_category is null or decision.category = p_category)
      and (p_review is null or coalesce(decision.review, 'open') = p_review)
      and (p_before_id is null or decision.id < p_before_id)
    order by decision.id desc
    limit least(greatest(p_limit, 1), 200);
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."read_moderation"(uuid, text, text, text, text, bigint, integer) TO "authenticated";

COMMENT ON FUNCTION "public"."read_moderation"(uuid, text, text, text, text, bigint, integer) IS 'What was flagged, warned of or blocked (or allowed, when that action is asked for), newest first, by person, action, direction, category and review (open, upheld, overturned); the next page is before the last id. blocks_of_person: how often the person was blocked in all, without what was overturned. PT403.';

REVOKE ALL ON FUNCTION "public"."read_moderation"(uuid, text, text, text, text, bigint, integer) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."read_moderation"(uuid, text, text, text, text, bigint, integer) TO "postgres";

REVOKE ALL ON FUNCTION "public"."read_moderation"(uuid, text, text, text, text, bigint, integer) FROM PUBLIC, "anon", "service_role";
