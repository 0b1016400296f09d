import type { Context } from 'hono'
import { ErrorNotice, ErrorPage } from '../../../views/frame/shell/error'
import { Layout } from '../../../views/frame/shell/layout'
import type { App } from '../../lib/env'
import { type Problem, problemJson, problems } from '../../lib/problem'
import { wantsFragment, wantsJson } from '../../lib/respond'

/** True for a program on any path: only programs send a token. */
const sendsToken = (c: Context) => /^\s*bearer(\s|$)/i.test(c.req.header('Authorization') ?? '')

/** A write to a row that is not there. */
const goneDetail =
  'It was deleted, or it isn’t yours. If you deleted it in another tab, restore it under Recently deleted. ' +
  'Your browser’s Back button may still have what you typed.'

/** Answers with a problem as JSON, a fragment or a page, whichever the caller wants. */
export const answerProblem = async (c: Context<App>, refused: Problem) => {
  const isMissing = refused === problems.notFound
  if (wantsJson(c) || sendsToken(c)) return problemJson(c, isMissing ? { ...refused, title: 'Not found' } : refused)
  const problem =
    isMissing && c.req.method === 'POST' ? { ...refused, title: 'Not found', detail: goneDetail } : refused
  const shown = { status: problem.status, title: problem.title, detail: problem.detail, requestId: c.var.requestId }
  c.status(problem.status)
  if (wantsFragment(c)) return c.html(<ErrorNotice {...shown} />)
  try {
    return await c.render(<ErrorPage {...shown} again={problem.again} signedOut={!c.var.user} />, {
      title: problem.title,
    })
  } catch {
    return c.html(
      <Layout title={problem.title} path={c.req.path}>
        <ErrorPage {...shown} signedOut={!c.var.user} />
      </Layout>,
    )
  }
}
