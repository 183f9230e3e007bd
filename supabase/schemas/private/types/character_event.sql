-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE TYPE "private"."character_event" AS (
  "character_id"  uuid,
  "happened_at"   timestamp WITH time zone,
  "conversations" bigint,
  "messages"      bigint
);

COMMENT ON TYPE "private"."character_event" IS 'A conversation that began or an answer that was given.';
