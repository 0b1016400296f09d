import type axe from 'axe-core'

/** A part of axe that its types leave out. */
type Commons = { color: { elementIsDistinct: (element: Element, around: Element) => boolean } }

declare global {
  interface Window {
    axe: typeof axe & { commons: Commons }
  }
}

/** Rules that take a drawn page; the others need its elements alone. */
export const shownRules = Object.fromEntries(
  ['color-contrast', 'link-in-text-block', 'target-size', 'scrollable-region-focusable', 'css-orientation-lock'].map(
    (rule) => [rule, { enabled: false }],
  ),
)

/** Finds the violations of the rules in `options`, each as the id of its rule and the markup. Runs in the page. */
export const findStructural = async (options: axe.RunOptions) => {
  const { violations } = await window.axe.run(document, options)
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`)
}

export type Check = {
  /** axe's options */
  options: axe.RunOptions
  /** checks only the colours */
  onlyColours: boolean
}

/**
 * Finds the violations in one view of a page, each as the id of its rule and the markup. Runs in the page. axe compares
 * the colours only of text that may be too faint, because looking for what lies under a text takes most of its time.
 * Other text is opaque, stands on the opaque colour of an element around it, with nothing drawn in between, and has the
 * contrast that small text needs.
 */
export const findViolations = async ({ options, onlyColours }: Check) => {
  type Colour = [red: number, green: number, blue: number]

  /** null for what is transparent in part or in another notation */
  const opaque = (colour: string): Colour | null => {
    const [, red, green, blue] = /^rgb\((\d+), (\d+), (\d+)\)$/.exec(colour) ?? []
    return blue === undefined ? null : [Number(red), Number(green), Number(blue)]
  }
  const luminance = (colour: Colour) => {
    const [red = 0, green = 0, blue = 0] = colour.map((part) => {
      const share = part / 255
      return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
  }
  const contrast = (one: Colour, other: Colour) => {
    const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
    return (light + 0.05) / (dark + 0.05)
  }

  type Drawing = {
    /** clipped to nothing, for screen readers alone */
    isUnseen: boolean
    /** drawn as its colours say, all elements around it too */
    isPlain: boolean
    /** the colour under its text; null if it takes more than the elements around it to know that */
    surface: Colour | null
  }
  const drawings = new Map<Element, Drawing>()
  const drawingOf = (element: Element): Drawing => {
    const known = drawings.get(element)
    if (known) return known
    const style = getComputedStyle(element)
    const { opacity, filter, mixBlendMode, position, backgroundImage, backgroundColor } = style
    const around = element.parentElement && drawingOf(element.parentElement)
    const isInFlow = position === 'static' || position === 'relative'
    const under = isInFlow && around ? around.surface : null
    const own = backgroundColor === 'rgba(0, 0, 0, 0)' ? under : opaque(backgroundColor)
    const drawing = {
      isUnseen: style.clipPath === 'inset(50%)' || around?.isUnseen === true,
      isPlain: opacity === '1' && filter === 'none' && mixBlendMode === 'normal' && around?.isPlain !== false,
      surface: backgroundImage === 'none' ? own : null,
    }
    drawings.set(element, drawing)
    return drawing
  }

  const hasText = (element: Element) =>
    element.matches('input, select, textarea') ||
    [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.nodeValue?.trim())
  /** null if it takes more than the element and those around it to know them */
  const coloursOf = (element: Element) => {
    const { color, textShadow, webkitTextFillColor } = getComputedStyle(element)
    const { isPlain, surface } = drawingOf(element)
    const text = opaque(color)
    const isFlat = isPlain && textShadow === 'none' && webkitTextFillColor === color
    return isFlat && text && surface ? { text, surface } : null
  }
  const isClear = (element: Element) => {
    const colours = coloursOf(element)
    return colours !== null && contrast(colours.text, colours.surface) > 4.5
  }
  const mayBeFaint = (element: Element) =>
    hasText(element) &&
    element.checkVisibility({ visibilityProperty: true }) &&
    !isClear(element) &&
    !drawingOf(element).isUnseen

  const isBlock = (element: Element) =>
    ['block', 'list-item', 'table', 'flex', 'grid'].includes(getComputedStyle(element).display)
  const blockAround = ({ parentElement }: Element): Element =>
    !parentElement || isBlock(parentElement) ? (parentElement ?? document.body) : blockAround(parentElement)
  /** As if it were text, or of another colour than the text: `link-in-text-block` passes both. */
  const isLikeTextOrUnlike = (link: Element, around: Element) => {
    const [own, other] = [coloursOf(link), coloursOf(around)]
    if (!own || !other) return false
    const difference = contrast(own.text, other.text)
    return difference >= 3 || (difference === 1 && contrast(own.surface, other.surface) === 1)
  }
  const mayBlendIn = (link: Element) => {
    const around = blockAround(link)
    return (
      getComputedStyle(link).display === 'inline' &&
      link.checkVisibility({ visibilityProperty: true }) &&
      !window.axe.commons.color.elementIsDistinct(link, around) &&
      !isLikeTextOrUnlike(link, around)
    )
  }

  const reports = []
  if (!onlyColours) {
    const rules = {
      ...options.rules,
      'color-contrast': { enabled: false },
      'link-in-text-block': { enabled: [...document.querySelectorAll('a[href], [role=link]')].some(mayBlendIn) },
    }
    reports.push(await window.axe.run(document, { ...options, rules }))
  }
  const faint = [...document.body.querySelectorAll('*')].filter(mayBeFaint)
  const colours = { ...options, runOnly: ['color-contrast'] }
  if (faint.length > 0) reports.push(await window.axe.run({ include: faint }, colours))
  return reports.flatMap(({ violations }) =>
    violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`),
  )
}
