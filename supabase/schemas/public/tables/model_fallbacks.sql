-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE TABLE "public"."model_fallbacks" (
  "model"        text    NOT NULL,
  "place"        integer NOT NULL,
  "fallback"     text    NOT NULL,
  "may_continue" boolean NOT NULL DEFAULT false,
  CONSTRAINT "model_fallbacks_fallback_check" CHECK ((fallback <> model)),
  CONSTRAINT "model_fallbacks_model_fallback_key" UNIQUE (model, fallback),
  CONSTRAINT "model_fallbacks_pkey" PRIMARY KEY (model, place),
  CONSTRAINT "model_fallbacks_place_check" CHECK (((place >= 1) AND (place <= 5))),
  CONSTRAINT "model_fallbacks_fallback_fkey" FOREIGN KEY (fallback) REFERENCES public.models(id) ON DELETE CASCADE,
  CONSTRAINT "model_fallbacks_model_fkey" FOREIGN KEY (model) REFERENCES public.models(id) ON DELETE CASCADE
);

ALTER TABLE "public"."model_fallbacks"
  ENABLE ROW LEVEL SECURITY;

CREATE INDEX model_fallbacks_fallback_idx ON public.model_fallbacks USING btree (fallback);

CREATE POLICY "Admins read the fallbacks of models" ON "public"."model_fallbacks"
  FOR SELECT
  TO "authenticated"
  USING (( SELECT private.is_admin() AS is_admin));

COMMENT ON COLUMN "public"."model_fallbacks"."may_continue" IS 'Whether it may go on with an answer that the model before it began.';

COMMENT ON COLUMN "public"."model_fallbacks"."place" IS 'Tried in this order.';

COMMENT ON TABLE "public"."model_fallbacks" IS 'Which models answer instead of one that cannot.';

REVOKE ALL ON TABLE "public"."model_fallbacks" FROM "authenticated";

GRANT SELECT ON TABLE "public"."model_fallbacks" TO "authenticated";

REVOKE ALL ON TABLE "public"."model_fallbacks" FROM "service_role";

GRANT SELECT ON TABLE "public"."model_fallbacks" TO "service_role";

REVOKE ALL ON TABLE "public"."model_fallbacks" FROM "anon";
