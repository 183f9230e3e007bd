-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.tell_announcements()
  RETURNS integer
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_announcement private.announcement;
  v_people uuid[];
begin
  select * into v_announcement from private.announcement
  where ended_at is null order by created_at limit 1 for update skip locked;
  if not found then
    return 0;
  end if;
  -- Who came later was not there to be told.
  v_people := array(
    select id from public.profiles
    where id > coalesce(v_announcement.told_until, '00000000-0000-0000-0000-000000000000')
      and created_at <= v_announcement.created_at
    order by id limit 2000);
  perform private.notify(profile.id, 'announcement', 'announcement:' || v_announcement.id,
    jsonb_build_object('title', v_announcement.title, 'body', v_announcement.body,
      'url', v_announcement.url))
  from public.profiles as profile where profile.id = any (v_people) and profile.status = 'active';
  update private.announcement
  set told_until = coalesce(v_people[cardinality(v_people)], told_until),
    ended_at = case when cardinality(v_people) < 2000 then now() end
  where id = v_announcement.id;
  return cardinality(v_people);
end;
$function$;

COMMENT ON FUNCTION "private"."tell_announcements"() IS 'Tells the next 2000 people of the oldest announcement that is not told to all. Returns how many it came to.';

REVOKE ALL ON FUNCTION "private"."tell_announcements"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."tell_announcements"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."tell_announcements"() TO "postgres";
