import type { Context, MiddlewareHandler } from 'hono'
import type { Child } from 'hono/jsx'
import { GitHubUrl } from '../../views/pulls'
import { Layout, type LayoutProps } from '../../views/shell/layout'
import { AddressOrg } from '../../views/ui/form'
import { PageHead } from '../../views/ui/section'
import { leaveContext, orgOfAddress } from '../context/middleware'
import type { App } from '../lib/env'
import { gitHubAddress } from '../lib/github'
import { takeFlash, wantsFragment } from '../lib/page'
import { putsStyleInside } from './first-style'

type Page = {
  title: string
  /** Puts an `h1` with the title above the content where it is a whole page. */
  heading?: boolean
  /** The page has charts or calendars and needs their script. */
  charts?: boolean
  /** Set where the handler has read them already. */
  openGoals?: number
  shell?: LayoutProps['shell']
}

declare module 'hono' {
  interface ContextRenderer {
    // biome-ignore lint/style/useShorthandFunctionType: Hono augments this interface
    (content: Child, page?: Page): Promise<Response>
  }
}

/** Answers with HTML as bytes: a Response takes three times as long to encode a long text with a dash in it. */
const answerHtml = async (c: Context<App>, html: { toString: () => string | Promise<string> }) => {
  c.header('Content-Type', 'text/html; charset=UTF-8')
  return c.body(new TextEncoder().encode(String(await html.toString())) as Uint8Array<ArrayBuffer>)
}

/** Sets `c.render`: htmx gets the bare fragment, everyone else the content inside the layout. */
export const renderer =
  (
    loadShell: (c: Context<App>, how: { countGoals: boolean }) => Promise<NonNullable<LayoutProps['shell']>>,
  ): MiddlewareHandler<App> =>
  async (c, next) => {
    c.setRenderer(async (content, page) => {
      const gitHub = gitHubAddress(c.env, 'GITHUB_URL')
      if (wantsFragment(c)) return answerHtml(c, <GitHubUrl.Provider value={gitHub}>{content}</GitHubUrl.Provider>)
      const { user } = c.var
      const { title, heading, charts, openGoals, shell: known } = page ?? { title: 'Daymark' }
      const shell = known ?? (user && (await loadShell(c, { countGoals: openGoals === undefined })))
      const left = shell && (await leaveContext(c, shell))
      if (left) return left
      const flash = takeFlash(c)
      return answerHtml(
        c,
        <Layout
          title={title}
          user={user}
          path={c.req.path}
          org={c.var.org}
          openGoals={openGoals ?? shell?.openGoals}
          shell={shell}
          flash={flash}
          charts={charts}
          styleInside={putsStyleInside(c)}
        >
          <GitHubUrl.Provider value={gitHub}>
            <AddressOrg.Provider value={orgOfAddress(new URL(c.req.url))}>
              {heading && <PageHead title={title} />}
              {content}
            </AddressOrg.Provider>
          </GitHubUrl.Provider>
        </Layout>,
      )
    })
    await next()
  }
