-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE TABLE "private"."model_price" (
  "id"                    bigint                   GENERATED ALWAYS AS IDENTITY NOT NULL,
  "provider"              text                     NOT NULL,
  "model"                 text                     NOT NULL,
  "valid_from"            timestamp with time zone NOT NULL,
  "tier_start_tokens"     integer                  NOT NULL DEFAULT 0,
  "input_micros"          bigint,
  "cached_input_micros"   bigint,
  "cache_write_micros"    bigint,
  "output_micros"         bigint,
  "image_micros"          bigint,
  "second_micros"         bigint,
  "character_micros"      bigint,
  "training_token_micros" bigint,
  CONSTRAINT "model_price_micros_check"
    CHECK
    (((GREATEST(input_micros, cached_input_micros, cache_write_micros, output_micros, second_micros, character_micros, training_token_micros) <= '100000000000'::bigint) AND
    (image_micros <= '100000000000000'::bigint) AND
    (LEAST(input_micros, cached_input_micros, cache_write_micros, output_micros, image_micros, second_micros, character_micros, training_token_micros) >= 0))),
  CONSTRAINT "model_price_model_check" CHECK (((char_length(model) >= 1) AND (char_length(model) <= 100))),
  CONSTRAINT "model_price_model_provider_valid_from_tier_start_tokens_key" UNIQUE (model, PROVIDER, valid_from, tier_start_tokens),
  CONSTRAINT "model_price_pkey" PRIMARY KEY (id),
  CONSTRAINT "model_price_provider_check" CHECK ((provider ~ '^[a-z0-9-]{1,40}$'::text)),
  CONSTRAINT "model_price_tier_start_tokens_check" CHECK ((tier_start_tokens >= 0)),
  CONSTRAINT "model_price_tokens_check" CHECK ((((input_micros IS NULL) = (output_micros IS NULL)) AND ((input_micros IS
    NOT NULL) OR ((cached_input_micros IS NULL) AND (cache_write_micros IS NULL)))))
);

ALTER TABLE "private"."model_price"
  ENABLE ROW LEVEL SECURITY;

CREATE TRIGGER model_price_refuse
  BEFORE DELETE OR UPDATE ON private.model_price
  FOR EACH ROW
  EXECUTE FUNCTION private.ledger_refuse();

COMMENT ON COLUMN "private"."model_price"."cache_write_micros" IS 'Null: as any other input.';

COMMENT ON COLUMN "private"."model_price"."cached_input_micros" IS 'Null: as any other input.';

COMMENT ON TABLE "private"."model_price" IS 'What a provider asks for a million units, in micros, from a date and a length of input on.';
