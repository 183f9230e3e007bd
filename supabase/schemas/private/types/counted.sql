-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE TYPE "private"."counted" AS (
  "meter"       text,
  "window_kind" text,
  "scope_id"    uuid,
  "starts_on"   date,
  "amount"      bigint
);

COMMENT ON TYPE "private"."counted" IS 'By how much a count was raised, and which.';
