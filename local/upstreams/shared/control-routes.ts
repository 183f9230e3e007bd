// control-routes: how tests look at the stand-ins and steer them, under /__control.
import { Hono } from 'hono';
import { z } from 'zod';
import type { UpstreamEnv, UpstreamState } from './exchange.ts';

const outageRequest = z.object({
  status: z.int().min(400).max(599).default(503),
  /** Absent: all of them. */
  provider: z.string().optional(),
});

/**
 * GET/DELETE /requests?provider=&path=&outcome=&contains= · GET/POST /gates/NAME (look at it,
 * open it) · GET /calls (talks, and whether they go on) ·
 * POST {status, provider}/DELETE /outage · POST /reset (everything as at the start)
 */
export function controlRoutes(state: UpstreamState): Hono<UpstreamEnv> {
  const routes = new Hono<UpstreamEnv>();
  routes.get('/requests', (context) => {
    const { provider, path, outcome, contains } = context.req.query();
    const filter = { provider, path, outcome, contains };
    return context.json({ requests: state.journal.list(filter) });
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
  routes.get('/calls', (context) => context.json({ calls: [...state.calls.values()] }));
  routes.post('/outage', async (context) => {
    const text = await context.req.text();
    const request = outageRequest.safeParse(text ? JSON.parse(text) : {});
    if (!request.success) return context.json({ error: z.prettifyError(request.error) }, 400);
    state.outage = request.data;
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
    state.calls.clear();
    state.outage = undefined;
    return context.body(null, 204);
  });
  return routes;
}
