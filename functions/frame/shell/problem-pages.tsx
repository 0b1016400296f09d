import type { Context } from 'hono'
import { ErrorNotice, ErrorPage } from '../../../views/frame/shell/error'
import { Layout } from '../../../views/frame/shell/layout'
import type { App } from '../../lib/env'
import { type Problem, problemJson, problems } from '../../lib/problem'
import { wantsFragment, wantsJson } from '../../lib/respond'

/** True for a program on any path: only programs send a token. */
const sendsToken = (c: Context) => /^\s*bearer(\s|$)/i.test(c.req.header('Authorization') ?? '')

/** Answers with a problem as JSON, a fragment or a page, whichever the caller wants. */
export const answerProblem = async (c: Context<App>, problem: Problem) => {
  if (wantsJson(c) || sendsToken(c)) {
    return problemJson(c, problem === problems.notFound ? { ...problem, title: 'Not found' } : problem)
  }
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
