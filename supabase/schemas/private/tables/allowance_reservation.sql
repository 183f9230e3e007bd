-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE TABLE "private"."allowance_reservation" (
  "id"      uuid NOT NULL,
  "user_id" uuid NOT NULL,
  CONSTRAINT "allowance_reservation_pkey" PRIMARY KEY (id),
  CONSTRAINT "allowance_reservation_user_id_fkey" FOREIGN KEY (user_id) REFERENCES public.profiles(id) ON DELETE CASCADE
);

ALTER TABLE "private"."allowance_reservation"
  ENABLE ROW LEVEL SECURITY;

ALTER TABLE "private"."allowance_reservation"
  ADD COLUMN "counts" private.counted[] NOT NULL;

ALTER TABLE "private"."allowance_reservation"
  ADD COLUMN "created_at" timestamp WITH time zone NOT NULL DEFAULT now();

CREATE INDEX allowance_reservation_created_at_idx ON private.allowance_reservation USING btree (created_at);

CREATE INDEX allowance_reservation_user_id_idx ON private.allowance_reservation USING btree (user_id);

COMMENT ON TABLE "private"."allowance_reservation" IS 'Which counts a turn or an action raised; its id is that of the hold.';
