-- seed: three demonstration accounts: a person, a premium member and an admin.
--
-- FOR LOCAL DEMONSTRATION ONLY. The passwords below are public, so these accounts must never exist
-- in production. `npm start` and `supabase start` apply this file; `supabase db push` does not,
-- unless it is told to with --include-seed.
--
--   user@parley.test      parley-demo-1     100 plan credits, as after any sign-up
--   premium@parley.test   parley-demo-2     the best plan of the catalog, and 1000 bought credits
--   admin@parley.test     parley-demo-3     role admin
--
-- Applying it again changes nothing: rows that exist stay, and the grant has its operation key.

-- Auth scans the token columns as text: they are empty, never null.
insert into auth.users (
  instance_id, id, aud, role, email, encrypted_password, email_confirmed_at,
  confirmation_token, recovery_token, email_change, email_change_token_new,
  email_change_token_current, phone_change, phone_change_token, reauthentication_token,
  raw_app_meta_data, raw_user_meta_data, created_at, updated_at
)
select
  '00000000-0000-0000-0000-000000000000', demo.id, 'authenticated', 'authenticated', demo.email,
  extensions.crypt(demo.password, extensions.gen_salt('bf')), now(),
  '', '', '', '', '', '', '', '',
  '{"provider": "email", "providers": ["email"]}',
  jsonb_build_object('username', demo.username, 'display_name', demo.display_name), now(), now()
from (values
  ('d0000000-0000-4000-8000-000000000001'::uuid,
    'user@parley.test', 'parley-demo-1', 'demo_user', 'Demo User'),
  ('d0000000-0000-4000-8000-000000000002'::uuid,
    'premium@parley.test', 'parley-demo-2', 'demo_premium', 'Demo Premium'),
  ('d0000000-0000-4000-8000-000000000003'::uuid,
    'admin@parley.test', 'parley-demo-3', 'demo_admin', 'Demo Admin')
) as demo (id, email, password, username, display_name)
on conflict do nothing;

insert into auth.identities (
  id, user_id, provider, provider_id, identity_data, last_sign_in_at, created_at, updated_at
)
select
  id, id, 'email', id::text,
  jsonb_build_object(
    'sub', id, 'email', email, 'email_verified', true, 'phone_verified', false),
  now(), now(), now()
from auth.users
where id in (
  'd0000000-0000-4000-8000-000000000001',
  'd0000000-0000-4000-8000-000000000002',
  'd0000000-0000-4000-8000-000000000003')
on conflict do nothing;

update public.profiles set role = 'admin'
where id = 'd0000000-0000-4000-8000-000000000003' and role <> 'admin';

-- From the profile, so that nothing is granted where the account was not made.
select private.grant_credits(id, 1000, 'seed:demo_premium', 'demo_grant')
from public.profiles where id = 'd0000000-0000-4000-8000-000000000002';
-- The best plan of whichever catalog is applied.
select private.grant_membership(profiles.id, plans.slug, 'admin', 'seed:demo_premium', now(), null)
from public.profiles
cross join (
  select slug from public.plans where state = 'offered' order by rank desc limit 1) as plans
where profiles.id = 'd0000000-0000-4000-8000-000000000002'
  and not exists (select from public.memberships where operation_key = 'seed:demo_premium');
