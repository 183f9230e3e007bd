-- model_fallbacks: which models answer when the one that was asked for cannot, in their order.
-- Callers: admins, through set_model_fallbacks; begin_turn reads them through claim_chain.
-- A fallback answers instead as long as nobody has heard a word. After that it is asked only if it
-- may continue: it then goes on where the other was cut. The person pays the price of the model
-- that was asked for, at most what was held; what a fallback costs more the platform bears.

create table public.model_fallbacks (
  model text not null,
  place integer not null,
  fallback text not null,
  may_continue boolean not null default false,
  constraint model_fallbacks_pkey primary key (model, place),
  constraint model_fallbacks_model_fallback_key unique (model, fallback),
  constraint model_fallbacks_model_fkey
    foreign key (model) references public.models (id) on delete cascade,
  constraint model_fallbacks_fallback_fkey
    foreign key (fallback) references public.models (id) on delete cascade,
  constraint model_fallbacks_place_check check (place between 1 and 5),
  constraint model_fallbacks_fallback_check check (fallback <> model)
);
comment on table public.model_fallbacks is 'Which models answer instead of one that cannot.';
comment on column public.model_fallbacks.place is 'Tried in this order.';
comment on column public.model_fallbacks.may_continue is
  'Whether it may go on with an answer that the model before it began.';

create index model_fallbacks_fallback_idx on public.model_fallbacks (fallback);

grant select on public.model_fallbacks to authenticated, service_role;

alter table public.model_fallbacks enable row level security;

create policy "Admins read the fallbacks of models"
  on public.model_fallbacks for select to authenticated
  using ((select private.is_admin()));

create function private.put_model_fallbacks(p_model text, p_fallbacks jsonb)
returns void
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_unknown text;
begin
  if jsonb_typeof(p_fallbacks) is distinct from 'array' or jsonb_array_length(p_fallbacks) > 5
    or exists (
      select from jsonb_array_elements(p_fallbacks) as given
      where jsonb_typeof(given -> 'model') is distinct from 'string'
        or given ->> 'model' = p_model
        or jsonb_typeof(coalesce(given -> 'may_continue', 'false')) <> 'boolean')
    or (select count(distinct given ->> 'model') < count(*)
      from jsonb_array_elements(p_fallbacks) as given)
  then
    raise sqlstate 'PT400' using
      message = 'invalid_request',
      detail = jsonb_build_object('path', 'p_fallbacks')::text,
      hint = 'Name up to five other models, each once: [{"model", "may_continue"}].';
  end if;
  select id into v_unknown
  from (select p_model as id
    union all select given ->> 'model' from jsonb_array_elements(p_fallbacks) as given) as named
  where not exists (select from public.models where models.id = named.id);
  if found then
    raise sqlstate 'PT404' using
      message = 'model_not_found',
      detail = jsonb_build_object('model', v_unknown)::text,
      hint = format('There is no model %s.', v_unknown);
  end if;
  delete from public.model_fallbacks where model = p_model;
  insert into public.model_fallbacks (model, place, fallback, may_continue)
  select p_model, place, given ->> 'model', coalesce((given ->> 'may_continue')::boolean, false)
  from jsonb_array_elements(p_fallbacks) with ordinality as listed (given, place);
end;
$$;
comment on function private.put_model_fallbacks is
  'Replaces the fallbacks of a model: [{model, may_continue}], in their order. PT400, PT404.';

create function public.set_model_fallbacks(p_model text, p_fallbacks jsonb)
returns void
language plpgsql
volatile
security definer -- Definer because admins may not write the table.
set search_path = ''
as $$
begin
  perform private.audit_as_admin('set_model_fallbacks', left(p_model, 100),
    jsonb_build_object('fallbacks', p_fallbacks));
  -- Two admins at once: the second list replaces the first one, it is not mixed with it.
  perform from public.models where id = p_model for no key update;
  perform private.put_model_fallbacks(p_model, p_fallbacks);
end;
$$;
comment on function public.set_model_fallbacks is
  'Replaces the models that answer instead of one: [{model, may_continue}], at most five, in their '
  'order; an empty list removes them. PT400, PT403, PT404.';
revoke execute on function public.set_model_fallbacks
  from public, anon, authenticated, service_role;
grant execute on function public.set_model_fallbacks to authenticated;
