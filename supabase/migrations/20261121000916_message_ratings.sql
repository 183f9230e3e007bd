-- message_ratings: what people think of answers.
-- Callers: owner and members of the conversation; admins read all.
-- One row for each answer and person; rating it again replaces what was said before.

create table public.message_ratings (
  message_id uuid not null,
  user_id uuid not null,
  rating smallint,
  stars smallint,
  comment text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint message_ratings_pkey primary key (message_id, user_id),
  constraint message_ratings_message_id_fkey
    foreign key (message_id) references public.messages (id) on delete cascade,
  constraint message_ratings_user_id_fkey
    foreign key (user_id) references public.profiles (id) on delete cascade,
  constraint message_ratings_rating_check check (rating in (-1, 1)),
  constraint message_ratings_stars_check check (stars between 1 and 5),
  constraint message_ratings_comment_check
    check (char_length(comment) <= 1000 and comment ~ '\S'),
  constraint message_ratings_said_check check (num_nonnulls(rating, stars, comment) > 0)
);
comment on table public.message_ratings is 'Thumbs, stars and comments that answers were given.';
comment on column public.message_ratings.rating is '1 is up, -1 is down.';

create index message_ratings_user_id_idx on public.message_ratings (user_id);

grant select on public.message_ratings to authenticated, service_role;

alter table public.message_ratings enable row level security;

create policy "People read their own ratings"
  on public.message_ratings for select to authenticated
  using (user_id = (select auth.uid()) or (select private.is_admin()));

create function private.rating_stars(p_rating public.message_ratings)
returns integer
language sql
immutable
set search_path = ''
as $$
  select coalesce(p_rating.stars::integer, case p_rating.rating when 1 then 5 when -1 then 1 end);
$$;
comment on function private.rating_stars is
  'What a rating counts for its character: its stars; without, thumbs up are five and down one.';

create function private.count_message_rating()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_before integer := case when tg_op <> 'INSERT' then private.rating_stars(old) end;
  v_after integer := case when tg_op <> 'DELETE' then private.rating_stars(new) end;
  v_character_id uuid;
begin
  if v_before is distinct from v_after then
    -- When the message itself goes, so does the way to its character: what was said stays counted.
    select conversation.character_id into v_character_id
    from public.messages as message
    join public.conversations as conversation on conversation.id = message.conversation_id
    where message.id = coalesce(new.message_id, old.message_id);
    if found then
      perform private.count_rating(v_character_id, coalesce(v_after, 0) - coalesce(v_before, 0),
        (v_after is not null)::integer - (v_before is not null)::integer);
    end if;
  end if;
  return null;
end;
$$;
comment on function private.count_message_rating is 'Keeps the rating of a character.';

create trigger message_ratings_count after insert or update or delete on public.message_ratings
  for each row execute function private.count_message_rating();

create function public.rate_message(
  p_id uuid, p_rating smallint default null, p_stars smallint default null,
  p_comment text default null)
returns public.message_ratings
language plpgsql
volatile
security definer -- Definer because people may not write ratings.
set search_path = ''
as $$
declare
  v_message public.messages := private.take_message(p_id);
  v_rating public.message_ratings;
begin
  if v_message.role <> 'assistant' or v_message.content = '' then
    perform private.message_not_found();
  end if;
  if num_nonnulls(p_rating, p_stars, p_comment) = 0 then
    delete from public.message_ratings where message_id = p_id and user_id = auth.uid();
    return null;
  end if;
  insert into public.message_ratings as already (message_id, user_id, rating, stars, comment)
  values (p_id, auth.uid(), p_rating, p_stars, p_comment)
  on conflict on constraint message_ratings_pkey do update
  set rating = excluded.rating, stars = excluded.stars, comment = excluded.comment,
    updated_at = now()
  returning * into v_rating;
  return v_rating;
end;
$$;
comment on function public.rate_message is
  'Rates an answer in a conversation: up (1) or down (-1), one to five stars, a '
  'comment. Replaces what was said before; with nothing, takes it back. PT401, PT403, PT404.';
revoke execute on function public.rate_message from public, anon, authenticated, service_role;
grant execute on function public.rate_message to authenticated;
