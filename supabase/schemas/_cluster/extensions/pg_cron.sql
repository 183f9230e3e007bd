-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE EXTENSION "pg_cron";

COMMENT ON EXTENSION "pg_cron" IS 'Job scheduler for PostgreSQL';
