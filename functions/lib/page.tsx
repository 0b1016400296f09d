import type { Context, MiddlewareHandler } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import type { Child } from 'hono/jsx'
import { GitHubUrl } from '../../views/pulls'
import { Layout, type LayoutProps } from '../../views/shell/layout'
import { PageHead } from '../../views/ui/section'
import type { App } from './env'
import { gitHubAddress } from './github'
import { isSecure } from './session-cookie'

type Page = {
  title: string
  /** Put an `h1` with the title above the content when it stands as a page of its own. */
  heading?: boolean
  /** The page draws charts and needs their script. */
  charts?: boolean
  /** How many goals are open, where that is known already. */
  openGoals?: number
  /** What the frame shows, where that was read already. */
  shell?: LayoutProps['shell']
}

declare module 'hono' {
  interface ContextRenderer {
    // biome-ignore lint/style/useShorthandFunctionType: Hono augments this interface
    (content: Child, page?: Page): Promise<Response>
  }
}

/** Whether htmx asks for a part of a page; false for a boosted link and for history, which want the whole page. */
export const wantsFragment = (c: Context) => c.req.header('HX-Request-Type') === 'partial'

/** Whether a media type, or the first of several, is JSON: `application/json`, `application/problem+json`. */
export const isJson = (type = '') => /^\s*application\/([\w.-]+\+)?json\s*([;,]|$)/i.test(type)

/** What only programs ask. */
const forPrograms = /^\/(api\/|auth\/(token|refresh)$)/

/** Whether the caller is a program that wants JSON, on a path that serves people and programs. */
export const wantsJson = (c: Context) =>
  forPrograms.test(c.req.path) || isJson(c.req.header('Content-Type')) || isJson(c.req.header('Accept'))

/** The page, as path and query, on which htmx asked or from which a form was sent; `otherwise` when that is not told. */
export const cameFrom = (c: Context, otherwise: string) => {
  const url = URL.parse(c.req.header('HX-Current-URL') ?? c.req.header('Referer') ?? '')
  const path = url && url.origin === new URL(c.req.url).origin ? url.pathname + url.search : undefined
  return isPathHere(path) ? path : otherwise
}

/** What the next page tells a person once: what was done, and the path whose POST takes it back. */
type Flash = { message: string; undo?: string }

const flashCookie = (c: Context) => (isSecure(c) ? '__Host-flash' : 'flash')

/** Leaves a message for the next page, for a write that is answered with a redirect. */
export const flash = (c: Context, message: Flash) =>
  setCookie(c, flashCookie(c), JSON.stringify(message), {
    path: '/',
    secure: isSecure(c),
    httpOnly: true,
    sameSite: 'Lax',
    maxAge: 60,
  })

/** Whether a path takes something back. A cookie that somebody else left could name any other action of ours. */
const isUndo = (path: unknown): path is string =>
  isPathHere(path) && /^\/[\w/-]+\/(undo|restore|reopen|delete)(\?|$)/.test(path)

const takeFlash = (c: Context): Flash | undefined => {
  const stored = getCookie(c, flashCookie(c))
  if (!stored) return undefined
  deleteCookie(c, flashCookie(c), { path: '/', secure: isSecure(c) })
  try {
    const { message, undo } = JSON.parse(stored)
    return typeof message === 'string' ? { message, undo: isUndo(undo) ? undo : undefined } : undefined
  } catch {
    return undefined
  }
}

/**
 * Whether a text is a path on this site, written as addresses are (RFC 3986): nothing that a browser would take for
 * another host, nor anything that no header can hold.
 */
export const isPathHere = (path: unknown): path is string =>
  typeof path === 'string' &&
  /^\/(?![/\\])[!-~]*$/.test(path) &&
  URL.parse(path, 'http://here')?.origin === 'http://here'

/**
 * Sets `c.render`: htmx gets the bare part, everyone else the part inside the layout.
 * @param readShell reads what the frame shows of a user
 */
export const pages =
  (
    readShell: (c: Context<App>, how: { countGoals: boolean }) => Promise<NonNullable<LayoutProps['shell']>>,
  ): MiddlewareHandler<App> =>
  async (c, next) => {
    c.setRenderer(async (content, page) => {
      const gitHub = gitHubAddress(c.env, 'GITHUB_URL')
      if (wantsFragment(c)) return c.html(<GitHubUrl.Provider value={gitHub}>{content}</GitHubUrl.Provider>)
      const { user } = c.var
      const shown = takeFlash(c)
      const { title, heading, charts, openGoals, shell: known } = page ?? { title: 'Daymark' }
      const shell = known ?? (user && (await readShell(c, { countGoals: openGoals === undefined })))
      return c.html(
        <Layout
          title={title}
          user={user}
          path={c.req.path}
          openGoals={openGoals ?? shell?.openGoals}
          shell={shell}
          flash={shown}
          charts={charts}
        >
          <GitHubUrl.Provider value={gitHub}>
            {heading && <PageHead title={title} />}
            {content}
          </GitHubUrl.Provider>
        </Layout>,
      )
    })
    await next()
    if (c.res.headers.get('Content-Type')?.startsWith('text/html'))
      c.header('Vary', 'HX-Request-Type', { append: true })
  }
