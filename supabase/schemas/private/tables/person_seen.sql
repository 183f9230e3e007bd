-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE TABLE "private"."person_seen" (
  "user_id" uuid                     NOT NULL,
  "seen_at" timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT "person_seen_pkey" PRIMARY KEY (user_id),
  CONSTRAINT "person_seen_user_id_fkey" FOREIGN KEY (user_id) REFERENCES public.profiles(id) ON DELETE CASCADE
);

ALTER TABLE "private"."person_seen"
  ENABLE ROW LEVEL SECURITY;

COMMENT ON TABLE "private"."person_seen" IS 'When somebody was last there.';
