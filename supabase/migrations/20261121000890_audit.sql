-- audit: what admins did, written down in the transaction that does it.
-- Callers: every function for admins, through audit_as_admin; admins read. Never changed.

create table public.audit_log (
  id bigint generated always as identity,
  admin_id uuid not null,
  action text not null,
  subject text not null,
  details jsonb not null,
  created_at timestamptz not null default now(),
  constraint audit_log_pkey primary key (id),
  constraint audit_log_action_check check (char_length(action) between 1 and 60),
  constraint audit_log_subject_check check (char_length(subject) between 1 and 100),
  constraint audit_log_details_check check (octet_length(details::text) <= 20000)
);
comment on table public.audit_log is 'What admins did, to whom, and with what.';

create index audit_log_subject_idx on public.audit_log (subject, id desc);

grant select on public.audit_log to authenticated, service_role;

alter table public.audit_log enable row level security;

create policy "Admins read the audit log"
  on public.audit_log for select to authenticated
  using ((select private.is_admin()));

create trigger audit_log_refuse before update or delete on public.audit_log
  for each row execute function private.ledger_refuse();
create trigger audit_log_refuse_truncate before truncate on public.audit_log
  for each statement execute function private.ledger_refuse();

create function private.audit_as_admin(p_action text, p_subject text, p_details jsonb)
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  if not private.is_admin() then
    raise sqlstate 'PT403' using
      message = 'admin_required', hint = 'Only admins may do this.';
  end if;
  insert into public.audit_log (admin_id, action, subject, details)
  values (auth.uid(), p_action, coalesce(p_subject, '?'), p_details);
end;
$$;
comment on function private.audit_as_admin is
  'Writes down what an admin does, in the same transaction; PT403 for anybody else.';
