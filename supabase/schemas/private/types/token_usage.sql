-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE TYPE "private"."token_usage" AS (
  "input_tokens"        bigint,
  "cached_input_tokens" bigint,
  "cache_write_tokens"  bigint,
  "output_tokens"       bigint
);

COMMENT ON TYPE "private"."token_usage" IS 'Tokens of one call. Input has the cached and the cache-writing ones in it, output the thoughts.';
