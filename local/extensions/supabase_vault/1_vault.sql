-- supabase_vault, local stand-in (supabase-platform.md §7.4): secrets encrypted in their table.
-- The objects belong to supabase_admin as on the platform. Where the platform keeps its root key
-- outside the database, the local key is a row beside them: good enough to keep plain text out of
-- vault.secrets, no more.

create table vault.local_key (
  singleton boolean primary key default true check (singleton),
  key bytea not null
);
comment on table vault.local_key is 'The key of this local database. Not on the platform.';
insert into vault.local_key (key) values (@extschema:pgcrypto@.gen_random_bytes(32));

create table vault.secrets (
  id uuid primary key default gen_random_uuid(),
  name text,
  description text not null default '',
  secret text not null,
  key_id uuid,
  nonce bytea default @extschema:pgcrypto@.gen_random_bytes(16),
  created_at timestamptz not null default current_timestamp,
  updated_at timestamptz not null default current_timestamp
);
comment on table vault.secrets is
  'Table with encrypted `secret` column for storing sensitive information on disk.';
create unique index secrets_name_idx on vault.secrets (name) where name is not null;

select pg_catalog.pg_extension_config_dump('vault.local_key', '');
select pg_catalog.pg_extension_config_dump('vault.secrets', '');

-- One passphrase for each row, so that a ciphertext moved to another row does not decrypt.
create function vault._passphrase(id uuid, nonce bytea) returns text
  language sql stable
  set search_path = ''
as $$
  select encode(
    @extschema:pgcrypto@.hmac(convert_to(id::text, 'UTF8') || nonce, local.key, 'sha256'), 'hex'
  )
  from vault.local_key as local
$$;

create function vault._encrypt(secret text, id uuid, nonce bytea) returns text
  language sql volatile security definer
  set search_path = ''
as $$
  select encode(
    @extschema:pgcrypto@.pgp_sym_encrypt(
      secret, vault._passphrase(id, nonce), 'cipher-algo=aes256'
    ),
    'base64'
  )
$$;

create function vault._decrypt(secret text, id uuid, nonce bytea) returns text
  language sql stable security definer
  set search_path = ''
as $$
  select @extschema:pgcrypto@.pgp_sym_decrypt(
    decode(secret, 'base64'), vault._passphrase(id, nonce)
  )
$$;

create view vault.decrypted_secrets as
  select id, name, description, secret,
    vault._decrypt(secret, id, nonce) as decrypted_secret,
    key_id, nonce, created_at, updated_at
  from vault.secrets;

create function vault.create_secret(
  new_secret text, new_name text default null, new_description text default '',
  new_key_id uuid default null
)
  returns uuid
  language plpgsql security definer
  set search_path = ''
as $$
declare
  secret_id uuid := gen_random_uuid();
  nonce bytea := @extschema:pgcrypto@.gen_random_bytes(16);
begin
  insert into vault.secrets (id, name, description, secret, nonce)
  values (
    secret_id, new_name, new_description, vault._encrypt(new_secret, secret_id, nonce), nonce
  );
  return secret_id;
end;
$$;

create function vault.update_secret(
  secret_id uuid, new_secret text default null, new_name text default null,
  new_description text default null, new_key_id uuid default null
)
  returns void
  language sql security definer
  set search_path = ''
as $$
  update vault.secrets set
    secret = coalesce(vault._encrypt(new_secret, id, nonce), secret),
    name = coalesce(new_name, name),
    description = coalesce(new_description, description),
    updated_at = now()
  where id = secret_id
$$;

revoke all on all functions in schema vault from public;
grant usage on schema vault to postgres, service_role;
grant select, delete on vault.secrets, vault.decrypted_secrets to postgres, service_role;
grant execute on function vault.create_secret, vault.update_secret, vault._decrypt
  to postgres, service_role;
