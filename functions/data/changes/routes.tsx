import { type Context, Hono } from 'hono'
import { ChangesPage } from '../../../views/data/changes/page'
import * as q from '../../changes/queries'
import { ChangesView } from '../../changes/schema'
import { deleteChange, undo } from '../../changes/undo'
import { editedSinceProblem, nothingToUndoProblem, recoverableSince } from '../../lib/db/recoverable'
import { type App, localNow } from '../../lib/env'
import { dispatch } from '../../lib/http/dispatch'
import { ProblemError } from '../../lib/http/problem'
import { prefetchFragments, previousPath, redirectTo, respond, respondProblem } from '../../lib/http/respond'
import { undoLineProject } from '../../line/queries'

const pageLimit = 50

/** Request headers that authorize a request. */
const lettingIn = ['Cookie', 'Origin', 'Sec-Fetch-Site', 'X-Person']

/** Posts to the path that undoes a change, as the person's browser would. @throws ProblemError 404, 409 */
const undoByPath = async (c: Context<App>, path: string) => {
  const headers = lettingIn.flatMap((name): [string, string][] => {
    const value = c.req.header(name)
    return value === undefined ? [] : [[name, value]]
  })
  const answer = await dispatch(c, path, { method: 'POST', headers, redirect: 'manual' })
  if (answer.status === 404) throw new ProblemError(nothingToUndoProblem)
  if (answer.status === 409) throw new ProblemError(editedSinceProblem)
  return answer
}

/** Undoes the act that is encoded in the id; null if the id is that of a stored change. */
export const undoAct = async (c: Context<App>, id = c.req.param('id') ?? '') => {
  const [, ...values] = id.split('~')
  const undo = await c.var.facts.undo?.()
  return undo ? undo(c, ...values) : null
}

/** Replaces undo paths of earlier versions, because changes are kept for 30 days. */
const formerPaths = [
  [/^\/timer\/(\w+)\/undo\?id=([^&]+)&seq=(\d+)(?:&stopped=)?(.*)$/, '/changes/timer.$1~$2~$3~$4/undo'],
  [/^\/(plan|card)s\/import\/([^/]+)\/undo$/, '/changes/$1.import~$2/undo'],
] as const

export const currentPath = (stored: string) => formerPaths.reduce((path, [from, to]) => path.replace(from, to), stored)

export const changes = new Hono<App>()
  .get('/', async (c) => {
    const { user } = c.var
    const now = Date.now()
    const { before } = ChangesView.parse(c.req.query())
    const rows = await q.changes(c.env.DB, user.id, recoverableSince(now), before || '~', pageLimit)
    const page = rows.slice(0, pageLimit)
    const next = rows.length > pageLimit ? page.at(-1)?.id : undefined
    return c.render(<ChangesPage rows={page} next={next} first={before === ''} user={user} now={now} />, {
      title: 'Recent changes',
      follows: true,
    })
  })

  .post('/:id/undo', undoLineProject, async (c) => {
    const { DB } = c.env
    const { user } = c.var
    const act = await undoAct(c)
    if (act) return act
    const drawn = prefetchFragments(c, async () => c.var.redraws?.(Promise.resolve(null)))
    const answer = (message: string) => {
      const [page, toast] = [previousPath(c, '/changes'), { message }]
      if (!c.var.redraws) return redirectTo(c, page, toast)
      c.header('HX-Trigger', 'sessions-changed')
      return respond(c, { page, toast, fragments: drawn })
    }
    const done = await undo(DB, user.id, c.req.param('id'), localNow(user))
    if (done === 'taken') return respondProblem(c, q.nameTaken, true)
    if (done === 'gone') throw new ProblemError(nothingToUndoProblem)
    if ('path' in done) {
      const undone = await undoByPath(c, currentPath(done.path))
      if (undone.status >= 400) return undone
      await deleteChange(DB, { userId: user.id, changeId: c.req.param('id') }).run()
      return answer(`Undone: ${done.summary}`)
    }
    return answer(done.undone)
  })
