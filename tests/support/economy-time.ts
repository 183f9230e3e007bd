// economy-time: what happens to the economy's people: time, jobs, new catalogs, and the end of an
// account.
import { economyCatalog } from './economy-catalog.ts';
import { type Handlers, queryAs } from './economy-world.ts';

type TimeVerb =
  | 'holds pass'
  | 'credits pass'
  | 'plans pass'
  | 'job'
  | 'catalog'
  | 'lift'
  | 'leave'
  | 'return';

/** The start of a statement that does its work when it has the wallet. */
const LOCKED = `
  with wallet as materialized (
    select owner_id from private.wallet where owner_id = $1 for no key update
  )`;
const DUE = `${LOCKED}, due as (
    update private.wallet set renews_at = least(renews_at, now())
    where owner_id = (select owner_id from wallet)
  )`;

/** What nobody asked these people about. */
export const TIME: Handlers<TimeVerb> = {
  'holds pass': ({ db, user }) =>
    db.query(
      `${LOCKED} update private.ledger_hold set expires_at = now() - interval '1 second'
       where owner_id = (select owner_id from wallet) and state = 'held'`,
      [user],
    ),
  'credits pass': ({ db, user }) =>
    db.query(
      `${DUE} update private.ledger_account set expires_at = now() - interval '1 second'
       where owner_id = (select owner_id from wallet) and kind = 'wallet_plan'
         and closed_at is null and expires_at > now()`,
      [user],
    ),
  'plans pass': ({ db, user }) =>
    db.query(
      `${DUE} update public.memberships
       set ends_at = greatest(starts_at, now() - interval '1 second')
       where user_id = (select owner_id from wallet) and state = 'live' and starts_at <= now()
         and (ends_at is null or ends_at > now())`,
      [user],
    ),
  job: ({ db }, { job }) => db.query(`select private.${job}()`),
  catalog: ({ db }, { edition }) =>
    db.query('select private.apply_catalog($1)', [JSON.stringify(economyCatalog(edition))]),
  lift: ({ db, world }, { ip }) =>
    queryAs(db, world.admin, 'public.lift_block($2, $3)', [`ip:203.0.113.${ip}`, 'requests']),
  leave: ({ db, user }) => db.query('delete from auth.users where id = $1', [user]),
  return: ({ db, user }) =>
    db.query(
      `insert into auth.users (id, email, aud, role)
       values ($1, $2, 'authenticated', 'authenticated') on conflict do nothing`,
      [user, `${user}@parley.test`],
    ),
};
