import type { Context } from 'hono'
import type { App } from '../lib/env'
import { respondStarted } from '../lib/jobs/respond'
import { redirectTo } from '../lib/respond'
import { changeUndoPath } from './queries'
import type { UndoableChange } from './run'

/** Answers a change of many rows with its Undo, or goes on with the job that it began. */
export const respondUndoable = <E extends App>(c: Context<E>, change: UndoableChange, page: string) =>
  change.isStarted
    ? respondStarted(c, change.id)
    : redirectTo(c, page, { message: change.summary, undo: changeUndoPath(change.id) })
