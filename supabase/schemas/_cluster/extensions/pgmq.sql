-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE EXTENSION "pgmq";

COMMENT ON EXTENSION "pgmq" IS 'A lightweight message queue. Like AWS SQS and RSMQ but on Postgres.';
