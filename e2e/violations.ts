import type axe from 'axe-core'

declare global {
  interface Window {
    axe: typeof axe
  }
}

/** Rules that take a drawn page; the others need its elements alone. */
const drawnRules = [
  'color-contrast',
  'link-in-text-block',
  'target-size',
  'scrollable-region-focusable',
  'css-orientation-lock',
]

/**
 * Skips details of passed rules; also frames and media, which our pages do not have, and style sheets, which only an experimental
 * rule needs.
 */
const options = { resultTypes: ['violations' as const], iframes: false, preload: false }

const rules = (names: string[], enabled: boolean) => Object.fromEntries(names.map((name) => [name, { enabled }]))

/** Rules for a rendered page. `target-size` also finds small targets near others, as Lighthouse does. */
export const everyRule = (targets: boolean): axe.RunOptions => ({ ...options, rules: rules(['target-size'], targets) })

/** Rules for the elements of a page, which may not be drawn. */
export const structuralRules: axe.RunOptions = { ...options, rules: rules(drawnRules, false) }

/** Rules that differ between views of the same elements. */
export const colourRules: axe.RunOptions = { ...options, runOnly: ['color-contrast', 'link-in-text-block'] }

/**
 * Finds the violations of a page, each as the id of its rule and the markup. Runs in the page, where axe is loaded. A target
 * that a fixed bar may cover is measured again in the middle of the window.
 */
export const findViolations = async (run: axe.RunOptions) => {
  const { violations } = await window.axe.run(document, run)
  const small = violations.find(({ id }) => id === 'target-size')
  for (const node of small?.nodes ?? []) {
    document.querySelector(`${node.target}`)?.scrollIntoView({ block: 'center' })
    const again = await window.axe.run({ include: node.target }, { ...run, runOnly: ['target-size'] })
    if (again.violations.length === 0) node.html = ''
  }
  return violations.flatMap(({ id, nodes }) => {
    const found = nodes.flatMap(({ html }) => html.slice(0, 200) || [])
    return found.length > 0 ? [`${id}: ${found.join(' | ')}`] : []
  })
}
