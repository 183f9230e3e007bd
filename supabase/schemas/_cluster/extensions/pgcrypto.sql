-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE EXTENSION "pgcrypto" SCHEMA "extensions";

COMMENT ON EXTENSION "pgcrypto" IS 'cryptographic functions';
