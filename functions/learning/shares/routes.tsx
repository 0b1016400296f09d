import { type Context, Hono } from 'hono'
import { HistoryPage } from '../../../views/learning/shares/history'
import { SharedPage } from '../../../views/learning/shares/inbox'
import { SharePage } from '../../../views/learning/shares/share'
import { onceByForm } from '../../lib/api/once'
import { commit } from '../../lib/db/sql'
import { type App, appContext } from '../../lib/env'
import { type Draft, form, submittedText } from '../../lib/http/form'
import { requireOwnForm } from '../../lib/http/own-form'
import { undoPath } from '../../lib/http/path-to'
import { issueMembers, ProblemError, problems } from '../../lib/http/problem'
import { redirectTo } from '../../lib/http/respond'
import { sha256Hex } from '../../lib/secrets'
import { editLatest, savedOrThrow } from '../plan-pages/fragments'
import { loadPlan, type PlanEnv, parseStoredPlan } from '../plans/load'
import { withUpdatedAt } from '../plans/markdown/edit'
import * as plans from '../plans/queries'
import { historyPath, permission, planPath, planUndoPath, sharedPath, sharePath } from '../plans/schema'
import { parseDerived, personalText } from '../plans/shared/document'
import { isShared, originalOf, versionText } from '../plans/shared/propagate'
import { makeLink, removeLink } from './link'
import { loadShare, requireOriginal } from './load'
import { inviteByMail } from './mail'
import { inboxOf, publicLinkTime, sharesOf, versionsOf } from './queries'
import { ShareForm, type ShareRow } from './schema'
import {
  acceptInvitation,
  changePermission,
  convertToOwnPlan,
  copyPublic,
  declineInvitation,
  leaveSharedPlan,
  revokeShare,
  showProgress,
} from './writes'

type Shown = { draft?: Draft<ShareForm>; url?: string }

const sharePage = async (c: Context<PlanEnv>, shown: Shown = {}) => {
  const { plan, user } = c.var
  const [shares, linkedAt] = await Promise.all([
    sharesOf(c.env.DB, user.id, plan.id),
    publicLinkTime(c.env.DB, user.id, plan.id),
  ])
  return <SharePage plan={plan} shares={shares} linkedAt={linkedAt} user={user} now={Date.now()} {...shown} />
}

const titleOf = (c: Context<PlanEnv>) => ({ title: `Share ${c.var.plan.title}` })

/** Renders the form again with the errors of a refused invitation. @throws other errors */
const refused = async (c: Context<PlanEnv>, error: unknown) => {
  if (!(error instanceof ProblemError) || error.problem.status !== 422) throw error
  const errors = { email: (error.problem.errors ?? []).map(({ message }) => message) }
  c.status(422)
  return c.render(await sharePage(c, { draft: { values: submittedText(c), errors } }), titleOf(c))
}

const permissionIn = (given: unknown) => {
  const read = permission.safeParse(given)
  if (read.success) return read.data
  const [{ message = '' } = {}] = issueMembers(read.error)
  throw new ProblemError({ status: 422, code: 'invalid', title: 'Invalid permission', detail: `${message}.` })
}

type Change = { given: unknown; message: string; canUndo: boolean }

const setPermission = async <E extends App>(c: Context<E>, id: string, share: ShareRow, change: Change) => {
  const { given, message, canUndo } = change
  const changed = await changePermission(c.env.DB, c.var.user.id, id, share.id, permissionIn(given))
  if (!changed) return c.notFound()
  const undo = canUndo ? undoPath('plan.share', id, share.id, share.permission) : undefined
  return redirectTo(c, sharePath(id), { message, undo })
}

const noVersion = new ProblemError({
  ...problems.notFound,
  title: 'Nothing to bring back',
  detail: 'This version doesn’t exist or was deleted. Nothing was changed.',
})

/** Versions per page of a plan's history. */
const versionsAPage = 10

/** The version in a path; undefined if it is no longer stored. */
const versionIn = async (c: Context, userId: string, id: string) => {
  const before = Number(c.req.param('version')) + 1
  return Number.isSafeInteger(before) ? (await versionsOf(c.env.DB, userId, id, { before, limit: 1 }))[0] : undefined
}

/** `/plans/:id/share` and `/plans/:id/history` */
export const planShares = new Hono<PlanEnv>()
  .get('/:id/share', loadPlan, requireOriginal, async (c) =>
    c.render(await sharePage(c), { ...titleOf(c), follows: true }),
  )

  .post(
    '/:id/share',
    loadPlan,
    requireOriginal,
    form(ShareForm, 'Share', (c: Context<PlanEnv>, draft) => sharePage(c, { draft })),
    async (c) => {
      const { plan } = c.var
      const values = c.req.valid('form')
      try {
        if (!(await inviteByMail(appContext(c), plan.id, values))) return c.notFound()
        return redirectTo(c, sharePath(plan.id), { message: `${values.email} is invited` })
      } catch (error) {
        return refused(c, error)
      }
    },
  )

  .post(
    '/:id/share/link',
    loadPlan,
    requireOriginal,
    requireOwnForm('link', (c) => sharePath(c.req.param('id') ?? '')),
    async (c) => {
      const { plan } = c.var
      const made = await onceByForm<{ url: string } | null>(appContext(c), (claim) =>
        makeLink(appContext(c), plan.id, ({ url }) => claim({ url })),
      )
      return made ? c.render(await sharePage(c, made), titleOf(c)) : c.notFound()
    },
  )

  .post('/:id/share/link/remove', async (c) => {
    const id = c.req.param('id')
    if (!(await removeLink(c.env.DB, c.var.user.id, id))) return c.notFound()
    return redirectTo(c, sharePath(id), { message: 'The public link no longer works' })
  })

  .post('/:id/share/:share/permission', loadShare, (c) => {
    const { permission: given } = submittedText(c)
    const { share } = c.var
    return setPermission(c, c.req.param('id'), share, { given, message: `${share.email} can ${given}`, canUndo: true })
  })

  .post('/:id/share/:share/revoke', loadShare, async (c) => {
    const { share, user } = c.var
    const id = c.req.param('id')
    const taken = await revokeShare(c.env.DB, user.id, id, share.id, Date.now())
    return taken ? redirectTo(c, sharePath(id), { message: `Not shared with ${share.email} any more` }) : c.notFound()
  })

  .post('/:id/progress', loadPlan, async (c) => {
    const { plan, user } = c.var
    const isShown = submittedText(c).shown === 'yes'
    if (!(await commit(c.env.DB, user.id, [], showProgress(c.env.DB, user.id, plan.id, isShown)))) return c.notFound()
    const message = isShown ? 'The others now see which chunks you’ve done' : 'Only you see your progress now'
    return redirectTo(c, planPath(plan.id), { message })
  })

  .get('/:id/history', loadPlan, async (c) => {
    const { plan, user } = c.var
    const before = Number(c.req.query('before')) || undefined
    const [versions, shares] = isShared(plan)
      ? await Promise.all([
          versionsOf(c.env.DB, user.id, plan.id, { before, limit: versionsAPage + 1 }),
          sharesOf(c.env.DB, user.id, plan.id),
        ])
      : [[], []]
    const isUsed = plan.owner_id !== null || shares.some(({ state }) => state === 'accepted')
    const present = versionText(parseStoredPlan(plan).read, originalOf(user.id, plan))
    return c.render(
      <HistoryPage
        plan={plan}
        versions={versions}
        perPage={versionsAPage}
        isUsed={isUsed}
        present={present}
        user={user}
        now={Date.now()}
      />,
      { title: `History of ${plan.title}`, follows: true },
    )
  })

  .post('/:id/history/:version/restore', loadPlan, async (c) => {
    const { DB } = c.env
    const { plan, user } = c.var
    const number = Number(c.req.param('version'))
    const version = await versionIn(c, user.id, plan.id)
    if (version?.version !== number) throw noVersion
    const row = savedOrThrow(
      await editLatest(c, plan.id, {
        edit: (read, now) => withUpdatedAt(parseDerived(personalText(parseDerived(version.content), read)).lines, now),
        after: () => plans.plan(DB, user.id, plan.id),
      }),
    )
    if (!row) return c.notFound()
    return redirectTo(c, historyPath(plan.id), { message: `Version ${number} is back`, undo: planUndoPath(row) })
  })

export const undoPermission = async (c: Context<App>, id: string, shareId: string, given: string) => {
  const [share] = await sharesOf(c.env.DB, c.var.user.id, id, shareId)
  return share ? setPermission(c, id, share, { given, message: 'Change undone', canUndo: false }) : c.notFound()
}

/** `/shared` */
export const shared = new Hono<App>()
  .get('/', async (c) => {
    const { user } = c.var
    const page = <SharedPage rows={await inboxOf(c.env.DB, user.id)} email={user.email} />
    return c.render(page, { title: 'Shared with me', follows: true })
  })

  .post('/copies/:secret', async (c) => {
    const copy = await copyPublic(c.env.DB, c.var.user.id, await sha256Hex(c.req.param('secret')), Date.now())
    return copy === null ? c.notFound() : redirectTo(c, planPath(copy), { message: 'The plan was added to yours' })
  })

  .post('/:id/accept', async (c) => {
    const copy = await acceptInvitation(c.env.DB, c.var.user.id, c.req.param('id'), Date.now())
    return copy ? redirectTo(c, planPath(copy.plan_id), { message: 'The plan was added to yours' }) : c.notFound()
  })

  .post('/:id/decline', async (c) =>
    (await declineInvitation(c.env.DB, c.var.user.id, c.req.param('id')))
      ? redirectTo(c, sharedPath, { message: 'Invitation declined' })
      : c.notFound(),
  )

  .post('/:id/leave', async (c) =>
    (await leaveSharedPlan(c.env.DB, c.var.user.id, c.req.param('id'), Date.now()))
      ? redirectTo(c, sharedPath, { message: 'You left the plan' })
      : c.notFound(),
  )

  .post('/:id/keep', async (c) => {
    const kept = await convertToOwnPlan(c.env.DB, c.var.user.id, c.req.param('id'))
    return kept ? redirectTo(c, planPath(kept.plan_id), { message: 'The plan is now your own' }) : c.notFound()
  })
