import type { Context } from 'hono'
import type { App } from '../lib/env'
import { redirectTo } from '../lib/respond'
import type { UndoableChange } from './run'

/** Answers a change of many rows with its Undo. */
export const respondUndoable = <E extends App>(c: Context<E>, change: UndoableChange, page: string) =>
  redirectTo(c, page, { message: change.summary, undo: `/changes/${change.id}/undo` })
