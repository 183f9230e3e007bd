-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE TABLE "private"."ledger_account" (
  "id"          uuid                     NOT NULL DEFAULT gen_random_uuid(),
  "owner_id"    uuid,
  "kind"        text                     NOT NULL,
  "unit"        text                     NOT NULL,
  "balance"     bigint,
  "held"        bigint                   NOT NULL DEFAULT 0,
  "granted_for" text,
  "expires_at"  timestamp with time zone,
  "closed_at"   timestamp with time zone,
  "created_at"  timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT "ledger_account_balance_check" CHECK (((owner_id IS NULL) = (balance IS NULL))),
  CONSTRAINT "ledger_account_closed_at_check" CHECK (((closed_at IS NULL) OR ((expires_at IS NOT NULL) AND (balance = 0)))),
  CONSTRAINT "ledger_account_expires_at_check" CHECK (((kind = 'wallet_plan'::text) = (expires_at IS NOT NULL))),
  CONSTRAINT "ledger_account_granted_for_check" CHECK ((((kind = 'wallet_plan'::text) = (granted_for IS
    NOT NULL)) AND ((char_length(granted_for) >= 1) AND (char_length(granted_for) <= 120)))),
  CONSTRAINT "ledger_account_held_check" CHECK (
CASE kind
    WHEN 'debt'::text THEN ((held = 0) AND (balance <= 0))
    ELSE ((held >= 0) AND (held <= COALESCE(balance, (0)::bigint)))
END),
  CONSTRAINT "ledger_account_kind_check" CHECK (
CASE
    WHEN (owner_id IS NULL) THEN (kind = ANY (ARRAY['issuance'::text, 'revenue'::text, 'expired'::text, 'paid_out'::text]))
    ELSE (kind = ANY (ARRAY['wallet_plan'::text, 'wallet_bought'::text, 'reward'::text, 'cashout'::text, 'debt'::text]))
END),
  CONSTRAINT "ledger_account_owner_id_kind_unit_granted_for_key" UNIQUE NULLS NOT DISTINCT (owner_id, kind, unit, granted_for),
  CONSTRAINT "ledger_account_pkey" PRIMARY KEY (id),
  CONSTRAINT "ledger_account_unit_check" CHECK (((unit = 'credit'::text) OR (unit ~ '^[A-Z]{3}$'::text)))
);

ALTER TABLE "private"."ledger_account"
  ENABLE ROW LEVEL SECURITY;

CREATE INDEX ledger_account_open_idx ON private.ledger_account USING btree (owner_id, expires_at)
  WHERE ((unit = 'credit'::text) AND (closed_at IS NULL));

CREATE TRIGGER ledger_account_refuse_balance
  BEFORE UPDATE OF balance ON private.ledger_account
  FOR EACH ROW
  WHEN ((pg_trigger_depth() = 0))
  EXECUTE FUNCTION private.ledger_refuse();

CREATE TRIGGER ledger_account_refuse_opening
  BEFORE INSERT ON private.ledger_account
  FOR EACH ROW
  WHEN (((new.balance <> 0) OR (new.held <> 0)))
  EXECUTE FUNCTION private.ledger_refuse();

CREATE TRIGGER ledger_account_refuse_rename
  BEFORE UPDATE OF id, owner_id, kind, unit, granted_for ON private.ledger_account
  FOR EACH ROW
  EXECUTE FUNCTION private.ledger_refuse();

CREATE POLICY "People read their own accounts" ON "private"."ledger_account"
  FOR SELECT
  TO "authenticated"
  USING ((owner_id = ( SELECT auth.uid() AS uid)));

GRANT SELECT ("balance") ON TABLE "private"."ledger_account" TO "authenticated";

GRANT SELECT ("closed_at") ON TABLE "private"."ledger_account" TO "authenticated";

GRANT SELECT ("expires_at") ON TABLE "private"."ledger_account" TO "authenticated";

GRANT SELECT ("held") ON TABLE "private"."ledger_account" TO "authenticated";

GRANT SELECT ("id") ON TABLE "private"."ledger_account" TO "authenticated";

GRANT SELECT ("kind") ON TABLE "private"."ledger_account" TO "authenticated";

GRANT SELECT ("owner_id") ON TABLE "private"."ledger_account" TO "authenticated";

GRANT SELECT ("unit") ON TABLE "private"."ledger_account" TO "authenticated";

COMMENT ON COLUMN "private"."ledger_account"."granted_for" IS 'Of plan credits: the plan''s period or the gift that they are for, once per person.';

COMMENT ON COLUMN "private"."ledger_account"."held" IS 'What open holds have reserved of the balance.';

COMMENT ON TABLE "private"."ledger_account" IS 'Who holds what: people, and the platform.';
