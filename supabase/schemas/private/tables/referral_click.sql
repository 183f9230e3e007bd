-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE TABLE "private"."referral_click" (
  "code"         text NOT NULL,
  "day"          date NOT NULL,
  "visitor_hash" text NOT NULL,
  CONSTRAINT "referral_click_code_check" CHECK ((char_length(code) = 8)),
  CONSTRAINT "referral_click_pkey" PRIMARY KEY (day, code, visitor_hash),
  CONSTRAINT "referral_click_visitor_hash_check" CHECK ((visitor_hash ~ '^[0-9a-f]{64}$'::text))
);

ALTER TABLE "private"."referral_click"
  ENABLE ROW LEVEL SECURITY;

COMMENT ON TABLE "private"."referral_click" IS 'Who followed a link on a day: each visitor counts once a day. Forgotten after two.';
