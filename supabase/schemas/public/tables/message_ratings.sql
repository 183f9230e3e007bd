-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE TABLE "public"."message_ratings" (
  "message_id" uuid                     NOT NULL,
  "user_id"    uuid                     NOT NULL,
  "rating"     smallint,
  "stars"      smallint,
  "comment"    text,
  "created_at" timestamp with time zone NOT NULL DEFAULT now(),
  "updated_at" timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT "message_ratings_comment_check" CHECK (((char_length(comment) <= 1000) AND (comment ~ '\S'::text))),
  CONSTRAINT "message_ratings_pkey" PRIMARY KEY (message_id, user_id),
  CONSTRAINT "message_ratings_rating_check" CHECK ((rating = ANY (ARRAY['-1'::integer, 1]))),
  CONSTRAINT "message_ratings_said_check" CHECK ((num_nonnulls(rating, stars, comment) > 0)),
  CONSTRAINT "message_ratings_stars_check" CHECK (((stars >= 1) AND (stars <= 5))),
  CONSTRAINT "message_ratings_message_id_fkey" FOREIGN KEY (message_id) REFERENCES public.messages(id) ON DELETE CASCADE,
  CONSTRAINT "message_ratings_user_id_fkey" FOREIGN KEY (user_id) REFERENCES public.profiles(id) ON DELETE CASCADE
);

ALTER TABLE "public"."message_ratings"
  ENABLE ROW LEVEL SECURITY;

CREATE INDEX message_ratings_user_id_idx ON public.message_ratings USING btree (user_id);

CREATE TRIGGER message_ratings_count
  AFTER INSERT OR DELETE OR UPDATE ON public.message_ratings
  FOR EACH ROW
  EXECUTE FUNCTION private.count_message_rating();

CREATE POLICY "People read their own ratings" ON "public"."message_ratings"
  FOR SELECT
  TO "authenticated"
  USING (((user_id = ( SELECT auth.uid() AS uid)) OR ( SELECT private.is_admin() AS is_admin)));

COMMENT ON COLUMN "public"."message_ratings"."rating" IS '1 is up, -1 is down.';

COMMENT ON TABLE "public"."message_ratings" IS 'Thumbs, stars and comments that answers were given.';

REVOKE ALL ON TABLE "public"."message_ratings" FROM "authenticated";

GRANT SELECT ON TABLE "public"."message_ratings" TO "authenticated";

REVOKE ALL ON TABLE "public"."message_ratings" FROM "service_role";

GRANT SELECT ON TABLE "public"."message_ratings" TO "service_role";

REVOKE ALL ON TABLE "public"."message_ratings" FROM "anon";
