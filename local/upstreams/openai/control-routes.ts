// control-routes: how tests look at the stand-in and steer it, under /__control.
import { Hono } from 'hono';
import { z } from 'zod';
import type { OpenaiEnv, OpenaiState } from './exchange.ts';

const outageRequest = z.object({ status: z.int().min(400).max(599).default(503) });

/**
 * GET/DELETE /requests?path=&outcome=&contains= · GET/POST /gates/NAME (look at it, open it) ·
 * POST {status}/DELETE /outage · POST /reset (everything as at the start)
 */
export function controlRoutes(state: OpenaiState): Hono<OpenaiEnv> {
  const routes = new Hono<OpenaiEnv>();
  routes.get('/requests', (context) => {
    const { path, outcome, contains } = context.req.query();
    return context.json({ requests: state.journal.list({ path, outcome, contains }) });
  });
  routes.delete('/requests', (context) => {
    state.journal.clear();
    return context.body(null, 204);
  });
  routes.get('/gates/:name', (context) =>
    context.json(state.gates.state(context.req.param('name'))),
  );
  routes.post('/gates/:name', (context) => {
    state.gates.open(context.req.param('name'));
    return context.body(null, 204);
  });
  routes.post('/outage', async (context) => {
    const text = await context.req.text();
    const request = outageRequest.safeParse(text ? JSON.parse(text) : {});
    if (!request.success) return context.json({ error: z.prettifyError(request.error) }, 400);
    state.outage = request.data.status;
    return context.body(null, 204);
  });
  routes.delete('/outage', (context) => {
    state.outage = undefined;
    return context.body(null, 204);
  });
  routes.post('/reset', (context) => {
    state.journal.clear();
    state.gates.clear();
    state.failures.clear();
    state.outage = undefined;
    return context.body(null, 204);
  });
  return routes;
}
