-- notices: what brings a notification about. Kinds and details: the notifications migration.
-- Callers: triggers.

create function private.notice_invitation()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
begin
  perform private.notify(new.invited_id, 'invitation', 'invitation:' || new.id,
    jsonb_build_object('invitation_id', new.id, 'role', new.role, 'invited_by', new.invited_by,
      'expires_at', new.expires_at));
  return null;
end;
$$;
comment on function private.notice_invitation is 'Tells who is invited by name.';

create trigger invitations_notice after insert on public.invitations
  for each row when (new.invited_id is not null and new.state = 'open')
  execute function private.notice_invitation();

create function private.notice_plan()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
begin
  perform private.notify(new.user_id, 'plan_changed', format('plan:%s:%s', new.id, new.state),
    jsonb_build_object('plan', new.plan, 'source', new.source, 'state', new.state,
      'starts_at', new.starts_at, 'ends_at', new.ends_at));
  return null;
end;
$$;
comment on function private.notice_plan is 'Tells of a plan that is there, ends or is taken back.';

create trigger memberships_notice_new after insert on public.memberships
  for each row execute function private.notice_plan();
create trigger memberships_notice_changed after update of state on public.memberships
  for each row when (old.state <> new.state) execute function private.notice_plan();

create function private.notice_decision()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
begin
  perform private.notify(new.user_id, 'moderation',
    format('decision:%s:%s', new.id, coalesce(new.review, '')),
    jsonb_build_object('direction', new.direction, 'action', new.action,
      'category', new.category, 'review', new.review));
  return null;
end;
$$;
comment on function private.notice_decision is 'Tells what an admin found of a decision.';

create trigger moderation_decision_notice after update of review on private.moderation_decision
  for each row when (new.review is not null and old.review is distinct from new.review)
  execute function private.notice_decision();

create function private.notice_status()
returns trigger
language plpgsql
volatile
security definer -- Definer because the service role, which suspends, may not notify.
set search_path = ''
as $$
begin
  perform private.notify(new.id, 'moderation',
    format('status:%s:%s', new.status, extract(epoch from now())),
    jsonb_build_object('status', new.status));
  return null;
end;
$$;
comment on function private.notice_status is 'Tells that an account was suspended or is back.';

create trigger profiles_notice_status after update of status on public.profiles
  for each row when (old.status <> new.status and 'deactivated' not in (old.status, new.status))
  execute function private.notice_status();
