/**
 * Finds visible faults of a page: covered, small or cut controls, words without a space between them, and columns that are too
 * narrow or not below their heads. Runs in the page.
 */
export const findFaults = (isTouched: boolean) => {
  const faults = new Set<string>()
  const report = (fault: string, element: Element) => {
    const words = (element.getAttribute('aria-label') || element.textContent || '').trim().replace(/\s+/g, ' ')
    faults.add(`${fault}: ${element.localName}.${element.getAttribute('class') ?? ''} "${words.slice(0, 40)}"`)
  }
  const isVisible = (element: Element) => {
    const { width, height } = element.getBoundingClientRect()
    const isShown = element.checkVisibility({ visibilityProperty: true, opacityProperty: true })
    return width > 1 && height > 1 && isShown && !element.closest('.sr-only, .listed thead')
  }
  const visible = (selector: string) => [...document.querySelectorAll<HTMLElement>(selector)].filter(isVisible)

  const checkColumns = (clock: HTMLElement) => {
    const lanes = visible('.lane').filter((lane) => lane.parentElement === clock)
    const boxes = lanes.map((lane) => lane.getBoundingClientRect())
    const { left, right } = clock.getBoundingClientRect()
    const [first] = boxes
    const filled = boxes.reduce((sum, { width }) => sum + width, 0)
    if (!first || first.left - left > 80 || filled < 0.9 * (right - first.left)) report('columns leave room', clock)
    const heads = visible('#week-heads > div').map((head) => head.getBoundingClientRect().left)
    // Above a single column stand the heads of the whole week, to choose from.
    if (boxes.length > 1 && heads.some((head, index) => Math.abs(head - (boxes[index]?.left ?? 0)) > 8))
      report('columns beside their heads', clock)
    if (visible('.hours > span').filter((hour) => clock.contains(hour)).length < 6) report('no hours', clock)
    if (visible('.hours > *').some((hour) => clock.contains(hour) && hour.offsetHeight > 24))
      report('broken hours', clock)
  }

  /** A link within a sentence is as high as its line. */
  const isInText = (control: HTMLElement) =>
    getComputedStyle(control).display === 'inline' &&
    control.parentElement?.textContent?.trim() !== control.textContent.trim()

  const checkControl = (control: HTMLElement) => {
    control.scrollIntoView({ block: 'center' })
    // A link that wraps has a box on each line.
    const box = [...control.getClientRects()].find(({ width }) => width > 1)
    if (!box) return
    const labels = 'labels' in control ? [...(control.labels as NodeListOf<HTMLElement>)] : []
    const parts = [control, ...labels]
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
    const at = (dx: number, dy: number) => document.elementFromPoint(x + dx, y + dy)
    const isPressed = (element: Element | null) => parts.some((part) => part.contains(element))
    const top = at(0, 0)
    if (!top) return
    if (!isPressed(top)) report(`covered by ${top.localName}.${top.getAttribute('class') ?? ''}`, control)
    else if (!isInText(control) && !control.matches('.block')) {
      const isLarge = control.matches(':is(button, summary, select, input, textarea, .button, .act, nav *):not(.grip)')
      // Touch targets are 44 px; a neighbour may cover 2 px.
      const needed = isTouched && isLarge ? 42 : 24
      /** Distance in px from the centre within which a press hits the control. */
      const reach = (dx: number, dy: number) => {
        let [pressed, missed] = [0, needed]
        while (missed - pressed > 1) {
          const middle = Math.floor((pressed + missed) / 2)
          if (isPressed(at(dx * middle, dy * middle))) pressed = middle
          else missed = middle
        }
        return missed
      }
      const [across, down] = [reach(-1, 0) + reach(1, 0), reach(0, -1) + reach(0, 1)]
      // A centre may lie between two pixels.
      if (Math.min(across, down) < needed - 1) report(`${across} × ${down} px`, control)
    }
    if (
      control.matches('[type="radio"]') &&
      getComputedStyle(control).opacity === '1' &&
      getComputedStyle(control).borderRadius !== '50%'
    )
      report('not round', control)
  }

  /** Rows that scroll below a bar must not show through it. */
  const checkBar = (bar: HTMLElement) => {
    if (getComputedStyle(bar).position !== 'fixed') return
    for (const top of [0, 130, 160, 190]) {
      scrollTo(0, top)
      const { left, right, y, height } = bar.getBoundingClientRect()
      for (let x = left + 4; x < right; x += 8) {
        const above = document.elementFromPoint(x, y + height / 2)
        if (above?.closest('main')) report(`a bar is covered by ${above.localName}.${above.className}`, bar)
      }
    }
  }

  const range = document.createRange()
  const boxesOf = (node: Text) => {
    range.selectNodeContents(node)
    return [...range.getClientRects()].filter(({ width }) => width > 0)
  }
  let before: Text | undefined
  const checkText = (node: Text) => {
    const element = node.parentElement
    if (!element || !isVisible(element)) return
    if (/\d[hm] [hm]\b|\d(h|m)\d/.test(node.data)) report('glued', element)
    const last = before && boxesOf(before).at(-1)
    const [first] = boxesOf(node)
    const isBeside =
      last && first && Math.abs(last.bottom - first.bottom) < 4 && Math.abs(first.left - last.right) < 1.5
    if (
      isBeside &&
      !element.matches('.max-lg\\:hidden') &&
      !/^[hms]$/.test(node.data) &&
      /[\p{L}\d]$/u.test(before?.data ?? '') &&
      /^[\p{L}\d]/u.test(node.data)
    )
      report(`glued to ${before?.data.trim().slice(-20)}`, element)
    before = node
  }

  const isCut = (element: HTMLElement) => {
    const { overflowX, overflowY, textOverflow, webkitLineClamp } = getComputedStyle(element)
    if (textOverflow === 'ellipsis' || webkitLineClamp !== 'none' || element.matches('.block')) return false
    const isHidden = (overflow: string) => overflow === 'hidden' || overflow === 'clip'
    return (
      (isHidden(overflowX) && element.scrollWidth > element.clientWidth + 1) ||
      (isHidden(overflowY) && element.scrollHeight > element.clientHeight + 4)
    )
  }

  if (document.documentElement.scrollWidth > Math.min(innerWidth, screen.width))
    report('scrolls sideways', document.body)
  for (const clock of visible('.clock')) checkColumns(clock)
  const bars = visible('.rows .length .spark')
  if (new Set(bars.map((bar) => bar.getBoundingClientRect().left)).size > 1)
    report('bars begin at different places', bars[0] ?? document.body)
  for (const element of visible('body *')) if (element.clientWidth > 0 && isCut(element)) report('cut', element)
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT, ({ parentElement, textContent }) =>
    textContent?.trim() && !parentElement?.closest('script, style, template, option, .sr-only')
      ? NodeFilter.FILTER_ACCEPT
      : NodeFilter.FILTER_REJECT,
  )
  while (walker.nextNode()) checkText(walker.currentNode as Text)
  for (const bar of visible('.rail, #timer')) checkBar(bar)
  // Check four controls of each kind, as rows repeat.
  const looked = new Map<string, number>()
  for (const control of visible('a[href], button, input, select, textarea, summary')) {
    const kind = `${control.localName} ${control.className} ${control.parentElement?.className}`
    looked.set(kind, (looked.get(kind) ?? 0) + 1)
    if ((looked.get(kind) ?? 0) < 5 && getComputedStyle(control).pointerEvents !== 'none') checkControl(control)
  }
  return [...faults]
}
