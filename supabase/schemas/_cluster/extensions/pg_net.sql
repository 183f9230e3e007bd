-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE EXTENSION "pg_net" SCHEMA "extensions";

COMMENT ON EXTENSION "pg_net" IS 'Async HTTP';
