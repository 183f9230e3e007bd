-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE TABLE "private"."cashout_move" (
  "from_state" text NOT NULL,
  "to_state"   text NOT NULL,
  CONSTRAINT "cashout_move_from_state_check" CHECK (((char_length(from_state) >= 1) AND (char_length(from_state) <= 20))),
  CONSTRAINT "cashout_move_pkey" PRIMARY KEY (from_state, to_state),
  CONSTRAINT "cashout_move_to_state_check" CHECK (((char_length(to_state) >= 1) AND (char_length(to_state) <= 20)))
);

ALTER TABLE "private"."cashout_move"
  ENABLE ROW LEVEL SECURITY;

COMMENT ON TABLE "private"."cashout_move" IS 'Which state of a cashout may follow which.';
