-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE TABLE "public"."conversation_reads" (
  "conversation_id"   uuid                     NOT NULL,
  "user_id"           uuid                     NOT NULL,
  "read_ordinal"      bigint                   NOT NULL DEFAULT 0,
  "read_at"           timestamp with time zone,
  "delivered_ordinal" bigint                   NOT NULL,
  "delivered_at"      timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT "conversation_reads_delivered_ordinal_check" CHECK (((delivered_ordinal >= read_ordinal) AND (read_ordinal >= 0))),
  CONSTRAINT "conversation_reads_pkey" PRIMARY KEY (conversation_id, user_id),
  CONSTRAINT "conversation_reads_conversation_id_fkey" FOREIGN KEY (conversation_id) REFERENCES public.conversations(id) ON DELETE CASCADE,
  CONSTRAINT "conversation_reads_user_id_fkey" FOREIGN KEY (user_id) REFERENCES public.profiles(id) ON DELETE CASCADE
);

ALTER TABLE "public"."conversation_reads"
  ENABLE ROW LEVEL SECURITY;

CREATE INDEX conversation_reads_user_id_idx ON public.conversation_reads USING btree (user_id);

CREATE TRIGGER conversation_reads_tell_changed
  AFTER UPDATE ON public.conversation_reads
  FOR EACH ROW
  WHEN (((old.read_ordinal IS DISTINCT FROM new.read_ordinal) OR (old.delivered_ordinal IS DISTINCT FROM new.delivered_ordinal)))
  EXECUTE FUNCTION private.tell_read();

CREATE TRIGGER conversation_reads_tell_new
  AFTER INSERT ON public.conversation_reads
  FOR EACH ROW
  EXECUTE FUNCTION private.tell_read();

CREATE POLICY "People read how far is read where they take part" ON "public"."conversation_reads"
  FOR SELECT
  TO "authenticated"
  USING ((conversation_id = ANY (ARRAY( SELECT readable_conversations.id
   FROM private.readable_conversations))));

COMMENT ON COLUMN "public"."conversation_reads"."read_ordinal" IS 'The last message that was read; answers after it are unread.';

COMMENT ON TABLE "public"."conversation_reads" IS 'How far a conversation has come to each participant, and was read.';

REVOKE ALL ON TABLE "public"."conversation_reads" FROM "authenticated";

GRANT SELECT ON TABLE "public"."conversation_reads" TO "authenticated";

REVOKE ALL ON TABLE "public"."conversation_reads" FROM "service_role";

GRANT SELECT ON TABLE "public"."conversation_reads" TO "service_role";

REVOKE ALL ON TABLE "public"."conversation_reads" FROM "anon";
