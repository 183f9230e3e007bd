-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE TABLE "public"."cashouts" (
  "id"             uuid                     NOT NULL DEFAULT gen_random_uuid(),
  "user_id"        uuid                     NOT NULL,
  "client_key"     text                     NOT NULL,
  "amount_cents"   bigint                   NOT NULL,
  "receiver"       text                     NOT NULL,
  "state"          text                     NOT NULL DEFAULT 'requested'::text,
  "created_at"     timestamp with time zone NOT NULL DEFAULT now(),
  "approved_at"    timestamp with time zone,
  "sent_at"        timestamp with time zone,
  "closed_at"      timestamp with time zone,
  "reason"         text,
  "transaction_id" text,
  CONSTRAINT "cashouts_amount_cents_check" CHECK (((amount_cents >= 1) AND (amount_cents <= 100000000))),
  CONSTRAINT "cashouts_client_key_check" CHECK (((char_length(client_key) >= 1) AND (char_length(client_key) <= 100))),
  CONSTRAINT "cashouts_closed_at_check"
    CHECK (((state = ANY (ARRAY['requested'::text, 'approved'::text, 'sending'::text, 'sent'::text, 'unclaimed'::text])) = (closed_at IS NULL))),
  CONSTRAINT "cashouts_pkey" PRIMARY KEY (id),
  CONSTRAINT "cashouts_reason_check" CHECK (((char_length(reason) >= 1) AND (char_length(reason) <= 300))),
  CONSTRAINT "cashouts_receiver_check" CHECK (((receiver ~ '^[^\s@]+@[^\s@]+\.[^\s@]+$'::text) AND (char_length(receiver) <= 127))),
  CONSTRAINT "cashouts_state_check"
    CHECK
    ((state = ANY (ARRAY['requested'::text, 'approved'::text, 'sending'::text, 'sent'::text, 'unclaimed'::text, 'paid'::text, 'returned'::text, 'blocked'::text, 'failed'::text,
    'denied'::text, 'refunded'::text, 'refused'::text, 'cancelled'::text]))),
  CONSTRAINT "cashouts_transaction_id_check" CHECK (((char_length(transaction_id) >= 1) AND (char_length(transaction_id) <= 120))),
  CONSTRAINT "cashouts_user_id_client_key_key" UNIQUE (user_id, client_key)
);

ALTER TABLE "public"."cashouts"
  ENABLE ROW LEVEL SECURITY;

CREATE INDEX cashouts_state_idx ON public.cashouts USING btree (state, id);

CREATE INDEX cashouts_user_id_created_at_idx ON public.cashouts USING btree (user_id, created_at DESC);

CREATE TRIGGER cashouts_check_move
  BEFORE UPDATE OF state ON public.cashouts
  FOR EACH ROW
  WHEN ((old.state <> new.state))
  EXECUTE FUNCTION private.check_cashout_move();

CREATE TRIGGER cashouts_refuse_rename
  BEFORE UPDATE OF id, user_id, client_key, amount_cents, receiver ON public.cashouts
  FOR EACH ROW
  EXECUTE FUNCTION private.ledger_refuse();

CREATE TRIGGER cashouts_refuse
  BEFORE DELETE ON public.cashouts
  FOR EACH ROW
  EXECUTE FUNCTION private.ledger_refuse();

CREATE POLICY "People read their own cashouts and admins read all" ON "public"."cashouts"
  FOR SELECT
  TO "authenticated"
  USING (((user_id = ( SELECT auth.uid() AS uid)) OR ( SELECT private.is_admin() AS is_admin)));

COMMENT ON COLUMN "public"."cashouts"."client_key" IS 'The caller''s own id of the request: sent again it is the same cashout.';

COMMENT ON COLUMN "public"."cashouts"."reason" IS 'Why it ended so, for the person.';

COMMENT ON COLUMN "public"."cashouts"."transaction_id" IS 'PayPal''s, which both sides can look up.';

COMMENT ON TABLE "public"."cashouts" IS 'Earned US cents that somebody wants to have paid by PayPal.';

REVOKE ALL ON TABLE "public"."cashouts" FROM "authenticated";

GRANT SELECT ON TABLE "public"."cashouts" TO "authenticated";

REVOKE ALL ON TABLE "public"."cashouts" FROM "service_role";

GRANT SELECT ON TABLE "public"."cashouts" TO "service_role";

REVOKE ALL ON TABLE "public"."cashouts" FROM "anon";
