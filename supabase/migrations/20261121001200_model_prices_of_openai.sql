-- model_prices_of_openai: what OpenAI asks for its models, from its price page and announcements as
-- of 2026-11. Callers: none; model_price_at finds the row that is in force.
-- Rules: a changed price is a new row with a later valid_from, never an update. Dates are UTC; a
-- start that is not known is the first of 2026. Dollars here as on the page, micros in the table.
--
-- Above 272,000 tokens of input a call of a model with a window of a million costs twice as much
-- for input and one and a half times for output, all of it; the small models have no such tier.

insert into private.model_price (provider, model, valid_from, tier_start_tokens,
  input_micros, cached_input_micros, cache_write_micros, output_micros)
select 'openai', model, valid_from::timestamp at time zone 'UTC', tier_start_tokens,
  input * 1000000, cached * 1000000, written * 1000000, output * 1000000
from (values
  -- Dollars for a million tokens. The rates of 6.2 for cached input come from one report only.
  ('gpt-6.2-astra', '2026-11-17', 0,       8,    0.40,   null,  40),
  ('gpt-6.2-sol',   '2026-11-17', 0,       2,    0.10,   null,  10),
  ('gpt-6.1-sol',   '2026-01-01', 0,       2,    0.10,   null,  10),
  ('gpt-6.1-sol',   '2026-01-01', 272001,  4,    0.20,   null,  15),
  ('gpt-6.1-terra', '2026-01-01', 0,       1,    0.05,   1.25,  5),
  ('gpt-6-astra',   '2026-01-01', 0,       10,   1,      12.5,  50),
  ('gpt-6-astra',   '2026-01-01', 272001,  20,   2,      25,    75),
  ('gpt-6-sol',     '2026-01-01', 0,       2,    0.20,   2.5,   10),
  ('gpt-6-sol',     '2026-01-01', 272001,  4,    0.40,   5,     15),
  ('gpt-6-luna',    '2026-01-01', 0,       0.10, 0.01,   0.125, 0.50),
  ('gpt-6-luna',    '2026-01-01', 272001,  0.20, 0.02,   0.25,  0.75),
  ('gpt-5.6-sol',   '2026-08-21', 0,       4,    0.40,   null,  20),
  ('gpt-5.6-sol',   '2026-08-21', 272001,  8,    0.80,   null,  30),
  ('gpt-5.6-terra', '2026-07-30', 0,       2,    0.20,   null,  12),
  ('gpt-5.6-terra', '2026-07-30', 272001,  4,    0.40,   null,  18),
  ('gpt-5.6-luna',  '2026-07-30', 0,       0.20, 0.02,   null,  1.20),
  ('gpt-5.6-luna',  '2026-07-30', 272001,  0.40, 0.04,   null,  1.80),
  ('gpt-5.5',       '2026-01-01', 0,       5,    0.50,   null,  30),
  ('gpt-5.5',       '2026-01-01', 272001,  10,   1,      null,  45),
  ('gpt-5.4',       '2026-01-01', 0,       2.5,  0.25,   null,  15),
  ('gpt-5.4',       '2026-01-01', 272001,  5,    0.50,   null,  22.5),
  ('gpt-5.4-mini',  '2026-01-01', 0,       0.75, 0.075,  null,  4.5),
  ('gpt-5.4-nano',  '2026-01-01', 0,       0.20, 0.02,   null,  1.25),
  ('gpt-5',         '2026-01-01', 0,       1.25, 0.125,  null,  10),
  ('gpt-5-mini',    '2026-01-01', 0,       0.25, 0.025,  null,  2),
  ('gpt-5-nano',    '2026-01-01', 0,       0.05, 0.005,  null,  0.40)
) as price (model, valid_from, tier_start_tokens, input, cached, written, output);

-- Models that can be trained: a million tokens of training, then what the trained model costs. A
-- trained model has its maker and name behind 'ft:<base>': cut to that, it has a price here.
insert into private.model_price (provider, model, valid_from,
  input_micros, cached_input_micros, output_micros, training_token_micros)
select 'openai', model, '2026-01-01 00:00 UTC',
  input * 1000000, cached * 1000000, output * 1000000, training * 1000000
from (values
  ('gpt-4.1',                    2,    0.50,  8,    25),
  ('gpt-4.1-mini',               0.40, 0.10,  1.60, 5),
  ('gpt-4.1-nano',               0.10, 0.025, 0.40, 1.50),
  ('gpt-4o',                     2.5,  1.25,  10,   25),
  ('gpt-4o-mini',                0.15, 0.075, 0.60, 3),
  ('ft:gpt-4.1-2025-04-14',      3,    null,  12,   null),
  ('ft:gpt-4.1-mini-2025-04-14', 0.80, null,  3.20, null),
  ('ft:gpt-4.1-nano-2025-04-14', 0.20, null,  0.80, null),
  ('ft:gpt-4o-2024-08-06',       3.75, null,  15,   null),
  ('ft:gpt-4o-mini-2024-07-18',  0.30, null,  1.20, null)
) as price (model, input, cached, output, training);

-- Images, sound and vectors by tokens: of image models the image's tokens are the output.
insert into private.model_price (provider, model, valid_from,
  input_micros, cached_input_micros, output_micros)
select 'openai', model, '2026-01-01 00:00 UTC',
  input * 1000000, cached * 1000000, output * 1000000
from (values
  ('gpt-image-1',            5,    1.25, 40),
  ('gpt-image-2',            5,    1.25, 30),
  ('gpt-4o-mini-tts',        0.60, null, 12),
  ('gpt-4o-transcribe',      2.5,  null, 10),
  ('gpt-4o-mini-transcribe', 1.25, null, 5),
  ('text-embedding-3-small', 0.02, null, 0),
  ('text-embedding-3-large', 0.13, null, 0),
  ('omni-moderation-latest', 0,    null, 0)
) as price (model, input, cached, output);

-- A call of a realtime model is priced as audio, which is what it is but for its instructions.
-- Where its tokens are not seen, a second costs ten tokens heard and twenty spoken, as OpenAI
-- counts sound: too much for a talk with pauses, too little for a long one, in which all that was
-- said is heard again.
insert into private.model_price (provider, model, valid_from,
  input_micros, cached_input_micros, output_micros, second_micros)
select 'openai', model, '2026-01-01 00:00 UTC',
  input * 1000000, cached * 1000000, output * 1000000, (10 * input + 20 * output) * 1000000
from (values
  ('gpt-realtime',      32, 0.40, 64),
  ('gpt-realtime-2',    32, 0.40, 64),
  ('gpt-realtime-mini', 10, 0.30, 20)
) as price (model, input, cached, output);

-- Sound by what goes in: dollars for a million characters, and $0.006 for a minute.
insert into private.model_price (provider, model, valid_from, character_micros, second_micros)
values
  ('openai', 'tts-1',     '2026-01-01 00:00 UTC', 15000000, null),
  ('openai', 'tts-1-hd',  '2026-01-01 00:00 UTC', 30000000, null),
  ('openai', 'whisper-1', '2026-01-01 00:00 UTC', null,     100000000);
