-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE EXTENSION "moddatetime" SCHEMA "extensions";

COMMENT ON EXTENSION "moddatetime" IS 'functions for tracking last modification time';
