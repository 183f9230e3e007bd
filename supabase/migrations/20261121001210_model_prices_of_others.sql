-- model_prices_of_others: what Anthropic, Google, Groq, SiliconFlow and Volcengine ask for their
-- models, from their price pages and announcements as of 2026-11. Callers: none; model_price_at
-- finds the row that is in force.
-- Rules: a changed price is a new row with a later valid_from, never an update. Dates are UTC; a
-- start that is not known is the first of 2026. Dollars here as on the pages, micros in the table.

-- Anthropic asks a quarter more for input that it writes to its cache for five minutes.
insert into private.model_price (provider, model, valid_from, tier_start_tokens,
  input_micros, cached_input_micros, cache_write_micros, output_micros)
select 'anthropic', model, valid_from::timestamp at time zone 'UTC', tier_start_tokens,
  input * 1000000, cached * 1000000, written * 1000000, output * 1000000
from (values
  -- Dollars for a million tokens.
  ('claude-fable-5-2',  '2026-11-09', 0,      8,    0.20, 10,    40),
  ('claude-fable-5-1',  '2026-01-01', 0,      10,   0.25, 12.5,  50),
  ('claude-opus-5-5',   '2026-01-01', 0,      4,    0.20, 5,     20),
  ('claude-opus-5',     '2026-01-01', 0,      5,    0.50, 6.25,  25),
  ('claude-opus-4-8',   '2026-01-01', 0,      5,    0.50, 6.25,  25),
  ('claude-opus-4-7',   '2026-01-01', 0,      5,    0.50, 6.25,  25),
  ('claude-opus-4-6',   '2026-01-01', 0,      5,    0.50, 6.25,  25),
  ('claude-opus-4-5',   '2026-01-01', 0,      5,    0.50, 6.25,  25),
  ('claude-sonnet-5-5', '2026-10-07', 0,      2,    0.10, 2.5,   10),
  ('claude-sonnet-5',   '2026-01-01', 0,      2,    0.20, 2.5,   10),
  ('claude-sonnet-4-6', '2026-01-01', 0,      3,    0.30, 3.75,  15),
  ('claude-sonnet-4-5', '2026-01-01', 0,      3,    0.30, 3.75,  15),
  ('claude-sonnet-4-5', '2026-01-01', 200001, 6,    0.60, 7.5,   22.5),
  ('claude-haiku-5-5',  '2026-01-01', 0,      0.10, 0.01, 0.125, 0.50),
  ('claude-haiku-5-5',  '2026-01-01', 100001, 0.50, 0.05, 0.625, 2.50),
  ('claude-haiku-4-5',  '2026-01-01', 0,      1,    0.10, 1.25,  5)
) as price (model, valid_from, tier_start_tokens, input, cached, written, output);

-- Google counts thoughts apart from the answer; both are output.
insert into private.model_price (provider, model, valid_from, tier_start_tokens,
  input_micros, cached_input_micros, output_micros)
select 'google', model, valid_from::timestamp at time zone 'UTC', tier_start_tokens,
  input * 1000000, cached * 1000000, output * 1000000
from (values
  ('gemini-4-argon',         '2026-01-01', 0,      2,    0.10,  10),
  ('gemini-4-argon',         '2026-12-01', 0,      4,    0.20,  20),
  ('gemini-4-carbon',        '2026-01-01', 0,      2,    0.10,  10),
  ('gemini-4-carbon',        '2026-12-01', 0,      4,    0.20,  20),
  ('gemini-4-hydrogen',      '2026-01-01', 0,      1.50, null,  7.50),
  ('gemini-3.8-flash',       '2026-01-01', 0,      0.75, 0.075, 3.75),
  ('gemini-3.8-flash',       '2027-01-01', 0,      1.50, 0.15,  7.50),
  ('gemini-3.7-flash',       '2026-01-01', 0,      0.75, 0.075, 3.75),
  ('gemini-3.7-flash',       '2027-01-01', 0,      1.50, 0.15,  7.50),
  ('gemini-3.6-flash',       '2026-01-01', 0,      0.75, 0.075, 3.75),
  ('gemini-3.6-flash',       '2027-01-01', 0,      1.50, 0.15,  7.50),
  ('gemini-3.5-flash',       '2026-01-01', 0,      1.50, 0.15,  9),
  ('gemini-3.5-flash-lite',  '2026-01-01', 0,      0.30, 0.03,  2.50),
  ('gemini-3.1-pro-preview', '2026-01-01', 0,      2,    0.20,  12),
  ('gemini-3.1-pro-preview', '2026-01-01', 200001, 4,    0.40,  18),
  ('gemini-3.1-flash-lite',  '2026-01-01', 0,      0.25, 0.025, 1.50),
  ('gemini-2.5-pro',         '2026-01-01', 0,      1.25, 0.125, 10),
  ('gemini-2.5-pro',         '2026-01-01', 200001, 2.50, 0.25,  15),
  ('gemini-2.5-flash',       '2026-01-01', 0,      0.30, 0.03,  2.50),
  ('gemini-2.5-flash-lite',  '2026-01-01', 0,      0.10, 0.01,  0.40)
) as price (model, valid_from, tier_start_tokens, input, cached, output);

-- Open models, and Doubao. Volcengine lists yuan: these are a reseller's dollars, and of two that
-- disagree about turbo the dearer.
insert into private.model_price (provider, model, valid_from,
  input_micros, cached_input_micros, output_micros)
select provider, model, '2026-01-01 00:00 UTC',
  input * 1000000, cached * 1000000, output * 1000000
from (values
  ('groq',        'openai/gpt-oss-120b',                       0.15,  0.075,  0.60),
  ('groq',        'openai/gpt-oss-20b',                        0.075, 0.0375, 0.30),
  ('groq',        'llama-3.3-70b-versatile',                   0.59,  null,   0.79),
  ('groq',        'llama-3.1-8b-instant',                      0.05,  null,   0.08),
  ('groq',        'meta-llama/llama-4-scout-17b-16e-instruct', 0.11,  null,   0.34),
  ('groq',        'qwen/qwen3-32b',                            0.29,  null,   0.59),
  ('groq',        'moonshotai/kimi-k2-instruct',               1,     0.50,   3),
  ('siliconflow', 'deepseek-ai/DeepSeek-V4-Flash',             0.14,  0.003,  0.28),
  ('siliconflow', 'deepseek-ai/DeepSeek-V4-Pro',               1.74,  0.145,  3.48),
  ('siliconflow', 'deepseek-ai/DeepSeek-V3.2',                 0.27,  null,   0.42),
  ('siliconflow', 'moonshotai/Kimi-K2.6',                      0.95,  0.16,   4),
  ('siliconflow', 'zai-org/GLM-5.2',                           1.4,   0.26,   4.4),
  ('siliconflow', 'zai-org/GLM-5.1',                           1.4,   0.26,   4.4),
  ('siliconflow', 'MiniMaxAI/MiniMax-M2.5',                    0.30,  null,   1.22),
  ('siliconflow', 'Qwen/Qwen3.5-397B-A17B',                    0.29,  null,   1.74),
  ('siliconflow', 'Qwen/Qwen3.5-35B-A3B',                      0.23,  null,   1.86),
  ('siliconflow', 'Qwen/Qwen3-8B',                             0.06,  null,   0.06),
  ('siliconflow', 'ByteDance-Seed/Seed-OSS-36B-Instruct',      0.21,  null,   0.57),
  ('volcengine',  'doubao-seed-2-1-pro-260915',                0.82,  null,   4.11),
  ('volcengine',  'doubao-seed-2-1-lite-260915',               0.11,  null,   0.37),
  ('volcengine',  'doubao-seed-2-1-turbo-260628',              0.46,  null,   2.32)
) as price (provider, model, input, cached, output);

-- $0.04 for an hour of sound.
insert into private.model_price (provider, model, valid_from, second_micros)
values ('groq', 'whisper-large-v3-turbo', '2026-01-01 00:00 UTC', 11111111);
