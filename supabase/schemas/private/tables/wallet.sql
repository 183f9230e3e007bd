-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE TABLE "private"."wallet" (
  "owner_id"  uuid                     NOT NULL,
  "renews_at" timestamp with time zone NOT NULL DEFAULT '-infinity'::timestamp WITH time zone,
  CONSTRAINT "wallet_pkey" PRIMARY KEY (owner_id)
);

ALTER TABLE "private"."wallet"
  ENABLE ROW LEVEL SECURITY;

CREATE INDEX wallet_renews_at_idx ON private.wallet USING btree (renews_at)
  WHERE (renews_at < 'infinity'::timestamp WITH time zone);

COMMENT ON COLUMN "private"."wallet"."renews_at" IS 'When plan credits are next to be granted or expired, or a plan of the person begins or ends.';

COMMENT ON TABLE "private"."wallet" IS 'The lock of all that a person may spend.';
