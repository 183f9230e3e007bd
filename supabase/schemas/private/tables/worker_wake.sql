-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE TABLE "private"."worker_wake" (
  "id"       boolean                  NOT NULL DEFAULT true,
  "woken_at" timestamp with time zone NOT NULL DEFAULT '-infinity'::timestamp WITH time zone,
  CONSTRAINT "worker_wake_id_check" CHECK (id),
  CONSTRAINT "worker_wake_pkey" PRIMARY KEY (id)
);

ALTER TABLE "private"."worker_wake"
  ENABLE ROW LEVEL SECURITY;

COMMENT ON TABLE "private"."worker_wake" IS 'When the worker was called last.';
