-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE TABLE "private"."moderation_pattern" (
  "id"         bigint                   GENERATED ALWAYS AS IDENTITY NOT NULL,
  "category"   text                     NOT NULL,
  "direction"  text                     NOT NULL,
  "kind"       text                     NOT NULL,
  "content"    text                     NOT NULL,
  "action"     text                     NOT NULL,
  "source"     text                     NOT NULL,
  "expression" text                     NOT NULL,
  "created_at" timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT "moderation_pattern_action_check" CHECK ((action = ANY (ARRAY['flag'::text, 'warn'::text, 'block'::text]))),
  CONSTRAINT "moderation_pattern_category_check" CHECK (((category ~ '^[a-z0-9]+([-_/][a-z0-9]+)*$'::text) AND (char_length(category) <= 40))),
  CONSTRAINT "moderation_pattern_content_check" CHECK (((char_length(content) >= 1) AND (char_length(content) <=
CASE kind
    WHEN 'regex'::text THEN 500
    ELSE 4000
END))),
  CONSTRAINT "moderation_pattern_direction_check" CHECK ((direction = ANY (ARRAY['input'::text, 'output'::text, 'both'::text]))),
  CONSTRAINT "moderation_pattern_expression_check" CHECK ((octet_length(expression) <= 40000)),
  CONSTRAINT "moderation_pattern_kind_check" CHECK ((kind = ANY (ARRAY['words'::text, 'regex'::text]))),
  CONSTRAINT "moderation_pattern_pkey" PRIMARY KEY (id),
  CONSTRAINT "moderation_pattern_source_check" CHECK ((source = ANY (ARRAY['catalog'::text, 'admin'::text])))
);

ALTER TABLE "private"."moderation_pattern"
  ENABLE ROW LEVEL SECURITY;

CREATE TRIGGER moderation_pattern_compile
  AFTER INSERT OR DELETE OR UPDATE ON private.moderation_pattern
  FOR EACH STATEMENT
  EXECUTE FUNCTION private.compile_moderation();

CREATE TRIGGER moderation_pattern_express
  BEFORE INSERT OR UPDATE ON private.moderation_pattern
  FOR EACH ROW
  EXECUTE FUNCTION private.express_pattern();

COMMENT ON COLUMN "private"."moderation_pattern"."expression" IS 'The content as one regular expression; written by its trigger.';

COMMENT ON TABLE "private"."moderation_pattern" IS 'Words and phrases, one a line, or a regular expression; letters of any case, in any language.';
