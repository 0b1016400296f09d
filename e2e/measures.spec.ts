import type { Page } from '@playwright/test'
import { demoTest, elsewhere, expect, signInToDemo, test, visitorTest } from './fixtures'
import { lists, others, rowPaths } from './page-paths'

/** The numbers of the look, in CSS pixels, for a wide screen and a phone. */
const sizes = {
  wide: {
    ...{ width: 1280, height: 800 },
    /** Edges of the content of every page. */
    box: [232, 1248],
    texts: [12, 14, 20, 42],
    fieldText: 14,
    field: 36,
    /** Buttons, and small ones. */
    buttons: [36, 26],
    /** The least and the most of a row of one title and its facts. */
    row: [44, 44],
    /** How far down the first row of Today may begin. */
    first: 190,
    /** Least height that presses the action of a row or a page. */
    act: 26,
    /** Top of the `…` of a page. */
    more: 25,
  },
  phone: {
    ...{ width: 390, height: 844 },
    box: [16, 374],
    texts: [12, 15, 20, 42],
    fieldText: 16,
    field: 44,
    buttons: [44, 36],
    /** A title of two lines over facts of two. */
    row: [52, 79],
    first: 330,
    act: 44,
    more: 20,
  },
}

/** The numbers of every screen. */
const all = {
  /** Width of the content of every page, at most. */
  content: 1016,
  weights: ['400', '600'],
  corner: '6px',
  labelGap: 4,
  fieldGap: 16,
  circle: 18,
  dot: 8,
  facts: 3,
  target: 24,
  heroes: 1,
}

/** Selectors of exceptions to the numbers, with the reason for each. */
const exceptions = {
  /**
   * They reach into the margin: boxes, circles and grips of rows, and what is larger than the words or colours in it, which
   * stand at the edge. A row that is edited and the bar of selected rows have a ground, and a chart is drawn a while after
   * the page has its size.
   */
  inMargin:
    '.pick, .pick *, .tick, .grip, .grip *, .checks:has(.dot), .checks:has(.dot) *, [data-edits], .edit, .picks-bar, .hours b, canvas',
  /** Choices of a colour are dots to press. */
  dots: '.checks .dot',
  /** Days of a year, blocks and bars are drawn to scale, and a row of 44 px has room for a title of 24 px and links of 22 px. */
  targets: '.row-meta a, .q1 a, .q2 a, .q3 a, .q4 a, .lane .block, #hours svg a',
  /** They have words of their own, a form or the acts of a plan, and a fact that warns takes all the lines that it needs. */
  rows: ':has(> .what > .rows), :has(> [data-acts]), :has(> .what > :is(p:not(.row-meta), .hint), form textarea, .row-meta :is(.warning, .bad))',
  /** The icon of a date is as high as its field, and the way to what a value names as the line of the value. */
  acts: '.with-icon > *, dd > .act',
  /** The answers of a card fill the thumb's reach, a sentence takes its lines, and a foot that stays covers little. */
  buttons: '#show-answer, [name="rating"], #evidence-bar .button, .page-foot .button, :has(> .sentence)',
}

/** They have no rail: the review of cards fills the screen, and a page for everybody is one column in its middle. */
const withoutBox = ['/review', '/sign-in', '/p/nothing', '/verify']

type Numbers = (typeof sizes)['wide'] & typeof all & { exceptions: typeof exceptions; hasBox: boolean }

/** Finds what differs from the numbers. Runs in the page. */
const measure = (numbers: Numbers) => {
  const faults: Record<string, number> = {}
  const nameOf = (one: Element | null) => one && `${one.localName}.${one.getAttribute('class')?.replaceAll(' ', '.')}`
  const add = (fault: string, one: Element) => {
    const words = (one.textContent || one.getAttribute('aria-label') || '').trim().slice(0, 24)
    const key = `${fault}: ${nameOf(one.parentElement)} > ${nameOf(one)} "${words}"`
    faults[key] = (faults[key] ?? 0) + 1
  }
  const isSeen = (one: Element) => {
    const { width, height } = one.getBoundingClientRect()
    return width > 1 && height > 1 && one.checkVisibility({ visibilityProperty: true })
  }
  const seen = (selector: string, without = '[hidden]') =>
    [...document.querySelectorAll(selector)].filter((one) => !one.matches(without) && isSeen(one))
  const isAbout = (value: number, ...wanted: number[]) => wanted.some((one) => Math.abs(one - value) < 0.6)
  const textNodes = () => {
    const nodes: Element[] = []
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    while (walker.nextNode()) {
      const { parentElement, textContent } = walker.currentNode
      if (parentElement && textContent?.trim()) nodes.push(parentElement)
    }
    return nodes.filter((one) => isSeen(one) && !one.closest('.sr-only, .listed thead, option, script, template'))
  }
  for (const one of textNodes()) {
    const { fontSize, fontWeight } = getComputedStyle(one)
    const wanted = one.matches('.input') ? [numbers.fieldText, 0] : [...numbers.texts, 0]
    if (!wanted.includes(Number.parseFloat(fontSize))) add(`text ${fontSize}`, one)
    if (!numbers.weights.includes(fontWeight)) add(`weight ${fontWeight}`, one)
  }
  const range = document.createRange()
  for (const one of textNodes()) {
    for (const node of one.childNodes) {
      if (!(node instanceof Text)) continue
      for (const { 0: word, index } of node.data.matchAll(/\p{L}{3,12}/gu)) {
        range.setStart(node, index)
        range.setEnd(node, index + word.length)
        if (new Set([...range.getClientRects()].map(({ top }) => top)).size > 1) add(`broken ${word}`, one)
      }
    }
  }
  for (const one of seen('.figure.hero').slice(numbers.heroes)) add('another large figure', one)

  const main = document.querySelector('main')
  const { paddingLeft, paddingRight } = getComputedStyle(main ?? document.body)
  const frame = main?.getBoundingClientRect() ?? new DOMRect()
  const left = frame.left + Number.parseFloat(paddingLeft)
  const right = frame.right - Number.parseFloat(paddingRight)
  if (numbers.hasBox) {
    const [from = 0, to = 0] = numbers.box
    if (!isAbout(left, from) || !isAbout(right, to)) faults[`box ${left} to ${right}`] = 1
    const scrolls = (one: Element): boolean => {
      const { parentElement } = one
      if (!parentElement || parentElement === main) return false
      return getComputedStyle(parentElement).overflowX !== 'visible' || scrolls(parentElement)
    }
    for (const one of seen('main :not(svg *, .sr-only, .sr-only *)', numbers.exceptions.inMargin)) {
      const edges = one.getBoundingClientRect()
      const isBeyond = edges.left < left - 1 || edges.right > right + 1
      if (isBeyond && getComputedStyle(one).position !== 'fixed' && !scrolls(one)) {
        add(`edges ${Math.round(edges.left)} to ${Math.round(edges.right)}`, one)
      }
    }
    for (const one of seen('.page-head [aria-label="More"]')) {
      const edges = one.getBoundingClientRect()
      if (!isAbout(edges.right, to) || !isAbout(edges.top, numbers.more))
        add(`… at ${edges.top}, to ${edges.right}`, one)
    }
  }
  for (const one of seen('.rows > .row', numbers.exceptions.rows)) {
    const { height } = one.getBoundingClientRect()
    const [least = 0, most = 0] = numbers.row
    if (height >= least - 1 && height <= most + 1) continue
    const parts = [...one.children].map((part) => `${nameOf(part)} ${part.getBoundingClientRect().height}`)
    add(`row ${height} of ${parts.join(', ')}`, one)
  }
  for (const one of seen('.rows .row-meta')) {
    const facts = one.textContent.split(' · ').length
    if (facts > numbers.facts) add(`${facts} facts`, one)
  }
  for (const one of seen('.tick')) {
    const { width, height } = getComputedStyle(one, '::before')
    if (width !== height || Number.parseFloat(width) !== numbers.circle) add(`circle ${width}`, one)
  }
  for (const one of seen('.dot', numbers.exceptions.dots)) {
    const { width, height } = one.getBoundingClientRect()
    if (width !== numbers.dot || height !== numbers.dot) add(`dot ${width} × ${height}`, one)
  }
  const ink = document.createElement('canvas').getContext('2d')
  for (const one of seen('main .input')) {
    const { borderRadius, borderTopWidth, fontSize } = getComputedStyle(one)
    const { height } = one.getBoundingClientRect()
    if (!one.matches('textarea') && !isAbout(height, numbers.field)) add(`field ${height}`, one)
    if (borderRadius !== numbers.corner || borderTopWidth === '0px') add(`edge ${borderRadius} ${borderTopWidth}`, one)
    if (Number.parseFloat(fontSize) !== numbers.fieldText) add(`text of a field ${fontSize}`, one)
    const words = one instanceof HTMLSelectElement ? one.selectedOptions[0]?.text : one.getAttribute('placeholder')
    const { font, paddingLeft, paddingRight } = getComputedStyle(one)
    const room = one.clientWidth - Number.parseFloat(paddingLeft) - Number.parseFloat(paddingRight)
    // A narrow one is an icon.
    if (ink && words && one.clientWidth > numbers.field) {
      ink.font = font
      if (ink.measureText(words).width > room + 1) add(`cuts ${words}`, one)
    }
  }
  const fields = seen('main .field')
  for (const one of fields) {
    const label = one.querySelector(':scope > .label')
    const next = label?.nextElementSibling
    if (label && next && isSeen(next)) {
      const gap = next.getBoundingClientRect().top - label.getBoundingClientRect().bottom
      if (!isAbout(gap, numbers.labelGap)) add(`gap below a label ${gap}`, one)
    }
    const below = one.nextElementSibling
    if (below && fields.includes(below)) {
      const gap = below.getBoundingClientRect().top - one.getBoundingClientRect().bottom
      if (gap >= 0 && !one.matches('.toolbar > *, .sieve-fields > *') && !isAbout(gap, numbers.fieldGap))
        add(`gap between fields ${gap}`, one)
    }
  }
  for (const one of seen('main .button', numbers.exceptions.buttons)) {
    const { height } = one.getBoundingClientRect()
    const [normal = 0, small = 0] = numbers.buttons
    if (!isAbout(height, one.matches('.small') ? small : normal)) add(`button ${height}`, one)
  }
  for (const one of seen(':is(a, button, summary, input, select, textarea)', numbers.exceptions.targets)) {
    const target = (one.matches('[type="checkbox"], [type="radio"]') && one.closest('label')) || one
    const { width, height } = target.getBoundingClientRect()
    const isNarrow = width < numbers.target - 0.6 && getComputedStyle(target).display !== 'inline'
    if (height < numbers.target - 0.6 || isNarrow) add(`target ${Math.round(width)} × ${Math.round(height)}`, one)
  }
  for (const one of seen('.act', numbers.exceptions.acts)) {
    const heights = [getComputedStyle(one).height, getComputedStyle(one, '::after').height]
    if (!heights.some((height) => Number.parseFloat(height) >= numbers.act))
      add(`pressed on ${heights.join(', ')}`, one)
  }
  const first = document.querySelector('#day-list .rows > .row')
  if (location.pathname === '/' && first) {
    const { top } = first.getBoundingClientRect()
    if (top > numbers.first) add(`first row at ${top}`, first)
  }
  return Object.entries(faults).map(([fault, times]) => `${fault} × ${times}`)
}

/** The faults of a page at both sizes, and at 400 % of a window of 1280 × 1024. */
const faultsOf = async (page: Page, path: string) => {
  const faults: string[] = []
  await page.setViewportSize(sizes.wide)
  await page.goto(path)
  for (const [name, size] of Object.entries(sizes)) {
    await page.setViewportSize(size)
    const numbers = { ...size, ...all, exceptions, hasBox: !withoutBox.includes(path) }
    for (const fault of await page.evaluate(measure, numbers)) faults.push(`${path} ${name}: ${fault}`)
  }
  await page.setViewportSize({ width: 320, height: 256 })
  const fits = page.waitForFunction(() => document.documentElement.scrollWidth <= window.innerWidth)
  await fits.catch(() => faults.push(`${path} scrolls sideways at 320`))
  return faults
}

const expectMeasures = async (page: Page, paths: string[]) => {
  const faults: string[] = []
  for (const path of paths) faults.push(...(await faultsOf(page, path)))
  expect(faults).toEqual([])
}

/** The pages that the navigation leads to, and some of each other kind. */
const daily = [
  ...['/', '/sessions', '/day', '/goals', '/tasks', '/stats', '/review', '/cards', '/plans', '/learnings', '/skills'],
  ...['/meetings', '/people', '/organizations', '/feedback', '/review/week', '/energy', '/evidence', '/whitelists'],
  ...[
    '/projects',
    '/settings',
    '/goals/new',
    '/sessions/new',
    '/people/new',
    '/meetings/new',
    '/stats/compare',
    '/settings/appearance',
    '/search?q=the',
    '/nowhere',
  ],
]

test.describe.configure({ mode: 'parallel' })

for (const half of [0, 1]) {
  demoTest(`the pages of each day keep to the measures, half ${half + 1}`, { tag: '@all' }, async ({ page }) => {
    demoTest.slow()
    await expectMeasures(
      page,
      daily.filter((_, index) => index % 2 === half),
    )
  })
}

demoTest('one page of each kind of thing keeps to the measures', { tag: '@all' }, async ({ page }) => {
  const paths = (await rowPaths(page)).filter((path) => !path.endsWith('/edit'))
  await expectMeasures(page, [...paths, '/plans/statistics-2'])
})

visitorTest('the sign-in page keeps to the measures', { tag: '@all' }, ({ page }) =>
  expectMeasures(page, ['/sign-in', '/p/nothing']),
)

for (const [name, paths] of Object.entries({ lists, others })) {
  demoTest(`all other pages keep to the measures: ${name}`, { tag: '@all' }, async ({ page }) => {
    demoTest.slow()
    // The document is a sheet of paper, in points.
    const rest = paths.filter((path) => ![...daily, '/report/document'].includes(path))
    await expectMeasures(page, name === 'others' ? [...rest, ...(await rowPaths(page))] : rest)
  })
}

test('the timer ends where pages do, also on a very wide screen, and a toast covers nothing of them', {
  tag: '@all',
}, async ({ page }) => {
  await elsewhere(page, '/timer/start', { title: 'Measure the edges' })
  const edges = () =>
    page.evaluate(() => {
      const contentOf = (one: Element | null) => {
        const { left, right } = one?.getBoundingClientRect() ?? new DOMRect()
        const { paddingLeft, paddingRight } = getComputedStyle(one ?? document.body)
        return [left + Number.parseFloat(paddingLeft), right - Number.parseFloat(paddingRight)]
      }
      const timer = document.querySelector('.timer')
      const parts = ['h1', '.page-head', 'main .field, main .rows']
      return {
        main: contentOf(document.querySelector('main')),
        timer: contentOf(timer),
        last: timer?.querySelector('.timer-acts')?.getBoundingClientRect().right,
        lefts: parts.map((part) => document.querySelector(part)?.getBoundingClientRect().left),
      }
    })
  for (const width of [1280, 1728]) {
    await page.setViewportSize({ width, height: 900 })
    for (const path of ['/goals/new', '/tasks']) {
      await page.goto(path)
      const { main, timer, last, lefts } = await edges()
      const [left = 0, right = 0] = main
      expect(right - left, path).toBe(all.content)
      expect({ timer, last, lefts }, `${path} at ${width}`).toEqual({
        timer: main,
        last: right,
        lefts: [left, left, left],
      })
    }
  }
  await page.locator('.timer').getByRole('button', { name: 'Stop' }).click()
  const toast = page.locator('[data-toast]').last()
  await expect(toast).toBeVisible()
  const { x = 0, width = 0 } = (await toast.boundingBox()) ?? {}
  expect(x + width).toBeLessThanOrEqual(200)
})

/** Chosen and not chosen, done and not done, counted and not counted: where only grounds differed, they would look alike. */
const differing: [path: string, one: string, other: string, pseudo?: string][] = [
  ['/tasks?show=done', '.tick[aria-pressed="true"]', 'main', '::before'],
  ['/', '.tick[aria-pressed="false"]', 'main', '::before'],
  ['/', '#load rect.fill', '#load rect.fill-soft'],
  ['/', '.side [aria-current]', '.side .go:not([aria-current])'],
  ['/tags', '.tabs [aria-current]', '.tabs a:not([aria-current])'],
  ['/stats', 'main nav [aria-current]', 'main nav a:not([aria-current])'],
]

demoTest(
  'in forced colours what is chosen, done, counted or focused stays in sight',
  { tag: '@all' },
  async ({ page }) => {
    await page.emulateMedia({ forcedColors: 'active' })
    for (const [path, one, other, pseudo] of differing) {
      await page.goto(path)
      const looks = await page.evaluate(
        ([pseudo, ...selectors]) =>
          selectors.map((selector) => {
            const found = document.querySelector(selector ?? '')
            if (!found) return `no ${selector}`
            const style = getComputedStyle(found, pseudo)
            const border = `${style.borderStyle} ${style.borderWidth} ${style.borderColor}`
            const outline = `${style.outlineStyle} ${style.outlineWidth}`
            return [border, outline, style.backgroundColor, style.fill, style.color].join(', ')
          }),
        [pseudo, one, other],
      )
      for (const look of looks) expect(look, path).not.toMatch(/^no /)
      expect(looks[0], `${one} of ${path}`).not.toBe(looks[1])
    }
    await page.goto('/goals/new')
    await page.getByLabel('Title').focus()
    await expect(page.getByLabel('Title')).toHaveCSS('outline-style', 'solid')
  },
)

/** The headings that show. */
const headings = () =>
  [...document.querySelectorAll('main :is(h1, h2)')]
    .filter((one) => one.checkVisibility())
    .map(({ textContent }) => textContent?.trim() ?? '')

visitorTest('without script no page lacks a part', { tag: '@all' }, async ({ browser, baseURL }) => {
  visitorTest.slow()
  const contexts = await Promise.all(
    [true, false].map((javaScriptEnabled) => browser.newContext({ javaScriptEnabled, baseURL })),
  )
  const [scripted, plain] = await Promise.all(
    contexts.map(async (context) => {
      await signInToDemo(context, baseURL ?? '')
      return context.newPage()
    }),
  )
  if (!scripted || !plain) throw new Error('two pages')
  for (const path of daily) {
    await Promise.all([scripted.goto(path), plain.goto(path)])
    const [wanted, found] = await Promise.all([scripted.evaluate(headings), plain.evaluate(headings)])
    expect(found, path).toEqual(expect.arrayContaining(wanted))
    await expect(plain.locator('main'), path).toContainText(/\w{3}/)
  }
  await Promise.all(contexts.map((context) => context.close()))
})

/** Describes the focused element: where it is, and whether it, its row or what is in it has a ring. */
const focused = () => {
  const one = document.activeElement
  if (!one || one === document.body) return null
  const hasRing = (element: Element | null, pseudo?: string) => {
    if (!element) return false
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element, pseudo)
    return (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1) || boxShadow !== 'none'
  }
  const around = [one, one.nextElementSibling, one.parentElement, one.closest('li'), one.closest('form')]
  const name = `${one.localName}.${one.className} ${one.getAttribute('aria-label') ?? one.textContent?.trim().slice(0, 30)}`
  const isRinged = around.some(
    (element) => hasRing(element) || hasRing(element, '::after') || hasRing(element, '::before'),
  )
  const { width, height } = one.getBoundingClientRect()
  const index = [...document.querySelectorAll('*')].indexOf(one)
  return { index, name, fault: isRinged && width * height > 0 ? null : `${name} has no ring` }
}

/** Controls that Tab should come to: not what a roving tabindex leaves to the arrows, nor a radio button that is not chosen. */
const controls = () =>
  [...document.querySelectorAll<HTMLElement>('main :is(a[href], button, input, select, textarea, summary)')]
    .filter(
      (one) =>
        one.tabIndex >= 0 &&
        !one.matches(':disabled, [type="radio"]') &&
        one.checkVisibility({ visibilityProperty: true }),
    )
    .map((one) => [...document.querySelectorAll('*')].indexOf(one))

for (const path of ['/', '/goals/new', '/settings/appearance', '/tasks']) {
  demoTest(`Tab comes to each control of ${path}, and shows where it is`, { tag: '@all' }, async ({ page }) => {
    await page.goto(path)
    // Lanes are one stop, once their script has come; arrows walk over their blocks.
    const lane = page.locator('.lane')
    if ((await lane.locator('a').count()) > 1) {
      await lane.first().hover()
      await expect(lane.locator('[tabindex="-1"]').first()).toBeAttached()
    }
    const wanted = new Set(await page.evaluate(controls))
    const first = await page.evaluate(focused)
    if (first) wanted.delete(first.index)
    const faults: string[] = []
    let before = -1
    for (let presses = 0; presses < 400 && wanted.size > 0; presses += 1) {
      await page.keyboard.press('Tab')
      const found = await page.evaluate(focused)
      if (!found || found.index < before) break
      before = found.index
      wanted.delete(found.index)
      if (found.fault) faults.push(found.fault)
    }
    expect(faults).toEqual([])
    expect([...wanted]).toEqual([])
  })
}
