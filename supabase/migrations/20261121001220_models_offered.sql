-- models_offered: the models that can chat, of those that have prices, as of 2026-11.
-- Callers: none. A model that comes or goes is a row changed by a later migration or the service.
-- Windows and longest answers were not read from the providers' pages: they are cautious, what
-- models of each family have had for long. Correct one when it turns out to be larger.

insert into public.models
  (id, provider, name, context_tokens, max_output_tokens, capabilities)
select id, provider, name, context_tokens, max_output_tokens, capabilities::text[]
from (values
  ('gpt-6.2-astra', 'openai', 'GPT-6.2 Astra', 1000000, 128000, '{text,vision,tools,reasoning}'),
  ('gpt-6.2-sol', 'openai', 'GPT-6.2 Sol', 1000000, 128000, '{text,vision,tools,reasoning}'),
  ('gpt-6.1-sol', 'openai', 'GPT-6.1 Sol', 1000000, 128000, '{text,vision,tools,reasoning}'),
  ('gpt-6.1-terra', 'openai', 'GPT-6.1 Terra', 1000000, 128000, '{text,vision,tools,reasoning}'),
  ('gpt-6-astra', 'openai', 'GPT-6 Astra', 1000000, 128000, '{text,vision,tools,reasoning}'),
  ('gpt-6-sol', 'openai', 'GPT-6 Sol', 1000000, 128000, '{text,vision,tools,reasoning}'),
  ('gpt-6-luna', 'openai', 'GPT-6 Luna', 1000000, 128000, '{text,vision,tools,reasoning}'),
  ('gpt-5.6-sol', 'openai', 'GPT-5.6 Sol', 1000000, 128000, '{text,vision,tools,reasoning}'),
  ('gpt-5.6-terra', 'openai', 'GPT-5.6 Terra', 1000000, 128000, '{text,vision,tools,reasoning}'),
  ('gpt-5.6-luna', 'openai', 'GPT-5.6 Luna', 1000000, 128000, '{text,vision,tools,reasoning}'),
  ('gpt-5.5', 'openai', 'GPT-5.5', 1000000, 128000, '{text,vision,tools,reasoning}'),
  ('gpt-5.4', 'openai', 'GPT-5.4', 400000, 128000, '{text,vision,tools,reasoning}'),
  ('gpt-5.4-mini', 'openai', 'GPT-5.4 mini', 400000, 128000, '{text,vision,tools,reasoning}'),
  ('gpt-5.4-nano', 'openai', 'GPT-5.4 nano', 400000, 128000, '{text,vision,tools,reasoning}'),
  ('gpt-5', 'openai', 'GPT-5', 400000, 128000, '{text,vision,tools,reasoning}'),
  ('gpt-5-mini', 'openai', 'GPT-5 mini', 400000, 128000, '{text,vision,tools,reasoning}'),
  ('gpt-5-nano', 'openai', 'GPT-5 nano', 400000, 128000, '{text,vision,tools,reasoning}'),
  ('gpt-4.1', 'openai', 'GPT-4.1', 1000000, 32768, '{text,vision,tools}'),
  ('gpt-4.1-mini', 'openai', 'GPT-4.1 mini', 1000000, 32768, '{text,vision,tools}'),
  ('gpt-4.1-nano', 'openai', 'GPT-4.1 nano', 1000000, 32768, '{text,vision,tools}'),
  ('gpt-4o', 'openai', 'GPT-4o', 128000, 16384, '{text,vision,tools}'),
  ('gpt-4o-mini', 'openai', 'GPT-4o mini', 128000, 16384, '{text,vision,tools}')
) as model (id, provider, name, context_tokens, max_output_tokens, capabilities);

insert into public.models
  (id, provider, name, context_tokens, max_output_tokens, capabilities)
select id, provider, name, context_tokens, max_output_tokens,
  array['text', 'vision', 'tools', 'reasoning']
from (values
  ('claude-fable-5-2', 'anthropic', 'Claude Fable 5.2', 200000, 128000),
  ('claude-fable-5-1', 'anthropic', 'Claude Fable 5.1', 200000, 128000),
  ('claude-opus-5-5', 'anthropic', 'Claude Opus 5.5', 200000, 128000),
  ('claude-opus-5', 'anthropic', 'Claude Opus 5', 200000, 128000),
  ('claude-opus-4-8', 'anthropic', 'Claude Opus 4.8', 200000, 128000),
  ('claude-opus-4-7', 'anthropic', 'Claude Opus 4.7', 200000, 128000),
  ('claude-opus-4-6', 'anthropic', 'Claude Opus 4.6', 200000, 128000),
  ('claude-opus-4-5', 'anthropic', 'Claude Opus 4.5', 200000, 64000),
  ('claude-sonnet-5-5', 'anthropic', 'Claude Sonnet 5.5', 200000, 128000),
  ('claude-sonnet-5', 'anthropic', 'Claude Sonnet 5', 200000, 128000),
  ('claude-sonnet-4-6', 'anthropic', 'Claude Sonnet 4.6', 200000, 64000),
  ('claude-sonnet-4-5', 'anthropic', 'Claude Sonnet 4.5', 200000, 64000),
  ('claude-haiku-5-5', 'anthropic', 'Claude Haiku 5.5', 200000, 64000),
  ('claude-haiku-4-5', 'anthropic', 'Claude Haiku 4.5', 200000, 64000),
  ('gemini-4-argon', 'google', 'Gemini 4 Argon', 1048576, 65536),
  ('gemini-4-carbon', 'google', 'Gemini 4 Carbon', 1048576, 65536),
  ('gemini-4-hydrogen', 'google', 'Gemini 4 Hydrogen', 1048576, 65536),
  ('gemini-3.8-flash', 'google', 'Gemini 3.8 Flash', 1048576, 65536),
  ('gemini-3.7-flash', 'google', 'Gemini 3.7 Flash', 1048576, 65536),
  ('gemini-3.6-flash', 'google', 'Gemini 3.6 Flash', 1048576, 65536),
  ('gemini-3.5-flash', 'google', 'Gemini 3.5 Flash', 1048576, 65536),
  ('gemini-3.5-flash-lite', 'google', 'Gemini 3.5 Flash-Lite', 1048576, 65536),
  ('gemini-3.1-pro-preview', 'google', 'Gemini 3.1 Pro', 1048576, 65536),
  ('gemini-3.1-flash-lite', 'google', 'Gemini 3.1 Flash-Lite', 1048576, 65536),
  ('gemini-2.5-pro', 'google', 'Gemini 2.5 Pro', 1048576, 65536),
  ('gemini-2.5-flash', 'google', 'Gemini 2.5 Flash', 1048576, 65536),
  ('gemini-2.5-flash-lite', 'google', 'Gemini 2.5 Flash-Lite', 1048576, 65536)
) as model (id, provider, name, context_tokens, max_output_tokens);

insert into public.models
  (id, provider, name, context_tokens, max_output_tokens, capabilities)
select id, provider, name, context_tokens, max_output_tokens, capabilities::text[]
from (values
  ('openai/gpt-oss-120b', 'groq', 'gpt-oss 120B', 131072, 65536, '{text,tools,reasoning}'),
  ('openai/gpt-oss-20b', 'groq', 'gpt-oss 20B', 131072, 65536, '{text,tools,reasoning}'),
  ('llama-3.3-70b-versatile', 'groq', 'Llama 3.3 70B', 131072, 32768, '{text,tools}'),
  ('llama-3.1-8b-instant', 'groq', 'Llama 3.1 8B', 131072, 32768, '{text,tools}'),
  ('meta-llama/llama-4-scout-17b-16e-instruct', 'groq', 'Llama 4 Scout', 131072, 8192,
    '{text,vision,tools}'),
  ('qwen/qwen3-32b', 'groq', 'Qwen3 32B', 131072, 40960, '{text,tools,reasoning}'),
  ('moonshotai/kimi-k2-instruct', 'groq', 'Kimi K2', 131072, 16384, '{text,tools}'),
  ('deepseek-ai/DeepSeek-V4-Flash', 'siliconflow', 'DeepSeek V4 Flash', 131072, 32768,
    '{text,tools,reasoning}'),
  ('deepseek-ai/DeepSeek-V4-Pro', 'siliconflow', 'DeepSeek V4 Pro', 131072, 32768,
    '{text,tools,reasoning}'),
  ('deepseek-ai/DeepSeek-V3.2', 'siliconflow', 'DeepSeek V3.2', 131072, 32768,
    '{text,tools,reasoning}'),
  ('moonshotai/Kimi-K2.6', 'siliconflow', 'Kimi K2.6', 131072, 32768, '{text,tools,reasoning}'),
  ('zai-org/GLM-5.2', 'siliconflow', 'GLM-5.2', 131072, 32768, '{text,tools,reasoning}'),
  ('zai-org/GLM-5.1', 'siliconflow', 'GLM-5.1', 131072, 32768, '{text,tools,reasoning}'),
  ('MiniMaxAI/MiniMax-M2.5', 'siliconflow', 'MiniMax M2.5', 131072, 32768,
    '{text,tools,reasoning}'),
  ('Qwen/Qwen3.5-397B-A17B', 'siliconflow', 'Qwen3.5 397B', 131072, 32768,
    '{text,tools,reasoning}'),
  ('Qwen/Qwen3.5-35B-A3B', 'siliconflow', 'Qwen3.5 35B', 131072, 32768,
    '{text,tools,reasoning}'),
  ('Qwen/Qwen3-8B', 'siliconflow', 'Qwen3 8B', 131072, 8192, '{text,tools,reasoning}'),
  ('ByteDance-Seed/Seed-OSS-36B-Instruct', 'siliconflow', 'Seed-OSS 36B', 131072, 32768,
    '{text,tools,reasoning}'),
  ('doubao-seed-2-1-pro-260915', 'volcengine', 'Doubao Seed 2.1 Pro', 131072, 32768,
    '{text,vision,tools,reasoning}'),
  ('doubao-seed-2-1-lite-260915', 'volcengine', 'Doubao Seed 2.1 Lite', 131072, 32768,
    '{text,vision,tools,reasoning}'),
  ('doubao-seed-2-1-turbo-260628', 'volcengine', 'Doubao Seed 2.1 Turbo', 131072, 32768,
    '{text,vision,tools,reasoning}')
) as model (id, provider, name, context_tokens, max_output_tokens, capabilities);

-- Newer models of Anthropic, and those of others, take no beginning of an answer to go on from.
update public.models set capabilities = capabilities || '{prefill}'
where id in ('claude-opus-4-5', 'claude-sonnet-4-5', 'claude-haiku-4-5',
  'llama-3.3-70b-versatile', 'llama-3.1-8b-instant');

-- By the providers' formulas 400 x 400 pixels are at most 625 tokens (tiles or patches of OpenAI,
-- 160,000 / 750 of Anthropic, a tile of Google). Here one tile counts 2833 + 5667.
update public.models set image_tokens = 8500 where id = 'gpt-4o-mini';

-- Who answers instead: of about the same ability, from somebody else. What has no key is skipped.
-- The plan must have the model, too.
select private.put_model_fallbacks(model, jsonb_agg(jsonb_build_object(
  'model', fallback, 'may_continue', true) order by place))
from (values
  ('gpt-6-sol', 1, 'claude-sonnet-5-5'),
  ('gpt-6-sol', 2, 'gemini-4-argon'),
  ('gpt-5-mini', 1, 'gemini-2.5-flash'),
  ('gpt-5-mini', 2, 'claude-haiku-4-5'),
  ('gpt-4.1', 1, 'claude-sonnet-4-5'),
  ('gpt-4.1', 2, 'gemini-2.5-pro'),
  ('gpt-4.1-mini', 1, 'gemini-2.5-flash'),
  ('gpt-4.1-mini', 2, 'claude-haiku-4-5'),
  ('gpt-4o', 1, 'claude-sonnet-4-5'),
  ('gpt-4o', 2, 'gemini-2.5-pro'),
  ('gpt-4o-mini', 1, 'gemini-2.5-flash'),
  ('gpt-4o-mini', 2, 'claude-haiku-4-5'),
  ('claude-sonnet-4-5', 1, 'gpt-4.1'),
  ('claude-sonnet-4-5', 2, 'gemini-2.5-pro'),
  ('claude-haiku-4-5', 1, 'gpt-4.1-mini'),
  ('claude-haiku-4-5', 2, 'gemini-2.5-flash'),
  ('gemini-2.5-pro', 1, 'gpt-4.1'),
  ('gemini-2.5-pro', 2, 'claude-sonnet-4-5'),
  ('gemini-2.5-flash', 1, 'gpt-4.1-mini'),
  ('gemini-2.5-flash', 2, 'claude-haiku-4-5')
) as listed (model, place, fallback)
group by model;
