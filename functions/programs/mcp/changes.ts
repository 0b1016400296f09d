import { v7 as uuid } from 'uuid'
import { addChange } from '../../changes/writes'
import { constant, newSeq, part, type SqlPart } from '../../lib/db/sql'
import type { RecordWrite } from '../../lib/env'
import { pathTo } from '../../lib/http/path-to'
import { cleanLine, quoteShort } from '../../lib/text/text'
import { sessionTitle } from '../../time/sessions/title'

type Arguments = Record<string, unknown>

/** A row written by a tool, the tool's arguments, and the response as SQL. */
type Written = { args: Arguments; userId: string; id: string; answer: SqlPart }

/** Builds the entry in "Recent changes" for a tool's write, and the path of its Undo. */
type Change = (written: Written) => { summary: string | SqlPart; undoPath: string | SqlPart }

const titleIn = ({ title }: Arguments) => (typeof title === 'string' ? cleanLine(title) : '')

/** Default titles of a focus and of other tracked time. */
const [focus, untitled] = [
  sessionTitle({ title: '', focus_ends_at: 0 }),
  sessionTitle({ title: '', focus_ends_at: null }),
]

const startedTitle = (args: Arguments) =>
  titleIn(args) || (args.planned_seconds === undefined && args.focus === undefined ? untitled : focus)

const timerUndo = (action: 'start' | 'stop', { userId, id }: Written) =>
  part`${pathTo`/changes/${`timer.${action}~${id}~`}`} || ${newSeq(userId)}`

export const toolChanges = {
  add_task: ({ args, id }) => ({
    summary: `Added the task ${quoteShort(titleIn(args))}`,
    undoPath: pathTo`/tasks/${id}/delete`,
  }),
  complete_task: ({ userId, id }) => {
    const row = part`FROM tasks WHERE user_id = ${userId} AND id = ${id} AND status <> 'done'`
    return {
      summary: part`(SELECT 'Completed the task “' || title || '”' ${row})`,
      undoPath: part`(SELECT ${pathTo`/tasks/${id}/reopen?status=`} || status ${row})`,
    }
  },
  tick_goal: ({ args, userId, id }) => {
    const goalId = String(args.id)
    const ticked =
      args.amount === undefined
        ? part`'Ticked'`
        : part`'Noted ' || ${String(args.amount)} || coalesce(' ' || unit, '') || ' for'`
    return {
      summary: part`(SELECT ${ticked} || ' “' || title || '”' FROM goals WHERE user_id = ${userId} AND id = ${goalId})`,
      undoPath: pathTo`/goals/${goalId}/ticks/${id}/delete`,
    }
  },
  start_timer: (written) => ({
    summary: `Started ${quoteShort(startedTitle(written.args))}`,
    undoPath: part`${timerUndo('start', written)} || coalesce('~' || (${written.answer} ->> '$.stopped.id'), '') || '/undo'`,
  }),
  stop_timer: (written) => ({
    summary: part`(
      SELECT 'Stopped “' || coalesce(nullif(title, ''), iif(focus_ends_at IS NULL, ${untitled}, ${focus})) || '”'
      FROM sessions WHERE user_id = ${written.userId} AND id = ${written.answer} ->> '$.id')`,
    undoPath: part`${timerUndo('stop', written)} || '/undo'`,
  }),
  log_time: ({ args, id }) => ({
    summary: `Logged ${quoteShort(titleIn(args) || untitled)}`,
    undoPath: pathTo`/sessions/${id}/delete`,
  }),
  add_learning: ({ args, id }) => ({
    summary: `Added the learning ${quoteShort(titleIn(args))}`,
    undoPath: pathTo`/learnings/${id}/delete`,
  }),
} satisfies Record<string, Change>

export const recordOf =
  (change: Change, args: Arguments): RecordWrite =>
  (db, userId, id, answer = constant("'{}'")) =>
    addChange(db, userId, { id: uuid(), kind: 'tool', ...change({ args, userId, id, answer }) }, Date.now())
