-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE TABLE "private"."person_signal" (
  "kind"       text                     NOT NULL,
  "value_hash" text                     NOT NULL,
  "user_id"    uuid                     NOT NULL,
  "noted_at"   timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT "person_signal_kind_check" CHECK ((kind = ANY (ARRAY['mailbox'::text, 'device'::text, 'address'::text, 'payer'::text, 'payee'::text]))),
  CONSTRAINT "person_signal_pkey" PRIMARY KEY (kind, value_hash, user_id),
  CONSTRAINT "person_signal_value_hash_check" CHECK ((value_hash ~ '^[0-9a-f]{64}$'::text))
);

ALTER TABLE "private"."person_signal"
  ENABLE ROW LEVEL SECURITY;

CREATE INDEX person_signal_user_id_idx ON private.person_signal USING btree (user_id);

COMMENT ON TABLE "private"."person_signal" IS 'What tells that two people are one: mailbox, device, address block, payer, payee; hashed.';
