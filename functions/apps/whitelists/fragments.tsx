import type { Context } from 'hono'
import type { Child } from 'hono/jsx'
import { AppsContent } from '../../../views/apps/whitelists/page'
import { AppCount } from '../../../views/frame/shell/navigation'
import { ToastPart, type ToastProps } from '../../../views/ui/toast'
import { type App, personHead } from '../../lib/env'
import { undoPath } from '../../lib/http/path-to'
import { ProblemError } from '../../lib/http/problem'
import {
  pageOnScreen,
  prefetchFragments,
  previousPath,
  redirectTo,
  regionOnScreen,
  wantsFragment,
} from '../../lib/http/respond'
import type { AppStatus } from '../app-rules/app-status'
import type { WhitelistHead } from '../app-rules/effective-rule'
import type { NameReader } from '../app-rules/find-app'
import { appStatuses } from '../app-rules/queries'
import type { UnlockCondition } from '../app-rules/schema'
import { type ConditionChoices, conditionChoices, findSubjects } from './earned'
import { type AppListData, appsPageData, ownList } from './page-data'
import { type OwnRulesChange, type RuleEdit, setRules } from './rules'
import { AppsQuery } from './schema'

export const whitelistsPath = ownList.path

/** Owner of the rules in a form: the person, or the person for whom an admin sets them. */
export type RuleOwner = AppListData['of'] & {
  /** Name of the change in `undoPath`. */
  act: 'app.rules' | 'admin.rules'
  names: NameReader
  /**
   * Reads apps; hides private values from admins. Every name is in the map.
   * @param hasWritten the progress may have changed
   */
  read: (names: string[], hasWritten?: boolean) => Promise<Map<string, AppStatus>>
  set: (edits: RuleEdit[]) => Promise<OwnRulesChange>
  /**
   * Returns labels for a condition's subjects; null if a subject cannot be chosen.
   * @param before subjects of the stored rule
   */
  subjects: (after: UnlockCondition, before?: string | null) => Promise<((one: string) => string) | null>
  /** The person's own choices of subjects; undefined for admins. */
  choices: () => Promise<ConditionChoices | undefined>
  /** Renders the list for htmx. @param before see `appsPageData` */
  draw: (query: URLSearchParams, before?: WhitelistHead) => Promise<Child>
}

const ownRules = (c: Context<App>): RuleOwner => {
  const { DB } = c.env
  const { user, head } = c.var
  return {
    ...ownList,
    act: 'app.rules',
    names: { userId: user.id, withUse: true },
    read: (names, hasWritten) => appStatuses(DB, user, names, hasWritten ? undefined : head),
    set: (edits) => setRules(DB, user, edits, Date.now()),
    subjects: (after, before) => findSubjects(DB, user.id, after, before),
    choices: () => conditionChoices(DB, user),
    draw: async (query, before) => {
      const view = AppsQuery.parse(Object.fromEntries(query))
      const page = await appsPageData(DB, user, personHead(DB, user.id), view, Date.now(), before)
      return (
        <>
          <AppsPart>
            <AppsContent {...page} />
          </AppsPart>
          <AppCount newApps={page.seen.count} oob />
        </>
      )
    },
  }
}

export const AppsPart = ({ children }: { children?: Child }) => (
  <hx-partial hx-target="#apps" hx-swap="outerMorph">
    {children}
  </hx-partial>
)

/** The person's own rules, unless the admin routes set `whose`. */
export const ruleOwnerOf = (c: Context): RuleOwner => c.get('whose') ?? ownRules(c)

/** Problem for an invalid form that our pages do not send. @param again page to retry on */
export const invalidFormProblem = (detail: string, again: string = whitelistsPath) =>
  new ProblemError({ status: 422, code: 'invalid', title: 'Nothing changed', detail, again })

/** Path and query of the page of apps if the request came from there, to return to it. */
export const previousAppsPage = (c: Context, otherwise: string = ruleOwnerOf(c).path) => {
  const page = pageOnScreen(c)
  return page?.pathname === ruleOwnerOf(c).path ? page.pathname + page.search : otherwise
}

type Change = Pick<ToastProps, 'message' | 'stays'> & {
  changeId?: string | null
  /** Name of the change in `undoPath`; by default that of the rules' owner. */
  act?: string
}

export const toastOf = (
  { message, stays, changeId, act }: Change,
  ownAct: RuleOwner['act'] = 'app.rules',
): ToastProps => ({
  message,
  stays,
  undo: changeId ? undoPath(act ?? ownAct, changeId) : undefined,
})

export const redirectAfterChange = <E extends App>(c: Context<E>, to: string, change: Change) => {
  const { message, undo } = toastOf(change, ruleOwnerOf(c).act)
  return redirectTo(c, to, { message, undo })
}

/**
 * Prepares the page of apps in parallel with a write, if the response shows the page.
 * @param setsConditions true if the planned write sets unlock conditions; the page then waits for their progress
 */
export const prepareAppsPage = <E extends App>(c: Context<E>, setsConditions = () => false) => {
  const { path, draw } = ruleOwnerOf(c)
  const shown = regionOnScreen(c, path)
  return shown && prefetchFragments(c, () => draw(shown, setsConditions() ? undefined : c.var.head))
}

/**
 * Responds to a write of rules. htmx gets the whole page of apps to morph, and the toast; on other pages it reloads.
 * @param draw from `prepareAppsPage`
 */
export const respondAppsChanged = async <E extends App>(
  c: Context<E>,
  { status, ...change }: Change & { status?: 409 },
  draw?: () => Promise<Child>,
) => {
  const { path, act } = ruleOwnerOf(c)
  if (!wantsFragment(c)) return redirectAfterChange(c, previousAppsPage(c), change)
  if (!draw) return redirectAfterChange(c, previousPath(c, path), change)
  const page = await draw()
  if (status) c.status(status)
  return c.render(
    <>
      {page}
      <ToastPart {...toastOf(change, act)} />
    </>,
  )
}
