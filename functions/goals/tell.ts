import type { Context } from 'hono'

/** Lets what else the page shows of goals ask again: elements that listen for `goal-changed` from the body. */
export const tellPage = (c: Context) => c.header('HX-Trigger', 'goal-changed')
