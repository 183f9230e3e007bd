-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE SCHEMA "private";

GRANT USAGE ON SCHEMA "private" TO "authenticated";

COMMENT ON SCHEMA "private" IS 'Rules, money and helpers. Not exposed by the Data API.';
