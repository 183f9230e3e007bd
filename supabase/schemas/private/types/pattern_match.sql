-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE TYPE "private"."pattern_match" AS (
  "action"   text,
  "category" text
);

COMMENT ON TYPE "private"."pattern_match" IS 'The strongest pattern that a text met.';
