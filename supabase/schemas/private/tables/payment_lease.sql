-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE TABLE "private"."payment_lease" (
  "object_key" text                     NOT NULL,
  "leased_at"  timestamp with time zone NOT NULL,
  "expires_at" timestamp with time zone NOT NULL,
  CONSTRAINT "payment_lease_object_key_check" CHECK (((char_length(object_key) >= 1) AND (char_length(object_key) <= 400))),
  CONSTRAINT "payment_lease_pkey" PRIMARY KEY (object_key)
);

ALTER TABLE "private"."payment_lease"
  ENABLE ROW LEVEL SECURITY;

COMMENT ON TABLE "private"."payment_lease" IS 'Who reads an object from its provider now; leased_at is the version of what is read.';
