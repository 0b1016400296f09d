/**
 * Compares the pages of two checkouts pixel by pixel:
 * `npm run compare:looks -- <folder of the other checkout> [--looks=phone,wide] [path prefixes …]`.
 *
 * Both servers have copies of one database with the demo account, and render each page at the same time. If more than 0.2 % of
 * the pixels differ, pictures of before, after and the difference are written to `pictures/compared/`, and elements with another
 * computed style are listed. Pages whose HTML grew by more than 5 % (gzipped) are listed, too. Empty pages are those of an admin.
 */
import { cp, mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { type Browser, chromium, type Page } from '@playwright/test'
import pixelmatch from 'pixelmatch'
import { PNG } from 'pngjs'
import { lists, others, rowPaths } from '../e2e/page-paths'
import { findBrowser } from './browser'
import { removeFolder, startServer, temporaryState } from './server'
import { root } from './settings'
import { readStyles, styleDifferences } from './style-differences'

const [other, ...rest] = process.argv.slice(2)
const prefixes = rest.filter((argument) => !argument.startsWith('--'))
const chosen = rest
  .find((argument) => argument.startsWith('--looks='))
  ?.slice('--looks='.length)
  .split(',')
if (!other) throw new Error('Name the folder of the other checkout: npm run compare:looks -- ../before')
const folder = join(root, 'pictures/compared')

/** Share of pixels that may differ. */
const tolerance = 0.002

/** Share by which the HTML of a page may grow. */
const growth = 0.05

/** Timeout of an action on a page (ms). */
const patience = 10_000

/** Pixels of a page that are compared, from its top. */
const tallest = 4000

type Look = { name: string; options: Parameters<Browser['newContext']>[0] }

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true }
const looks: Look[] = [
  { name: 'phone', options: phone },
  { name: 'phone-dark', options: { ...phone, colorScheme: 'dark' } },
  { name: 'tablet', options: { viewport: { width: 900, height: 800 } } },
  { name: 'wide', options: { viewport: { width: 1280, height: 800 } } },
  { name: 'wide-dark', options: { viewport: { width: 1280, height: 800 }, colorScheme: 'dark' } },
  { name: 'forced', options: { viewport: { width: 1280, height: 800 }, forcedColors: 'active' } },
]

/** Viewer of a page: the demo account, a new account of an admin, or a visitor who is not signed in. */
type Viewer = 'demo' | 'admin' | 'visitor'

/** A page that is drawn, or a part of it once something was done. */
type Scene = { name: string; path: string; viewer?: Viewer; act?: (page: Page) => Promise<unknown> }

const press = (keys: string) => (page: Page) => page.keyboard.press(keys)

const find = (words: string) => async (page: Page) => {
  await page.keyboard.press('Control+k')
  await Promise.all([page.waitForResponse(/palette/), page.keyboard.insertText(words)])
}

/** Submits the form of a page without the browser's validation. */
const sendUnchecked = async (page: Page) => {
  const form = `document.querySelector('main form[method="post"]')`
  await Promise.all([
    page.waitForEvent('load'),
    page.evaluate(`{ const form = ${form}; form.noValidate = true; form.requestSubmit() }`),
  ])
}

const openFirst = (selector: string) => (page: Page) => page.locator(selector).first().click()

/** Types into the line of a page, and waits for what is said of it. */
const typeLine = (words: string) => async (page: Page) => {
  await page.locator('main .line input:visible').focus()
  await Promise.all([page.waitForResponse(/entry|quick/), page.keyboard.insertText(words)])
}

const openTitle = async (page: Page) => {
  await page.locator('main a[data-edits]:visible').first().focus()
  await Promise.all([page.waitForSelector('#in-place'), page.keyboard.press('F2')])
}

/** Refuses a time that is edited in place. */
const refuseTime = async (page: Page) => {
  await page.locator('main .when > [data-edits]:visible').first().click()
  await page.locator('#in-place [id]').first().fill('nine')
  await Promise.all([page.waitForSelector('#in-place [aria-invalid="true"]'), page.keyboard.press('Enter')])
}

const addReminder = (page: Page) =>
  Promise.all([page.waitForResponse((one) => one.request().method() === 'POST'), page.click('#more button')])

/** Opens what only some widths show. */
const openIfVisible = (selector: string) => async (page: Page) => {
  const [first] = await page.locator(`${selector}:visible`).all()
  await first?.click()
}

/** Sends a form by script, and reloads the page. */
const post =
  (path: string, form: Record<string, string> = {}) =>
  async (page: Page) => {
    const body = new URLSearchParams(form).toString()
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded' }
    await page.evaluate(
      ([to, init]) => fetch(to as string, init as RequestInit),
      [path, { method: 'POST', headers, body }],
    )
    await page.reload({ waitUntil: 'networkidle' })
  }

const adminPaths = ['users', 'users/rules', 'audit', 'whitelists', 'whitelists/new', 'whitelists/import'].map(
  (path) => `/admin/${path}`,
)
const emptyPaths = [
  '/',
  '/welcome',
  '/goals',
  '/tasks',
  '/week',
  '/sessions',
  '/stats',
  '/whitelists',
  '/review',
  '/plans',
]

const viewed = (viewer: Viewer, paths: string[]): Scene[] =>
  paths.map((path) => ({ name: `${path} of ${viewer}`, path, viewer }))

const parts: Scene[] = [
  ...viewed('admin', [...adminPaths, ...emptyPaths]),
  ...viewed('visitor', ['/sign-in', '/offline', '/nowhere']),
  ...['/stats?open=year', '/api/docs', '/api/docs?group=sessions', '/api/docs?q=timer'].map((path) => ({
    name: path,
    path,
  })),
  { name: 'palette', path: '/', act: press('Control+k') },
  { name: 'results in the palette', path: '/', act: find('methods') },
  { name: 'shortcuts', path: '/', act: press('?') },
  { name: 'places', path: '/goals', act: openIfVisible('[data-menu="places"] > summary') },
  { name: 'the context', path: '/goals', act: openIfVisible('.context > summary') },
  { name: 'row menu', path: '/whitelists', act: openFirst('main summary[aria-label^="More for"]:visible') },
  { name: 'a selection', path: '/sessions?select=session', act: openFirst('.pick:visible') },
  { name: 'edit in place', path: '/tasks', act: openFirst('main [data-edits]:visible') },
  { name: 'a title edited in place', path: '/tasks', act: openTitle },
  { name: 'a refused edit in place', path: '/sessions', act: refuseTime },
  { name: 'a line', path: '/', act: typeLine('Draft 25m @Thesis #deep') },
  { name: 'a focused line', path: '/tasks', act: (page) => page.locator('main .line input:visible').focus() },
  { name: 'a filter', path: '/sessions', act: openFirst('.filter > summary') },
  { name: 'a check-in', path: '/energy', act: openFirst('[data-opens="check-in"]:visible') },
  { name: 'a reminder', path: '/settings/notifications?adding', act: addReminder },
  ...['goals', 'tasks', 'meetings', 'sessions', 'cards', 'plans'].map((kind) => ({
    name: `errors of ${kind}`,
    path: `/${kind}/new`,
    act: sendUnchecked,
  })),
  { name: 'a form beside a block', path: '/week', act: openFirst('.lane a[data-v]:visible') },
  {
    name: 'menu of a block',
    path: '/week',
    act: (page) => page.locator('.lane a[data-v]:visible').first().click({ button: 'right' }),
  },
  ...['/report/document', '/sessions', '/stats', '/week', '/week?view=grid', '/day'].map((path) => ({
    name: `print of ${path}`,
    path,
    act: (page: Page) => page.emulateMedia({ media: 'print' }),
  })),
  // Last, as they change the data.
  { name: 'a timer', path: '/goals', viewer: 'admin', act: post('/timer/start', { title: 'Call the bank' }) },
  { name: 'a timer on its page', path: '/timer', viewer: 'admin' },
  { name: 'a focus', path: '/tasks', viewer: 'admin', act: post('/timer/focus') },
  { name: 'a paused focus', path: '/goals', viewer: 'admin', act: post('/timer/focus/pause') },
  { name: 'a focus on the page of the timer', path: '/timer', viewer: 'admin' },
  { name: 'a message', path: '/tasks', act: openFirst('main [aria-pressed="false"]:visible') },
]

const draw = async (page: Page, { path, act }: Scene) => {
  await page.emulateMedia({ media: 'screen' })
  const answer = await page.goto(path, { waitUntil: 'networkidle' })
  const bytes = gzipSync((await answer?.body()) ?? '').length
  await act?.(page)
  if (act) await page.waitForLoadState('networkidle')
  const height = Math.min(tallest, await page.evaluate<number>('document.documentElement.scrollHeight'))
  const clip = { x: 0, y: 0, width: page.viewportSize()?.width ?? 0, height }
  const picture = PNG.sync.read(await page.screenshot({ fullPage: true, clip, animations: 'disabled' }))
  return { picture, bytes }
}

/** Puts a picture onto a larger one, where the rest counts as different. */
const onto = (picture: PNG, height: number) => {
  if (picture.height === height) return picture
  const larger = new PNG({ width: picture.width, height })
  PNG.bitblt(picture, larger, 0, 0, picture.width, picture.height, 0, 0)
  return larger
}

/** `/` is Today alone. */
const begins = (path: string, prefix: string) => (prefix === '/' ? path === '/' : path.startsWith(prefix))

const compare = (before: PNG, after: PNG) => {
  const height = Math.max(before.height, after.height)
  const { width } = before
  const difference = new PNG({ width, height })
  const [was, is] = [onto(before, height), onto(after, height)]
  const count = pixelmatch(was.data, is.data, difference.data, width, height)
  return { share: count / (width * height), difference }
}

const state = await temporaryState()
const copy = await temporaryState()
const settings = { RATE_LIMITS: 'off' }
await (await startServer(state, settings)).stop()
await cp(state, copy, { recursive: true, filter: (path) => !path.endsWith('.sock') })
const servers = [await startServer(copy, settings, other), await startServer(state, settings)]
const browser = await chromium.launch({ executablePath: findBrowser(), args: ['--no-sandbox'] })
await rm(folder, { recursive: true, force: true })
await mkdir(folder, { recursive: true })

const signIn: Record<Viewer, (page: Page, headers: { Origin: string }) => Promise<unknown>> = {
  demo: ({ request }, headers) => request.post('/dev/demo', { headers, failOnStatusCode: true }),
  // An address of ADMIN_EMAILS in development.
  admin: ({ request }, headers) => {
    const form = { email: 'admin@example.com', time_zone: 'Europe/Lisbon' }
    return request.post('/dev/sign-in', { headers, form, failOnStatusCode: true })
  },
  visitor: async () => undefined,
}

const open = ({ options }: Look, viewer: Viewer) =>
  Promise.all(
    servers.map(async ({ url }) => {
      const own = { baseURL: url, timezoneId: 'Europe/Lisbon', serviceWorkers: 'block' } as const
      const page = await browser.newPage({ ...options, ...own })
      page.setDefaultTimeout(patience)
      await signIn[viewer](page, { Origin: url })
      return page
    }),
  )

const drawn: { scene: Scene; look: Look; share: number }[] = []
try {
  for (const look of looks.filter(({ name }) => !chosen || chosen.includes(name))) {
    const viewers = {
      demo: await open(look, 'demo'),
      admin: await open(look, 'admin'),
      visitor: await open(look, 'visitor'),
    }
    const [page] = viewers.demo
    if (!page) continue
    const paths = [...lists, ...others, ...(await rowPaths(page))].filter(Boolean)
    const all: Scene[] = [...paths.map((path) => ({ name: path, path })), ...parts]
    const scenes = all.filter(({ path }) => prefixes.length === 0 || prefixes.some((prefix) => begins(path, prefix)))
    for (const scene of scenes) {
      const pages = viewers[scene.viewer ?? 'demo']
      const both = async () => {
        const [before, after] = await Promise.all(pages.map((one) => draw(one, scene)))
        if (!before || !after) return undefined
        const grown = after.bytes / before.bytes - 1
        return { before: before.picture, after: after.picture, grown, ...compare(before.picture, after.picture) }
      }
      let found = await both().catch(() => undefined)
      // A minute may have passed between both, or a page not have been ready.
      if (!found || found.share > tolerance)
        found = await both().catch((error: Error) => void console.log(error.message))
      if (!found) {
        console.log(`not drawn  ${look.name}  ${scene.name}`)
        process.exitCode = 1
        continue
      }
      drawn.push({ scene, look, share: found.share })
      if (found.grown > growth && look === looks[0])
        console.log(`${(found.grown * 100).toFixed(1)} % more HTML  ${scene.name}`)
      if (found.share <= tolerance) continue
      console.log(`${(found.share * 100).toFixed(2)} %  ${look.name}  ${scene.name}`)
      const [was = {}, is = {}] = await Promise.all(pages.map(readStyles))
      for (const line of styleDifferences(was, is)) console.log(`    ${line}`)
      const name = `${scene.name}-${look.name}`.replace(/[^\w-]+/g, '_')
      const { before, after, difference } = found
      for (const [kind, picture] of Object.entries({ before, after, difference }))
        await writeFile(join(folder, `${name}-${kind}.png`), PNG.sync.write(picture))
    }
    for (const one of Object.values(viewers).flat()) await one.context().close()
  }
} finally {
  await browser.close()
  for (const server of servers) await server.stop()
  for (const one of [state, copy]) await removeFolder(one)
}
const different = drawn.filter(({ share }) => share > tolerance).length
console.log(`${drawn.length} pictures, ${different} with more than ${tolerance * 100} % of pixels that differ`)
