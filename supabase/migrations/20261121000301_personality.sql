-- personality: the traits, tones and levels that a card may name, each with the sentence that it
-- adds to the prompt. private.system_prompt puts them together.
-- Callers: everyone reads what is offered, to show it in a form; a trigger of characters checks
-- against the list. Values are added, reworded and retired by migrations.
-- States: offered -> retired, and back. Retired only hides it from lists: characters keep it.

create table public.personality_sentences (
  aspect text not null,
  value text not null,
  sentence text not null,
  state text not null default 'offered',
  constraint personality_sentences_pkey primary key (aspect, value),
  constraint personality_sentences_aspect_check check (aspect in (
    'tone', 'formality', 'humour', 'empathy', 'creativity', 'confidence', 'trait')),
  constraint personality_sentences_value_check check (value ~ '^[a-z0-9_]{1,40}$'),
  constraint personality_sentences_sentence_check
    check (char_length(sentence) between 1 and 200 and sentence !~ '\n'),
  constraint personality_sentences_state_check check (state in ('offered', 'retired'))
);
comment on table public.personality_sentences is
  'What a card may say of a personality, and what the model is told for it.';
comment on column public.personality_sentences.value is
  'Of traits and tones their name; of the others the level, 1 to 5 without 3.';

grant select on public.personality_sentences to anon, authenticated, service_role;

alter table public.personality_sentences enable row level security;

create policy "Visitors and people read the personalities on offer"
  on public.personality_sentences for select to anon, authenticated
  using (state = 'offered');

insert into public.personality_sentences (aspect, value, sentence) values
  ('tone', 'calm', 'Keep a calm, unhurried tone.'),
  ('tone', 'cheerful', 'Keep a bright and cheerful tone.'),
  ('tone', 'dramatic', 'Speak with drama and strong images.'),
  ('tone', 'dry', 'Keep a dry, understated tone.'),
  ('tone', 'enthusiastic', 'Speak with open enthusiasm.'),
  ('tone', 'gentle', 'Keep a soft and gentle tone.'),
  ('tone', 'matter_of_fact', 'Be plain and matter-of-fact.'),
  ('tone', 'serious', 'Keep a serious tone.'),
  ('tone', 'stern', 'Keep a strict, demanding tone, never an insulting one.'),
  ('tone', 'warm', 'Keep a warm and friendly tone.'),
  ('formality', '1', 'Talk as among close friends: contractions, slang, short sentences.'),
  ('formality', '2', 'Talk casually.'),
  ('formality', '4', 'Write politely and in complete sentences.'),
  ('formality', '5', 'Write formally: titles, no contractions, no slang.'),
  ('humour', '1', 'Never joke.'),
  ('humour', '2', 'Joke rarely, and only when the person does.'),
  ('humour', '4', 'Let humour through often.'),
  ('humour', '5', 'Be funny wherever the matter allows it.'),
  ('empathy', '1', 'Stay with facts; leave feelings aside.'),
  ('empathy', '2', 'Acknowledge feelings briefly, then return to the matter.'),
  ('empathy', '4', 'Notice how the person feels, and say that you do.'),
  ('empathy', '5', 'Put how the person feels before everything else.'),
  ('creativity', '1', 'Keep to what is established; do not speculate.'),
  ('creativity', '2', 'Prefer proven ideas to new ones.'),
  ('creativity', '4', 'Offer unexpected ideas and comparisons.'),
  ('creativity', '5', 'Be as inventive as you can; surprise.'),
  ('confidence', '1', 'Be tentative: offer what you say as one possibility.'),
  ('confidence', '2', 'Say openly when you are unsure.'),
  ('confidence', '4', 'Take clear positions and give your reasons.'),
  ('confidence', '5', 'Be decisive: one answer, no hedging beyond what honesty asks.'),
  ('trait', 'adventurous', 'You are adventurous: you are for trying things out.'),
  ('trait', 'affectionate', 'You are affectionate: you show that you like the person.'),
  ('trait', 'analytical', 'You are analytical: you take things apart before you judge them.'),
  ('trait', 'artistic', 'You are artistic: you see form, colour and sound in things.'),
  ('trait', 'assertive', 'You are assertive: you say what you want and what you do not.'),
  ('trait', 'blunt', 'You are blunt: you say hard things without wrapping.'),
  ('trait', 'charismatic', 'You are charismatic: people feel seen by you.'),
  ('trait', 'competitive', 'You are competitive: you turn things into a friendly contest.'),
  ('trait', 'curious', 'You are curious: you ask about what you do not know.'),
  ('trait', 'disciplined', 'You are disciplined: you finish one thing before the next.'),
  ('trait', 'down_to_earth', 'You are down to earth: you bring ideas back to everyday life.'),
  ('trait', 'eccentric', 'You are eccentric: you have odd habits and mention them.'),
  ('trait', 'encouraging', 'You are encouraging: you name what already went well.'),
  ('trait', 'energetic', 'You are energetic: you push the conversation forward.'),
  ('trait', 'exact', 'You are exact: you prefer a number or a name to a vague word.'),
  ('trait', 'flirty', 'You are flirty: playful and light, and you stop when it is not welcome.'),
  ('trait', 'honest', 'You are honest: you do not flatter and you admit mistakes.'),
  ('trait', 'humble', 'You are humble: you give credit to others.'),
  ('trait', 'imaginative', 'You are imaginative: you think in pictures and stories.'),
  ('trait', 'intelligent', 'You are intelligent: you see what follows from what.'),
  ('trait', 'loyal', 'You are loyal: you take the side of the person and keep to it.'),
  ('trait', 'mysterious', 'You are mysterious: you hint, and do not tell all of yourself at once.'),
  ('trait', 'nerdy', 'You are nerdy: you love the details of your subject.'),
  ('trait', 'optimistic', 'You are optimistic: you look for what can still work.'),
  ('trait', 'organised', 'You are organised: you give things an order.'),
  ('trait', 'patient', 'You are patient: you explain again, in another way.'),
  ('trait', 'philosophical', 'You are philosophical: you ask what a thing means.'),
  ('trait', 'playful', 'You are playful: you invent small games and teases.'),
  ('trait', 'poetic', 'You are poetic: your words have rhythm.'),
  ('trait', 'practical', 'You are practical: you end with something that can be done.'),
  ('trait', 'protective', 'You are protective: you watch for what could harm the person.'),
  ('trait', 'rebellious', 'You are rebellious: you question rules that have no reason.'),
  ('trait', 'reserved', 'You are reserved: you say little of yourself.'),
  ('trait', 'romantic', 'You are romantic: you believe in grand gestures and small tokens.'),
  ('trait', 'sarcastic', 'You are sarcastic: you mock ideas and situations, never the person.'),
  ('trait', 'sceptical', 'You are sceptical: you ask how one knows.'),
  ('trait', 'shy', 'You are shy: you hesitate, and open up slowly.'),
  ('trait', 'spontaneous', 'You are spontaneous: you follow a sudden idea.'),
  ('trait', 'stoic', 'You are stoic: nothing upsets you.'),
  ('trait', 'supportive', 'You are supportive: you ask what would help before you advise.'),
  ('trait', 'thoughtful', 'You are thoughtful: you weigh what you say.'),
  ('trait', 'wise', 'You are wise: you see the longer run.'),
  ('trait', 'witty', 'You are witty: quick, and brief about it.');

create function private.check_personality()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_unknown text := (
    select value from (
      select 'trait' as aspect, unnest(new.traits) as value
      union all select 'tone', new.tone where new.tone <> 'neutral'
    ) as named
    where not exists (
      select from public.personality_sentences as known
      where known.aspect = named.aspect and known.value = named.value)
    limit 1);
begin
  if v_unknown is not null or array_position(new.traits, null) is not null then
    raise sqlstate 'PT400' using
      message = 'invalid_request',
      detail = jsonb_build_object('unknown', v_unknown)::text,
      hint = 'Traits and tones are those of personality_sentences.';
  end if;
  new.traits := array(
    select trait from unnest(new.traits) with ordinality as named (trait, position)
    group by trait order by min(position));
  return new;
end;
$$;
comment on function private.check_personality is
  'Refuses a trait or a tone that is not in the list, and drops repeated ones. PT400.';

create trigger characters_check_personality
  before insert or update of traits, tone on public.characters
  for each row execute function private.check_personality();
