// plan-features: what each plan of each catalog switches on: actions, models and characters.
import { beforeAll, describe, expect, it } from 'vitest';
import { type Action, actions, type Feature } from '../../shared/contracts/catalog.ts';
import { offerAction } from '../support/action.ts';
import { applyCatalog, CATALOGS, type Plan } from '../support/catalog-plans.ts';
import { atOneMoment, type Moment } from '../support/one-moment.ts';
import { ownDatabase } from '../support/own-database.ts';
import { makeMember } from '../support/plan-walk.ts';
import { begin, type Refusal } from '../support/turn.ts';

const NEEDS: Record<Action, Feature | null> = {
  completion: 'api',
  embedding: 'api',
  image: 'images',
  speech: 'speech',
  transcription: null,
  voice: 'voice',
  idea: null,
  fine_tuning: 'fine_tuning',
};
const MODELS = new Set([
  ...CATALOGS.flatMap(({ plans }) => plans.flatMap(({ models = [] }) => models)),
  'a-model-of-nobody',
]);

const database = ownDatabase({ connections: 2, limits: true });

/** `starts`, or how it was refused. */
async function answerOf(call: Promise<unknown>): Promise<unknown> {
  try {
    await call;
    return 'starts';
  } catch (error) {
    const { code, message, details } = error as Refusal;
    return { code, message, details: JSON.parse(details) };
  }
}

function startAction({ call }: Moment, user: string, action: Action, model: string) {
  return call('begin_action', {
    p_user_id: user,
    p_action: action,
    p_client_key: crypto.randomUUID(),
    p_model: model,
    p_input_tokens: 10,
    p_output_tokens: 10,
  });
}

const allows = ({ models }: Plan, model: string) => !models || models.includes(model);

describe.each(CATALOGS.map((catalog) => ({ name: catalog.name, catalog })))(
  '$name',
  ({ catalog: product }) => {
    const plans = product.plans.map((plan) => ({ title: plan.slug, plan }));
    beforeAll(() => applyCatalog(database.pool, product));

    /** The slugs of the plans that allow something, lowest rank first. */
    const plansThat = (allow: (plan: Plan) => boolean) =>
      product.plans
        .toSorted((one, other) => one.rank - other.rank)
        .filter(allow)
        .map(({ slug }) => slug);

    function refusedModel(plan: Plan, model: string) {
      const details = { model, plan: plan.slug, plans: plansThat((each) => allows(each, model)) };
      return { code: 'PT403', message: 'model_not_in_plan', details };
    }

    it.each(plans)('$title: starts the actions that it has, and no others', async ({ plan }) => {
      await atOneMoment(database.pool, async (moment) => {
        const user = await makeMember(moment, plan);
        const [model = 'gpt-4.1-mini'] = plan.models ?? [];
        let started = 0;
        for (const action of actions) {
          const feature = NEEDS[action];
          let expected: unknown = 'starts';
          if (!product.prices.some((price) => price.action === action)) {
            expected = { code: 'PT404', message: 'action_not_offered', details: { action } };
          } else if (feature && !plan.features.includes(feature)) {
            const having = plansThat(({ features }) => features.includes(feature));
            const details = { feature, plan: plan.slug, plans: having };
            expected = { code: 'PT403', message: 'feature_not_in_plan', details };
          } else {
            started += 1;
          }
          const answer = await answerOf(startAction(moment, user, action, model));
          expect({ action, answer }).toEqual({ action, answer: expected });
        }
        const { rows } = await moment.db.query(
          'select count(*) as started from public.actions where user_id = $1',
          [user],
        );
        expect(rows[0].started).toBe(started);
      });
    });

    it.each(plans)('$title: uses the models that it has, and no others', async ({ plan }) => {
      for (const model of MODELS) {
        await atOneMoment(database.pool, async (moment) => {
          // Whatever the product offers: this needs no feature, and a model that answers.
          await offerAction(moment.db, 'idea', { credits: 1, per: 1 });
          const user = await makeMember(moment, plan);
          const answer = await answerOf(startAction(moment, user, 'idea', model));
          const expected = allows(plan, model) ? 'starts' : refusedModel(plan, model);
          expect({ model, answer }).toEqual({ model, answer: expected });
        });
      }
    });

    it.each(plans)('$title: talks with the characters that it has', async ({ plan }) => {
      const { rows: characters } = await database.pool.query<{ slug: string; model: string }>(
        `select slug, model from public.characters where status = 'published'`,
      );
      expect(characters).toHaveLength(10);
      for (const { slug: character, model } of characters) {
        const price = product.characters[character] ?? product.characters.default;
        const isOpen = !price?.premium || plan.features.includes('premium_characters');
        let expected: unknown = 'starts';
        if (!isOpen) {
          const details = { character, plan: plan.slug };
          expected = { code: 'PT403', message: 'premium_required', details };
        } else if (!allows(plan, model)) {
          expected = refusedModel(plan, model);
        }
        await atOneMoment(database.pool, async (moment) => {
          const user = await makeMember(moment, plan);
          const answer = await answerOf(begin(moment.call, { user, character }));
          expect({ character, answer }).toEqual({ character, answer: expected });
        });
      }
    });

    it.each(plans)('$title: is told as its file says', async ({ plan }) => {
      await atOneMoment(database.pool, async (moment) => {
        const user = await makeMember(moment, plan);
        const told = await moment.call('read_entitlements', { p_user_id: user });
        expect(told).toMatchObject({
          plan: plan.slug,
          plan_name: plan.name,
          source: plan.price.billing === 'free' ? 'default' : 'admin',
          features: plan.features,
          models: plan.models ?? null,
        });
      });
    });
  },
);
