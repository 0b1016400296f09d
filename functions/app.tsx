import { Hono } from 'hono'
import { except } from 'hono/combine'
import { auth } from './auth/routes'
import { requireUser } from './auth/signed-in'
import { openGoalCount } from './goals/queries'
import { health } from './health/routes'
import type { App } from './lib/env'
import { log } from './lib/log'
import { pages } from './lib/page'
import { answerProblem, ProblemError, problems } from './lib/problem'
import { bodyLimit, ownOrigin, requiredSecrets, securityHeaders } from './lib/security'

const formBytes = 256 * 1024

export const app = new Hono<App>()

app.use(log)
app.use(securityHeaders)
app.route('/health', health)
app.use(pages(openGoalCount))
app.use(requiredSecrets)
app.use(ownOrigin)
app.use(except('/sessions/import', bodyLimit(formBytes)))
app.route('/', auth)

app.use(requireUser)

app.notFound((c) => answerProblem(c, problems.notFound))
app.onError((error, c) => answerProblem(c, error instanceof ProblemError ? error.problem : problems.failed))
