-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE TABLE "public"."conversation_shares" (
  "id"              uuid                     NOT NULL DEFAULT gen_random_uuid(),
  "conversation_id" uuid                     NOT NULL,
  "token_hash"      text                     NOT NULL,
  "last_ordinal"    bigint                   NOT NULL,
  "title"           text,
  "created_at"      timestamp with time zone NOT NULL DEFAULT now(),
  "revoked_at"      timestamp with time zone,
  CONSTRAINT "conversation_shares_pkey" PRIMARY KEY (id),
  CONSTRAINT "conversation_shares_title_check" CHECK ((char_length(title) <= 200)),
  CONSTRAINT "conversation_shares_token_hash_check" CHECK ((token_hash ~ '^[0-9a-f]{64}$'::text)),
  CONSTRAINT "conversation_shares_token_hash_key" UNIQUE (token_hash),
  CONSTRAINT "conversation_shares_conversation_id_fkey" FOREIGN KEY (conversation_id) REFERENCES public.conversations(id) ON DELETE CASCADE
);

ALTER TABLE "public"."conversation_shares"
  ENABLE ROW LEVEL SECURITY;

CREATE INDEX conversation_shares_conversation_id_idx ON public.conversation_shares USING btree (conversation_id);

CREATE POLICY "People read the links to their own conversations" ON "public"."conversation_shares"
  FOR SELECT
  TO "authenticated"
  USING ((EXISTS ( SELECT
   FROM public.conversations
  WHERE ((conversations.id = conversation_shares.conversation_id) AND (conversations.user_id = ( SELECT auth.uid() AS uid))))));

COMMENT ON COLUMN "public"."conversation_shares"."last_ordinal" IS 'The last message that is shared.';

COMMENT ON COLUMN "public"."conversation_shares"."title" IS 'That of the conversation when it was shared.';

COMMENT ON COLUMN "public"."conversation_shares"."token_hash" IS 'SHA-256 of the token, which is not kept.';

COMMENT ON TABLE "public"."conversation_shares" IS 'Links to read a conversation, until revoked.';

REVOKE ALL ON TABLE "public"."conversation_shares" FROM "authenticated";

GRANT SELECT ON TABLE "public"."conversation_shares" TO "authenticated";

REVOKE ALL ON TABLE "public"."conversation_shares" FROM "service_role";

GRANT SELECT ON TABLE "public"."conversation_shares" TO "service_role";

REVOKE ALL ON TABLE "public"."conversation_shares" FROM "anon";
