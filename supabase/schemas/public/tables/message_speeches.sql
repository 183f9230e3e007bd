-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE TABLE "public"."message_speeches" (
  "message_id" uuid                     NOT NULL,
  "asset_id"   uuid                     NOT NULL,
  "created_at" timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT "message_speeches_asset_id_fkey" FOREIGN KEY (asset_id) REFERENCES public.media_assets(id) ON DELETE CASCADE,
  CONSTRAINT "message_speeches_pkey" PRIMARY KEY (message_id),
  CONSTRAINT "message_speeches_message_id_fkey" FOREIGN KEY (message_id) REFERENCES public.messages(id) ON DELETE CASCADE
);

ALTER TABLE "public"."message_speeches"
  ENABLE ROW LEVEL SECURITY;

CREATE INDEX message_speeches_asset_id_idx ON public.message_speeches USING btree (asset_id);

CREATE TRIGGER message_speeches_drop
  AFTER DELETE ON public.message_speeches
  FOR EACH ROW
  EXECUTE FUNCTION private.drop_speech();

CREATE POLICY "People read which of their answers were read aloud" ON "public"."message_speeches"
  FOR SELECT
  TO "authenticated"
  USING ((asset_id IN ( SELECT media_assets.id
   FROM public.media_assets
  WHERE (media_assets.owner_id = ( SELECT auth.uid() AS uid)))));

COMMENT ON TABLE "public"."message_speeches" IS 'An answer and the sound of it.';

REVOKE ALL ON TABLE "public"."message_speeches" FROM "authenticated";

GRANT SELECT ON TABLE "public"."message_speeches" TO "authenticated";

REVOKE ALL ON TABLE "public"."message_speeches" FROM "service_role";

GRANT SELECT ON TABLE "public"."message_speeches" TO "service_role";

REVOKE ALL ON TABLE "public"."message_speeches" FROM "anon";
