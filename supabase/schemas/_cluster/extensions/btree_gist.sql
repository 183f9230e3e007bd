-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE EXTENSION "btree_gist" SCHEMA "extensions";

COMMENT ON EXTENSION "btree_gist" IS 'support for indexing common datatypes in GiST';
