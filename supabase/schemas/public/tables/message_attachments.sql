-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE TABLE "public"."message_attachments" (
  "message_id"      uuid    NOT NULL,
  "position"        integer NOT NULL,
  "conversation_id" uuid    NOT NULL,
  "asset_id"        uuid,
  "kind"            text    NOT NULL,
  "mime_type"       text    NOT NULL,
  "width"           integer,
  "height"          integer,
  "duration_ms"     integer,
  "blurhash"        text,
  "caption"         text,
  "is_premium"      boolean NOT NULL DEFAULT false,
  CONSTRAINT "message_attachments_asset_id_fkey" FOREIGN KEY (asset_id) REFERENCES public.media_assets(id) ON DELETE SET NULL,
  CONSTRAINT "message_attachments_blurhash_check" CHECK ((char_length(blurhash) <= 100)),
  CONSTRAINT "message_attachments_caption_check" CHECK ((char_length(caption) <= 500)),
  CONSTRAINT "message_attachments_conversation_id_fkey" FOREIGN KEY (conversation_id) REFERENCES public.conversations(id) ON DELETE CASCADE,
  CONSTRAINT "message_attachments_kind_check" CHECK ((kind = ANY (ARRAY['image'::text, 'audio'::text]))),
  CONSTRAINT "message_attachments_message_id_asset_id_key" UNIQUE (message_id, asset_id),
  CONSTRAINT "message_attachments_mime_type_check" CHECK ((char_length(mime_type) <= 40)),
  CONSTRAINT "message_attachments_pkey" PRIMARY KEY (message_id, "position"),
  CONSTRAINT "message_attachments_position_check" CHECK ((("position" >= 1) AND ("position" <= 5))),
  CONSTRAINT "message_attachments_message_id_fkey" FOREIGN KEY (message_id) REFERENCES public.messages(id) ON DELETE CASCADE
);

ALTER TABLE "public"."message_attachments"
  ENABLE ROW LEVEL SECURITY;

CREATE INDEX message_attachments_asset_id_idx ON public.message_attachments USING btree (asset_id);

CREATE INDEX message_attachments_conversation_id_idx ON public.message_attachments USING btree (conversation_id);

CREATE TRIGGER message_attachments_drop
  AFTER DELETE ON public.message_attachments
  FOR EACH ROW
  WHEN ((old.asset_id IS NOT NULL))
  EXECUTE FUNCTION private.drop_attached();

CREATE TRIGGER message_attachments_forget
  BEFORE UPDATE OF asset_id ON public.message_attachments
  FOR EACH ROW
  WHEN ((new.asset_id IS NULL))
  EXECUTE FUNCTION private.forget_attachment();

CREATE POLICY "People read what is attached to messages that they read" ON "public"."message_attachments"
  FOR SELECT
  TO "authenticated"
  USING ((EXISTS ( SELECT
   FROM public.messages
  WHERE (messages.id = message_attachments.message_id))));

COMMENT ON COLUMN "public"."message_attachments"."asset_id" IS 'Null when it was deleted.';

COMMENT ON COLUMN "public"."message_attachments"."caption" IS 'Of a picture of a gallery.';

COMMENT ON TABLE "public"."message_attachments" IS 'A picture or a sound of a message; the function media/sign gives addresses of its asset.';

REVOKE ALL ON TABLE "public"."message_attachments" FROM "authenticated";

GRANT SELECT ON TABLE "public"."message_attachments" TO "authenticated";

REVOKE ALL ON TABLE "public"."message_attachments" FROM "service_role";

GRANT SELECT ON TABLE "public"."message_attachments" TO "service_role";

REVOKE ALL ON TABLE "public"."message_attachments" FROM "anon";
