-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE POLICY "Active people are seen in conversations that they take part in" ON "realtime"."messages"
  FOR INSERT
  TO "authenticated"
  WITH
    CHECK
    (((extension = ANY (ARRAY['broadcast'::text, 'presence'::text])) AND ( SELECT private.is_active() AS is_active) AND ( SELECT private.may_join('participants'::text) AS
    may_join)));

CREATE POLICY "Active people show their devices to themselves" ON "realtime"."messages"
  FOR INSERT
  TO "authenticated"
  WITH
    CHECK (((extension = 'presence'::text) AND ( SELECT private.is_active() AS is_active) AND (( SELECT private.topic_id('user'::text) AS topic_id) = ( SELECT auth.uid() AS uid))));

CREATE POLICY "People listen to characters that they see or talk to" ON "realtime"."messages"
  FOR SELECT
  TO "authenticated"
  USING (((EXTENSION = 'broadcast'::text) AND ((EXISTS ( SELECT
   FROM public.characters
  WHERE (characters.id = ( SELECT private.topic_id('character'::text) AS topic_id)))) OR (EXISTS ( SELECT
   FROM public.conversations
  WHERE ((conversations.character_id = ( SELECT private.topic_id('character'::text) AS topic_id)) AND (conversations.deleted_at IS NULL)))))));

CREATE POLICY "People listen to conversations that they take part in" ON "realtime"."messages"
  FOR SELECT
  TO "authenticated"
  USING (((EXTENSION = 'broadcast'::text) AND ( SELECT private.may_join('conversation'::text) AS may_join)));

CREATE POLICY "People listen to what is theirs" ON "realtime"."messages"
  FOR SELECT
  TO "authenticated"
  USING (((EXTENSION = ANY (ARRAY['broadcast'::text, 'presence'::text])) AND (( SELECT private.topic_id('user'::text) AS topic_id) = ( SELECT auth.uid() AS uid))));

CREATE POLICY "People see who is in conversations that they take part in" ON "realtime"."messages"
  FOR SELECT
  TO "authenticated"
  USING (((EXTENSION = ANY (ARRAY['broadcast'::text, 'presence'::text])) AND ( SELECT private.may_join('participants'::text) AS may_join)));
