import type { Context, MiddlewareHandler } from 'hono'
import type { Child } from 'hono/jsx'
import { routePath } from 'hono/route'
import manifest from '../../../public/assets/manifest.json'
import { ErrorNotice, ErrorPage } from '../../../views/frame/shell/error'
import { Layout, type LayoutProps } from '../../../views/frame/shell/layout'
import { ReaderClock, ReaderDates } from '../../../views/ui/clock'
import { AddressOrg } from '../../../views/ui/form'
import { GitHubUrl } from '../../../views/ui/pulls'
import { PageHead } from '../../../views/ui/section'
import { SelectingKind } from '../../../views/ui/selection'
import { ReaderUses } from '../../../views/ui/uses'
import { type App, gitHubAddress } from '../../lib/env'
import { dateReading } from '../../lib/http/date-fields'
import { submittedText } from '../../lib/http/form'
import { type Problem, problemJson, problems } from '../../lib/http/problem'
import { pageOnScreen, readCookie, takeFlash, wantsFragment, wantsJson, writeCookie } from '../../lib/http/respond'
import { kindEntries } from '../../lib/kinds'
import { isReminded } from '../../lib/reminders'
import { type UsedPart, uses } from '../../lib/uses'
import { leaveContext, orgOfAddress } from '../context/middleware'

/** Cookie with the file name of the stylesheet that the browser has cached. */
const cookie = 'style'

/** Lifetime of the cookie, in seconds. */
const year = 365 * 24 * 60 * 60

/**
 * True for a browser's first page, or its first page with a new stylesheet. The stylesheet is then inlined, which saves
 * a round trip before the first paint. The browser fetches the file for later pages. Programs, and browsers without
 * `Sec-Fetch-Dest`, get a link.
 */
const putsStyleInside = (c: Context) => {
  const file = manifest['app.css']
  if (c.req.header('Sec-Fetch-Dest') !== 'document' || readCookie(c, cookie) === file) return false
  writeCookie(c, cookie, file, year)
  return true
}

/** Path patterns of the pages of single rows. */
const rowPaths = new Set(kindEntries.map(([, { path }]) => path(':id', null)))

/**
 * True if nobody is reading the page now: an open page updates itself (views/ui/live.tsx), or the service worker fills
 * its cache.
 */
const isUnread = ({ req }: Context) =>
  req.header('HX-Target') === 'main#main' || (req.header('Sec-Fetch-Mode') === 'cors' && !req.header('HX-Request'))

type Page = {
  title: string
  /** Shows an `h1` with the title, or with this text, above the content of a whole page. */
  heading?: boolean | string
  /** Link back, above the heading. */
  back?: Parameters<typeof PageHead>[0]['back']
  /** The page has charts or calendars and needs their script. */
  charts?: boolean
  /** True for pages before sign-in, which have their own style. */
  isEntrance?: boolean
  /** True for a full-screen page without navigation and timer. */
  mode?: boolean
  /** True if the whole page updates after writes elsewhere, as pages of single rows do. */
  follows?: boolean
  /** Public page with a secret address: search engines must not list it, and it sets no cookie. */
  isUnlisted?: boolean
  /** The shell, if the handler has already loaded it. */
  shell?: LayoutProps['shell']
}

declare module 'hono' {
  interface ContextRenderer {
    // biome-ignore lint/style/useShorthandFunctionType: Hono augments this interface
    (content: Child, page?: Page): Promise<Response>
  }
}

/** Sets `c.render`: htmx gets the bare fragment, everyone else the content inside the layout. */
export const renderer =
  (
    loadShell: (c: Context<App>) => Promise<NonNullable<LayoutProps['shell']>>,
    partOf: (path: string) => UsedPart | undefined,
  ): MiddlewareHandler<App> =>
  async (c, next) => {
    c.setRenderer(async (content, page) => {
      const gitHub = gitHubAddress(c.env, 'GITHUB_URL')
      const screen = (wantsFragment(c) && pageOnScreen(c)) || new URL(c.req.url)
      const selecting = screen.searchParams.get('select') ?? ''
      const { user, facts } = c.var
      const reader = { uses: user?.preferences.uses ?? uses, page: partOf(screen.pathname), partOf }
      const dates = user
        ? { ...dateReading(c), weekStart: user.preferences.week_start }
        : ({ today: '', order: 'dmy', weekStart: 1 } as const)
      const inContext = (
        <GitHubUrl.Provider value={gitHub}>
          <ReaderClock.Provider value={user?.preferences.clock ?? 24}>
            <ReaderDates.Provider value={dates}>
              <ReaderUses.Provider value={reader}>
                <SelectingKind.Provider value={selecting}>{content}</SelectingKind.Provider>
              </ReaderUses.Provider>
            </ReaderDates.Provider>
          </ReaderClock.Provider>
        </GitHubUrl.Provider>
      )
      if (wantsFragment(c)) return c.html(inContext)
      const {
        title,
        heading,
        back,
        charts,
        isEntrance,
        mode,
        follows,
        isUnlisted,
        shell: known,
      } = page ?? { title: 'Daymark' }
      const shell = known ?? (user && (await loadShell(c)))
      const left = shell && (await leaveContext(c, shell))
      if (left) return left
      // Tells the service worker whose page this is. It caches pages of one person only.
      if (user) c.header('X-Person', user.id)
      c.header('X-Style', manifest['app.css'])
      const flash = isUnread(c) ? undefined : takeFlash(c)
      return c.html(
        <ReaderUses.Provider value={reader}>
          <Layout
            title={title}
            user={user}
            path={c.req.path}
            use={facts.use}
            org={c.var.org}
            shell={shell}
            live={c.env.LIVE && c.var.head?.seq}
            push={user && isReminded(user.preferences, 'push') ? c.env.VAPID_PUBLIC_KEY : undefined}
            flash={flash}
            charts={charts}
            isEntrance={isEntrance}
            moreStyle={facts.hasMoreStyle}
            mode={mode}
            follows={c.req.method === 'GET' && (follows || rowPaths.has(routePath(c)))}
            isUnlisted={isUnlisted}
            styleInside={!isUnlisted && putsStyleInside(c)}
          >
            <AddressOrg.Provider value={orgOfAddress(new URL(c.req.url))}>
              {heading && <PageHead title={heading === true ? title : heading} back={back} />}
              {inContext}
            </AddressOrg.Provider>
          </Layout>
        </ReaderUses.Provider>,
      )
    })
    await next()
  }

/** True for a program, because only programs send a token. */
const sendsToken = (c: Context) => /^\s*bearer(\s|$)/i.test(c.req.header('Authorization') ?? '')

/** Explains a write to a missing row. */
const goneDetail =
  'It was deleted, or it isn’t yours. If you deleted it in another tab, restore it under Recently deleted. ' +
  'Your browser’s Back button may still have what you typed.'

/** Names of fields whose values are chosen or set by the form, not typed. */
const chosen = /^(seq|base|seen|ids?|org|to|status|permission|shown|scheduler|token|code)$|_ids?$/

/** Text that a person typed into a refused form, so that the error page can show it. */
const typedIn = (c: Context) =>
  Object.entries(submittedText(c))
    .filter(([name, value]) => value.trim() !== '' && !chosen.test(name))
    .map(([, value]) => value)
    .join('\n\n')

/** Responds with a problem as JSON, a fragment or a page, depending on the request. */
export const answerProblem = async (c: Context<App>, refused: Problem) => {
  const isMissing = refused === problems.notFound
  if (wantsJson(c) || sendsToken(c)) return problemJson(c, isMissing ? { ...refused, title: 'Not found' } : refused)
  const problem =
    isMissing && c.req.method === 'POST' ? { ...refused, title: 'Not found', detail: goneDetail } : refused
  const { status, code, title, detail } = problem
  const shown = { status, code, title, detail, requestId: c.var.requestId }
  c.status(problem.status)
  if (wantsFragment(c)) return c.html(<ErrorNotice {...shown} />)
  try {
    const typed = c.var.user && [403, 404, 409].includes(problem.status) ? typedIn(c) : ''
    return await c.render(<ErrorPage {...shown} typed={typed} again={problem.again} signedOut={!c.var.user} />, {
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
