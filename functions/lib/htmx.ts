import type { Context } from 'hono'

/** Fires an event on the body of the page that sent the request: elements with `from:body` in their trigger reload. */
export const notify = (c: Context, event: 'goal-changed' | 'tasks-changed') => c.header('HX-Trigger', event)
