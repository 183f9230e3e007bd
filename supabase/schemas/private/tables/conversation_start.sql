-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE TABLE "private"."conversation_start" (
  "id"           bigint                   GENERATED ALWAYS AS IDENTITY NOT NULL,
  "character_id" uuid                     NOT NULL,
  "created_at"   timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT "conversation_start_pkey" PRIMARY KEY (id)
);

ALTER TABLE "private"."conversation_start"
  ENABLE ROW LEVEL SECURITY;

COMMENT ON TABLE "private"."conversation_start" IS 'Conversations that were begun and not yet counted.';
